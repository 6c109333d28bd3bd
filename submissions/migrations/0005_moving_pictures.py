from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_parts")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="moved",
            field=models.BooleanField(db_default=False, default=False),
        )
        for name in ("proof", "earlierproof")
    ]
