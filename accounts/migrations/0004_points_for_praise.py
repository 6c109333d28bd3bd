from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_first_ready_texts")]

    operations = [
        migrations.AddField(
            model_name="verdict", name="praise", field=models.PositiveIntegerField(db_default=0, default=0)
        )
    ]
