"""Deposits that arrive and payouts that come to an end are told to their person's webhooks."""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION wallet_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM inbox_announce(ARRAY[NEW.person_id], TG_ARGV[0] || CASE NEW.state WHEN 'settled' THEN 'arrived' ELSE NEW.state END,
    ARRAY[jsonb_build_object('id', NEW.public_id, 'rail', NEW.rail, 'micro_dollars', NEW.amount)], now());
  RETURN NULL;
END $$;
CREATE TRIGGER wallet_announce AFTER UPDATE OF state ON wallet_deposit FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'settled')
  EXECUTE FUNCTION wallet_announce('deposit.');
CREATE TRIGGER wallet_announce AFTER UPDATE OF state ON wallet_payout FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ('paid', 'returned'))
  EXECUTE FUNCTION wallet_announce('payout.');
"""
UNDO = """
DROP TRIGGER wallet_announce ON wallet_payout;
DROP TRIGGER wallet_announce ON wallet_deposit;
DROP FUNCTION wallet_announce();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0008_webhooks"), ("wallet", "0022_legs_of_shares")]

    operations = [migrations.RunSQL(ANNOUNCE, UNDO)]
