"""What PostgreSQL itself does for this app, and what it refuses.

A function with settings is planned as nested loops over indexes, in all that it calls too, however small or unknown the
tables were when a connection first planned its statements.
"""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION wallet_announce() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM inbox_announce(ARRAY[NEW.person_id], TG_ARGV[0] || CASE NEW.state WHEN 'settled' THEN 'arrived' ELSE NEW.state END,
    ARRAY[jsonb_build_object('id', NEW.public_id, 'rail', NEW.rail, 'micro_dollars', NEW.amount)], now());
  RETURN NULL;
END $$;
"""

# Few accounts are taken one by one; for a thousand, two statements are quicker than a thousand. A house account is never
# locked: all trades share it.
APPLY = """
CREATE FUNCTION wallet_apply() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE ids bigint[]; sums bigint[]; unknown bigint;
BEGIN
  SELECT array_agg(account), array_agg(amount) INTO ids, sums
    FROM (SELECT account, sum(amount)::bigint AS amount
            FROM (SELECT debit_id AS account, -amount AS amount FROM fresh
                  UNION ALL SELECT credit_id, amount FROM fresh) AS legs
           GROUP BY account ORDER BY account) AS sides;
  IF cardinality(ids) <= 8 THEN
    FOR n IN 1..cardinality(ids) LOOP
      UPDATE wallet_account SET balance = balance + sums[n] WHERE id = ids[n] AND NOT derived;
      IF NOT FOUND AND NOT EXISTS (SELECT FROM wallet_account WHERE id = ids[n]) THEN
        unknown := ids[n];
      END IF;
    END LOOP;
  ELSE
    PERFORM FROM wallet_account WHERE id = ANY (ids) AND NOT derived ORDER BY id FOR NO KEY UPDATE;
    UPDATE wallet_account AS pot SET balance = pot.balance + side.amount
      FROM unnest(ids, sums) AS side (id, amount) WHERE pot.id = side.id AND NOT pot.derived;
    SELECT side.id INTO unknown FROM unnest(ids) AS side (id)
     WHERE NOT EXISTS (SELECT FROM wallet_account AS pot WHERE pot.id = side.id) LIMIT 1;
  END IF;
  IF unknown IS NOT NULL THEN
    RAISE EXCEPTION 'wallet: account % does not exist', unknown USING errcode = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
"""

BALANCE = """
CREATE FUNCTION wallet_balance(p_kind integer, p_owner bigint) RETURNS bigint
LANGUAGE sql STABLE
AS $$
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

# Kinds 20 to 23: reward and commissions out of the task's escrow (account kind 3), and the referrers' shares out of the
# house's revenue (11) to their earned pockets (1).
PAY_SLOTS = """
CREATE FUNCTION wallet_pay_slots(
  refs bigint[], task_ids bigint[], worker_ids bigint[], receives bigint[], employer_commissions bigint[],
  worker_commissions bigint[], share_refs bigint[], share_legs smallint[], referrer_ids bigint[], shares bigint[],
  moved_at timestamptz
) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
  slots CONSTANT integer[] := ARRAY[cardinality(refs)];
  shared CONSTANT integer[] := ARRAY[coalesce(cardinality(share_refs), 0)];
  house CONSTANT bigint[] := array_fill(0::bigint, slots);
BEGIN
  RETURN wallet_post(
    array_fill(20::smallint, slots) || array_fill(21::smallint, slots) || array_fill(22::smallint, slots)
                                    || array_fill(23::smallint, shared),
    refs || refs || refs || share_refs,
    array_fill(1::smallint, ARRAY[3 * slots[1]]) || share_legs,
    array_fill(3::smallint, ARRAY[3 * slots[1]]) || array_fill(11::smallint, shared),
    task_ids || task_ids || task_ids || array_fill(0::bigint, shared),
    array_fill(1::smallint, slots) || array_fill(11::smallint, ARRAY[2 * slots[1]]) || array_fill(1::smallint, shared),
    worker_ids || house || house || referrer_ids,
    receives || employer_commissions || worker_commissions || shares,
    moved_at);
END $$;
"""

# All of these transfers, those of nothing left out; how many. Raises unique_violation where any had moved before.
# New accounts are opened first and in one order, so that two who open the same ones never wait in a circle; those from
# kind 10 on are the house's (wallet.models.HOUSE) and keep no balance.
POST = """
CREATE FUNCTION wallet_post(
  kinds smallint[], refs bigint[], legs smallint[], from_kinds smallint[], from_owners bigint[], to_kinds
  smallint[], to_owners bigint[], amounts bigint[], moved_at timestamptz
) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE line record; moved integer;
BEGIN
  FOR turn IN 1..2 LOOP
    SELECT array_agg(one.kind) AS kinds, array_agg(one.ref) AS refs, array_agg(one.leg) AS legs,
           array_agg(debit.id) AS debits, array_agg(credit.id) AS credits, array_agg(one.amount) AS amounts INTO line
      FROM unnest(kinds, refs, legs, from_kinds, from_owners, to_kinds, to_owners, amounts)
           AS one (kind, ref, leg, from_kind, from_owner, to_kind, to_owner, amount)
      LEFT JOIN wallet_account AS debit ON debit.kind = one.from_kind AND debit.owner_id = one.from_owner
      LEFT JOIN wallet_account AS credit ON credit.kind = one.to_kind AND credit.owner_id = one.to_owner
     WHERE one.amount <> 0;
    EXIT WHEN array_position(line.debits, NULL) IS NULL AND array_position(line.credits, NULL) IS NULL;
    INSERT INTO wallet_account (kind, owner_id, derived, balance)
    SELECT pot.kind, pot.owner_id, pot.kind >= 10, 0
      FROM (SELECT * FROM unnest(from_kinds, from_owners, amounts) UNION SELECT * FROM unnest(to_kinds, to_owners, amounts))
           AS pot (kind, owner_id, amount)
     WHERE pot.amount <> 0
       AND NOT EXISTS (SELECT FROM wallet_account AS old WHERE old.kind = pot.kind AND old.owner_id = pot.owner_id)
     ORDER BY pot.kind, pot.owner_id
    ON CONFLICT (kind, owner_id) DO NOTHING;
  END LOOP;
  INSERT INTO wallet_transfer (kind, ref, leg, debit_id, credit_id, amount, at)
  SELECT *, moved_at FROM unnest(line.kinds, line.refs, line.legs, line.debits, line.credits, line.amounts);
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;
"""

REFUSE = """
CREATE FUNCTION wallet_refuse() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'wallet: % on % is refused', tg_op, tg_table_name USING errcode = 'check_violation';
END $$;
"""

# The same, where a no is an answer and not an error: the caller's transaction goes on, and nothing has moved. Nor is it
# an error that all had moved before.
TRY = """
CREATE FUNCTION wallet_try(
  kinds smallint[], refs bigint[], legs smallint[], from_kinds smallint[], from_owners bigint[], to_kinds
  smallint[], to_owners bigint[], amounts bigint[], moved_at timestamptz, OUT moved integer, OUT refusal text
) RETURNS record
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_hashjoin TO 'off'
SET enable_mergejoin TO 'off'
AS $$
DECLARE broken text; fresh bigint; wanted CONSTANT integer := cardinality(array_remove(amounts, 0));
BEGIN
  moved := wallet_post(kinds, refs, legs, from_kinds, from_owners, to_kinds, to_owners, amounts, moved_at);
EXCEPTION WHEN unique_violation OR check_violation THEN
  GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
  moved := 0;
  -- In a part of a divided ledger its name ends with the part's number.
  CASE regexp_replace(broken, '_p[0-9]+$', '')
    WHEN 'wallet_no_overdraft' THEN
      refusal := broken;
    WHEN 'wallet_transfer_once' THEN
      SELECT count(*) INTO fresh FROM unnest(kinds, refs, legs, amounts) AS one (kind, ref, leg, amount)
       WHERE one.amount <> 0 AND NOT EXISTS (
             SELECT FROM wallet_transfer AS old WHERE old.ref = one.ref AND old.kind = one.kind AND old.leg = one.leg);
      IF fresh > 0 THEN
        refusal := format('ledger: %s of %s transfers were new', fresh, wanted);
      END IF;
    ELSE
      RAISE;
  END CASE;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER wallet_account_starts_empty
BEFORE INSERT ON wallet_account
FOR EACH ROW
WHEN (new.balance <> 0)
EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_account_stays
BEFORE DELETE OR TRUNCATE ON wallet_account
FOR EACH STATEMENT
EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_announce
AFTER UPDATE OF state ON wallet_deposit
FOR EACH ROW
WHEN (new.state IS DISTINCT FROM old.state AND new.state = 'settled')
EXECUTE FUNCTION wallet_announce('deposit.');
CREATE TRIGGER wallet_announce
AFTER UPDATE OF state ON wallet_payout
FOR EACH ROW
WHEN (new.state IS DISTINCT FROM old.state AND new.state IN ('paid', 'returned'))
EXECUTE FUNCTION wallet_announce('payout.');
CREATE TRIGGER wallet_append_only
BEFORE DELETE OR UPDATE OR TRUNCATE ON wallet_invoice
FOR EACH STATEMENT
EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_append_only
BEFORE DELETE OR UPDATE OR TRUNCATE ON wallet_seal
FOR EACH STATEMENT
EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_append_only
BEFORE DELETE OR UPDATE OR TRUNCATE ON wallet_transfer
FOR EACH STATEMENT
EXECUTE FUNCTION wallet_refuse();
CREATE TRIGGER wallet_apply
AFTER INSERT ON wallet_transfer
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT
EXECUTE FUNCTION wallet_apply();
CREATE TRIGGER wallet_balance_by_transfer
BEFORE UPDATE ON wallet_account
FOR EACH ROW
WHEN (pg_trigger_depth() = 0 AND (
  old.id IS DISTINCT FROM new.id OR old.kind IS DISTINCT FROM new.kind OR old.owner_id IS DISTINCT FROM new.owner_id
  OR old.derived IS DISTINCT FROM new.derived OR old.balance IS DISTINCT FROM new.balance
))
EXECUTE FUNCTION wallet_refuse();
"""

# Room on each page for the next version of a row: a balance moves without a new index entry.
ROOM = """
ALTER TABLE wallet_account SET (fillfactor = 70);
"""

UNDO = """
ALTER TABLE wallet_account RESET (fillfactor);
DROP FUNCTION wallet_announce CASCADE;
DROP FUNCTION wallet_apply CASCADE;
DROP FUNCTION wallet_balance CASCADE;
DROP FUNCTION wallet_pay_slots CASCADE;
DROP FUNCTION wallet_post CASCADE;
DROP FUNCTION wallet_refuse CASCADE;
DROP FUNCTION wallet_try CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("wallet", "0001_initial")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(ANNOUNCE + APPLY + BALANCE + PAY_SLOTS + POST + REFUSE + TRY + TRIGGERS + ROOM, UNDO),
    ]
