"""Seals are append-only like the transfers they stand for."""

from django.db import migrations

GUARD = """
CREATE TRIGGER wallet_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON wallet_seal
  FOR EACH STATEMENT EXECUTE FUNCTION wallet_refuse();
"""

UNDO = "DROP TRIGGER wallet_append_only ON wallet_seal;"


class Migration(migrations.Migration):
    dependencies = [("wallet", "0003_wallet_complete")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
