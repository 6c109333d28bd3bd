"""Under which country a slot is counted, and what was paid for it before a raise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0005_claim"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="country",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
    ]
