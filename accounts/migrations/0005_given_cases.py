from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_points_for_praise")]

    operations = [
        migrations.AddField(
            model_name="keptcase", name="is_given", field=models.BooleanField(db_default=False, default=False)
        )
    ]
