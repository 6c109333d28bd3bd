"""A house account's balance: its rollup, and the lines after it. No two seals begin at the same line."""

from django.db import migrations, models

BALANCE = """
CREATE OR REPLACE FUNCTION wallet_balance(p_kind integer, p_owner bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN derived THEN coalesce(rollup.balance, 0)
         + coalesce((SELECT sum(amount) FROM wallet_transfer
                      WHERE credit_id = account.id AND id > coalesce(rollup.upto, 0)), 0)::bigint
         - coalesce((SELECT sum(amount) FROM wallet_transfer
                      WHERE debit_id = account.id AND id > coalesce(rollup.upto, 0)), 0)::bigint
         ELSE account.balance END
    FROM wallet_account AS account LEFT JOIN wallet_rollup AS rollup ON rollup.account_id = account.id
   WHERE account.kind = p_kind AND account.owner_id = p_owner
$$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION wallet_balance(p_kind integer, p_owner bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN derived THEN
           coalesce((SELECT sum(amount) FROM wallet_transfer WHERE credit_id = account.id), 0)::bigint
         - coalesce((SELECT sum(amount) FROM wallet_transfer WHERE debit_id = account.id), 0)::bigint
         ELSE balance END
    FROM wallet_account AS account WHERE kind = p_kind AND owner_id = p_owner
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("wallet", "0004_seal_guards")]

    operations = [
        migrations.RunSQL(BALANCE, BEFORE),
        migrations.AlterField("seal", "first", models.BigIntegerField(unique=True)),
    ]
