"""What was asked for is not known of older deposits but by their amount; those still open are asked about again."""

from django.db import migrations

FILL = """
UPDATE wallet_deposit SET asked = amount WHERE asked = 0;
UPDATE wallet_deposit SET ask_at = now() WHERE state = 'started' AND ask_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("wallet", "0006_what_was_asked_and_seen")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
