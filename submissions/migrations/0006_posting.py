"""Under which country a slot is counted, and what was paid for it before a raise."""

from django.db import migrations, models

import picomarket.lib.fields


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
        migrations.AddField(
            model_name="submission",
            name="own_employer_commission",
            field=picomarket.lib.fields.MoneyField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="submission",
            name="own_reward",
            field=picomarket.lib.fields.MoneyField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="submission",
            name="own_worker_commission",
            field=picomarket.lib.fields.MoneyField(db_default=0, default=0),
        ),
    ]
