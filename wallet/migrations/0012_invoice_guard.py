"""An invoice once given is printed the same for ever: append-only like the transfers it is made of."""

from django.db import migrations

GUARD = """
CREATE TRIGGER wallet_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON wallet_invoice
  FOR EACH STATEMENT EXECUTE FUNCTION wallet_refuse();
"""

UNDO = "DROP TRIGGER wallet_append_only ON wallet_invoice;"


class Migration(migrations.Migration):
    dependencies = [("wallet", "0011_billing_and_invoices")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
