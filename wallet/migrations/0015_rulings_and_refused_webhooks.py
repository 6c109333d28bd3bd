"""What the staff wrote and decided about a rail's word, and what was refused at the door."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields

# Counted until now as if it had been applied.
REFUSED_BEFORE = """
    UPDATE wallet_railevent
       SET applied_at = NULL, refused = CASE WHEN event_id ~ '^refused:40[14]:' THEN 'unsigned' ELSE 'signed' END
     WHERE event_id ~ '^refused:[0-9]+:'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0014_finance_reports_taxes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="railevent",
            name="refused",
            field=models.CharField(
                blank=True,
                choices=[
                    ("signed", "Refused, though the rail signed it"),
                    ("unsigned", "Refused, and not signed by the rail"),
                ],
                default="",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="payout",
            name="rail_paid",
            field=picomarket.lib.fields.MoneyField(default=0),
        ),
        migrations.AddField(
            model_name="railevent",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="railevent",
            name="reasons",
            field=models.TextField(blank=True),
        ),
        migrations.RunSQL(REFUSED_BEFORE, migrations.RunSQL.noop),
    ]
