"""Moving money in one statement: what ledger.post and escrow.pay_slots call, and what SQL of the apps outside calls."""

from django.db import migrations

# Few accounts are taken one by one; for a thousand, two statements are quicker than a thousand. A house account is never
# locked: all trades share it.
APPLY = """
CREATE OR REPLACE FUNCTION wallet_apply() RETURNS trigger LANGUAGE plpgsql AS $$
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

APPLY_BEFORE = """
CREATE OR REPLACE FUNCTION wallet_apply() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
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
"""

# All of these transfers, those of nothing left out; how many. Raises unique_violation where any had moved before.
# New accounts are opened first and in one order, so that two who open the same ones never wait in a circle; those from
# kind 10 on are the house's (wallet.models.HOUSE) and keep no balance.
POST = """
CREATE FUNCTION wallet_post(kinds smallint[], refs bigint[], legs smallint[], from_kinds smallint[], from_owners bigint[],
                            to_kinds smallint[], to_owners bigint[], amounts bigint[], moved_at timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
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

# The same, where a no is an answer and not an error: the caller's transaction goes on, and nothing has moved. Nor is it
# an error that all had moved before.
TRY = """
CREATE FUNCTION wallet_try(kinds smallint[], refs bigint[], legs smallint[], from_kinds smallint[], from_owners bigint[],
                           to_kinds smallint[], to_owners bigint[], amounts bigint[], moved_at timestamptz,
                           OUT moved integer, OUT refusal text)
LANGUAGE plpgsql AS $$
DECLARE broken text; fresh bigint; wanted CONSTANT integer := cardinality(array_remove(amounts, 0));
BEGIN
  moved := wallet_post(kinds, refs, legs, from_kinds, from_owners, to_kinds, to_owners, amounts, moved_at);
EXCEPTION WHEN unique_violation OR check_violation THEN
  GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
  moved := 0;
  CASE broken
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

# Kinds 20 to 23: reward and commissions out of the task's escrow (account kind 3), and the referrers' shares out of the
# house's revenue (11) to their earned pockets (1).
PAY_SLOTS = """
CREATE FUNCTION wallet_pay_slots(refs bigint[], task_ids bigint[], worker_ids bigint[], receives bigint[],
                                 employer_commissions bigint[], worker_commissions bigint[],
                                 share_refs bigint[], referrer_ids bigint[], shares bigint[], moved_at timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  slots CONSTANT integer[] := ARRAY[cardinality(refs)];
  shared CONSTANT integer[] := ARRAY[coalesce(cardinality(share_refs), 0)];
  house CONSTANT bigint[] := array_fill(0::bigint, slots);
BEGIN
  RETURN wallet_post(
    array_fill(20::smallint, slots) || array_fill(21::smallint, slots) || array_fill(22::smallint, slots)
                                    || array_fill(23::smallint, shared),
    refs || refs || refs || share_refs,
    array_fill(1::smallint, ARRAY[3 * slots[1] + shared[1]]),
    array_fill(3::smallint, ARRAY[3 * slots[1]]) || array_fill(11::smallint, shared),
    task_ids || task_ids || task_ids || array_fill(0::bigint, shared),
    array_fill(1::smallint, slots) || array_fill(11::smallint, ARRAY[2 * slots[1]]) || array_fill(1::smallint, shared),
    worker_ids || house || house || referrer_ids,
    receives || employer_commissions || worker_commissions || shares,
    moved_at);
END $$;
"""

# Nested loops over indexes, however small or unknown the tables were when a connection first planned its statements.
PLANS = """
ALTER FUNCTION wallet_try SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
"""

UNDO = """
DROP FUNCTION wallet_pay_slots(bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], timestamptz);
DROP FUNCTION wallet_try(smallint[], bigint[], smallint[], smallint[], bigint[], smallint[], bigint[], bigint[], timestamptz);
DROP FUNCTION wallet_post(smallint[], bigint[], smallint[], smallint[], bigint[], smallint[], bigint[], bigint[], timestamptz);
"""

# Room on each page for the next version of a row: a balance moves without a new index entry.
ROOM = "ALTER TABLE wallet_account SET (fillfactor = 70)"


class Migration(migrations.Migration):
    dependencies = [("wallet", "0008_one_request_until_it_left")]

    operations = [
        migrations.RunSQL(APPLY, APPLY_BEFORE),
        migrations.RunSQL(POST + TRY + PAY_SLOTS + PLANS, UNDO),
        migrations.RunSQL(ROOM, "ALTER TABLE wallet_account RESET (fillfactor)"),
    ]
