"""Moving money in one statement: what ledger.post and escrow.pay_slots call, and what SQL of the apps outside calls."""

from django.db import migrations

# For a thousand accounts two statements instead of a thousand. A house account is never locked: all trades share it.
APPLY = """
CREATE OR REPLACE FUNCTION wallet_apply() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE ids bigint[]; sums bigint[]; unknown bigint;
BEGIN
  SELECT array_agg(account), array_agg(amount) INTO ids, sums
    FROM (SELECT account, sum(amount)::bigint AS amount
            FROM (SELECT debit_id AS account, -amount AS amount FROM fresh
                  UNION ALL SELECT credit_id, amount FROM fresh) AS legs
           GROUP BY account ORDER BY account) AS sides;
  PERFORM FROM wallet_account WHERE id = ANY (ids) AND NOT derived ORDER BY id FOR NO KEY UPDATE;
  UPDATE wallet_account AS pot SET balance = pot.balance + side.amount
    FROM unnest(ids, sums) AS side (id, amount) WHERE pot.id = side.id AND NOT pot.derived;
  SELECT side.id INTO unknown FROM unnest(ids) AS side (id)
   WHERE NOT EXISTS (SELECT FROM wallet_account AS pot WHERE pot.id = side.id) LIMIT 1;
  IF FOUND THEN
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

# All of these transfers or none; how many moved: all, or none because all had moved before. Accounts that are new are
# opened; those from kind 10 on are the house's (wallet.models.HOUSE) and keep no balance.
POST = """
CREATE FUNCTION wallet_post(kinds smallint[], refs bigint[], legs smallint[], from_kinds smallint[], from_owners bigint[],
                            to_kinds smallint[], to_owners bigint[], amounts bigint[], moved_at timestamptz)
RETURNS integer LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE debits bigint[]; credits bigint[]; moved integer;
BEGIN
  FOR turn IN 1..2 LOOP
    SELECT array_agg(debit.id ORDER BY leg.n), array_agg(credit.id ORDER BY leg.n) INTO debits, credits
      FROM unnest(from_kinds, from_owners, to_kinds, to_owners)
           WITH ORDINALITY AS leg (from_kind, from_owner, to_kind, to_owner, n)
      LEFT JOIN wallet_account AS debit ON debit.kind = leg.from_kind AND debit.owner_id = leg.from_owner
      LEFT JOIN wallet_account AS credit ON credit.kind = leg.to_kind AND credit.owner_id = leg.to_owner;
    EXIT WHEN array_position(debits, NULL) IS NULL AND array_position(credits, NULL) IS NULL;
    INSERT INTO wallet_account (kind, owner_id, derived, balance)
    SELECT kind, owner_id, kind >= 10, 0
      FROM (SELECT * FROM unnest(from_kinds, from_owners) UNION SELECT * FROM unnest(to_kinds, to_owners))
           AS pot (kind, owner_id)
     WHERE NOT EXISTS (SELECT FROM wallet_account AS old WHERE old.kind = pot.kind AND old.owner_id = pot.owner_id)
     ORDER BY kind, owner_id
    ON CONFLICT (kind, owner_id) DO NOTHING;
  END LOOP;
  INSERT INTO wallet_transfer (kind, ref, leg, debit_id, credit_id, amount, at)
  SELECT *, moved_at FROM unnest(kinds, refs, legs, debits, credits, amounts)
  ON CONFLICT (ref, kind, leg) DO NOTHING;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved NOT IN (0, cardinality(kinds)) THEN
    RAISE EXCEPTION 'ledger: % of % transfers were new', moved, cardinality(kinds) USING errcode = 'cardinality_violation';
  END IF;
  RETURN moved;
END $$;
"""

# The same, where a no is an answer and not an error: the caller's transaction goes on, and nothing has moved.
TRY = """
CREATE FUNCTION wallet_try(kinds smallint[], refs bigint[], legs smallint[], from_kinds smallint[], from_owners bigint[],
                           to_kinds smallint[], to_owners bigint[], amounts bigint[], moved_at timestamptz,
                           OUT moved integer, OUT refusal text)
LANGUAGE plpgsql AS $$
DECLARE broken text;
BEGIN
  moved := wallet_post(kinds, refs, legs, from_kinds, from_owners, to_kinds, to_owners, amounts, moved_at);
EXCEPTION
  WHEN cardinality_violation THEN
    moved := 0; refusal := SQLERRM;
  WHEN check_violation THEN
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    IF broken <> 'wallet_no_overdraft' THEN
      RAISE;
    END IF;
    moved := 0; refusal := broken;
END $$;
"""

# Kinds 20 to 23: reward and commissions out of the task's escrow (account kind 3), and the referrers' shares out of the
# house's revenue (11) to their earned pockets (1). What is zero is left out.
PAY_SLOTS = """
CREATE FUNCTION wallet_pay_slots(refs bigint[], task_ids bigint[], worker_ids bigint[], receives bigint[],
                                 employer_commissions bigint[], worker_commissions bigint[],
                                 share_refs bigint[], referrer_ids bigint[], shares bigint[], moved_at timestamptz)
RETURNS integer LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE moved integer;
BEGIN
  SELECT wallet_post(array_agg(kind)::smallint[], array_agg(ref), array_agg(1)::smallint[], array_agg(from_kind)::smallint[],
                     array_agg(from_owner), array_agg(to_kind)::smallint[], array_agg(to_owner), array_agg(amount), moved_at)
    INTO moved
    FROM (SELECT 20 AS kind, ref, 3 AS from_kind, task AS from_owner,
                 1 AS to_kind, worker AS to_owner, amount
            FROM unnest(refs, task_ids, worker_ids, receives) AS slot (ref, task, worker, amount)
           UNION ALL
          SELECT 21, ref, 3, task, 11, 0, amount FROM unnest(refs, task_ids, employer_commissions) AS slot (ref, task, amount)
           UNION ALL
          SELECT 22, ref, 3, task, 11, 0, amount FROM unnest(refs, task_ids, worker_commissions) AS slot (ref, task, amount)
           UNION ALL
          SELECT 23, ref, 11, 0, 1, referrer, amount FROM unnest(share_refs, referrer_ids, shares) AS share (ref, referrer, amount)
         ) AS legs
   WHERE amount <> 0;
  RETURN moved;
END $$;
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
        migrations.RunSQL(POST + TRY + PAY_SLOTS, UNDO),
        migrations.RunSQL(ROOM, "ALTER TABLE wallet_account RESET (fillfactor)"),
    ]
