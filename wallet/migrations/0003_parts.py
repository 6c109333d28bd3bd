"""What a ledger in parts needs to know of them. The trigger stands on no table until the ledger is divided."""

from django.db import migrations, models

# An event that is in an earlier part happened before. A closed part is looked into only where it holds a ref of that
# kind which is not lower: so hardly ever. What was committed before it was closed is seen by whoever writes after it.
ONCE = """
CREATE FUNCTION wallet_once() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE again record;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'wallet: lines of a divided ledger are written at read committed' USING errcode = 'check_violation';
  END IF;
  PERFORM FROM fresh JOIN wallet_ledgerpart AS part ON part.upto < fresh.id
    WHERE part.last_refs IS NULL OR fresh.ref <= (part.last_refs ->> fresh.kind::text)::bigint LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT fresh.ref, fresh.kind, fresh.leg INTO again
    FROM fresh
    JOIN wallet_ledgerpart AS part ON part.upto < fresh.id
     AND (part.last_refs IS NULL OR fresh.ref <= (part.last_refs ->> fresh.kind::text)::bigint)
    JOIN wallet_transfer AS earlier ON earlier.ref = fresh.ref AND earlier.kind = fresh.kind
     AND earlier.leg = fresh.leg AND earlier.id BETWEEN part.first AND part.upto
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'wallet: % % leg % moved before', again.kind, again.ref, again.leg
      USING errcode = 'unique_violation', constraint = 'wallet_transfer_once';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("wallet", "0002_laws")]

    operations = [
        migrations.CreateModel(
            name="LedgerPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.BigIntegerField(unique=True)),
                ("upto", models.BigIntegerField(unique=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("last_refs", models.JSONField(blank=True, null=True)),
            ],
        ),
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(ONCE, "DROP FUNCTION wallet_once CASCADE"),
    ]
