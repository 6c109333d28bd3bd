"""The ledger's laws, kept by PostgreSQL whoever writes."""

from django.db import migrations

APPLY = """
CREATE FUNCTION wallet_apply() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE side record; known boolean;
BEGIN
  FOR side IN SELECT account, sum(amount)::bigint AS amount
                FROM (SELECT debit_id AS account, -amount AS amount FROM fresh
                      UNION ALL SELECT credit_id, amount FROM fresh) AS legs
               GROUP BY account ORDER BY account LOOP
    UPDATE wallet_account SET balance = balance + side.amount WHERE id = side.account AND NOT derived;
    IF NOT FOUND THEN
      SELECT true INTO known FROM wallet_account WHERE id = side.account;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'wallet: account % does not exist', side.account USING errcode = 'foreign_key_violation';
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER wallet_apply AFTER INSERT ON wallet_transfer REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION wallet_apply();
"""

GUARDS = """
CREATE FUNCTION wallet_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'wallet: % on % is refused', tg_op, tg_table_name USING errcode = 'check_violation';
END $$;
CREATE TRIGGER wallet_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON wallet_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_account_stays BEFORE DELETE OR TRUNCATE ON wallet_account
  FOR EACH STATEMENT EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_balance_by_transfer BEFORE UPDATE ON wallet_account FOR EACH ROW
  WHEN (pg_trigger_depth() = 0 AND (old.id, old.kind, old.owner_id, old.derived, old.balance)
        IS DISTINCT FROM (new.id, new.kind, new.owner_id, new.derived, new.balance))
  EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_account_starts_empty BEFORE INSERT ON wallet_account FOR EACH ROW
  WHEN (new.balance <> 0) EXECUTE FUNCTION wallet_refuse();
"""

BALANCE = """
CREATE FUNCTION wallet_balance(p_kind integer, p_owner bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN derived THEN
           coalesce((SELECT sum(amount) FROM wallet_transfer WHERE credit_id = account.id), 0)::bigint
         - coalesce((SELECT sum(amount) FROM wallet_transfer WHERE debit_id = account.id), 0)::bigint
         ELSE balance END
    FROM wallet_account AS account WHERE kind = p_kind AND owner_id = p_owner
$$;
"""

UNDO = """
DROP TRIGGER wallet_apply ON wallet_transfer;
DROP TRIGGER wallet_append_only ON wallet_transfer;
DROP TRIGGER wallet_account_stays ON wallet_account;
DROP TRIGGER wallet_balance_by_transfer ON wallet_account;
DROP TRIGGER wallet_account_starts_empty ON wallet_account;
DROP FUNCTION wallet_apply();
DROP FUNCTION wallet_refuse();
DROP FUNCTION wallet_balance(integer, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("wallet", "0001_initial")]

    operations = [migrations.RunSQL(APPLY + GUARDS + BALANCE, UNDO)]
