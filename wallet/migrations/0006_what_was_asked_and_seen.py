from django.db import migrations, models

import picomarket.lib.fields


class Migration(migrations.Migration):
    dependencies = [("wallet", "0005_house_rollups")]

    operations = [
        migrations.AddField("adjustment", "warned_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("deposit", "asked", picomarket.lib.fields.MoneyField(default=0)),
        migrations.AddField("deposit", "seen", picomarket.lib.fields.MoneyField(default=0)),
        migrations.AlterField(
            "deposit",
            "state",
            models.CharField(
                choices=[
                    ("started", "Waiting for the money"),
                    ("settled", "Arrived"),
                    ("cancelled", "Cancelled"),
                    ("failed", "Failed"),
                    ("expired", "Closed, never arrived"),
                    ("reversed", "Taken back by the payer's bank"),
                ],
                default="started",
                max_length=12,
            ),
        ),
    ]
