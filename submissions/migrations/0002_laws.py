"""What PostgreSQL itself does for this app, and what it refuses.

A function with settings is planned as nested loops over indexes, in all that it calls too, however small or unknown the
tables were when a connection first planned its statements.
"""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION submissions_announce() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE task record;
BEGIN
  -- Most markets have none, and this runs for each of ten thousand that are approved at once.
  IF NOT EXISTS (SELECT FROM inbox_endpoint) THEN
    RETURN NULL;
  END IF;
  SELECT employer_id, public_id, title INTO task FROM tasks_task WHERE id = NEW.task_id;
  PERFORM inbox_announce(
    ARRAY[task.employer_id],
    'submission.' || CASE NEW.state WHEN 'submitted' THEN 'handed_in' ELSE NEW.state END,
    ARRAY[jsonb_build_object(
      'submission', NEW.public_id, 'task', task.public_id, 'title', task.title,
      'worker', (SELECT public_id FROM accounts_user WHERE id = NEW.worker_id))],
    now());
  RETURN NULL;
END $$;
"""

ANNOUNCE_RESULTS = """
CREATE FUNCTION submissions_announce_results() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE task record;
BEGIN
  SELECT employer_id, public_id, title INTO task FROM tasks_task WHERE id = NEW.task_id;
  PERFORM inbox_announce(ARRAY[task.employer_id], 'results.ready', ARRAY[jsonb_build_object(
    'task', task.public_id, 'title', task.title, 'kind', NEW.kind, 'size', NEW.size)], now());
  RETURN NULL;
END $$;
"""

# Rows are locked in key order: submissions, then tasks, referrals, accounts, people. Each app's rows are written by its
# own function. ``link`` is the address of a submission called KEY.
APPROVE = """
CREATE FUNCTION submissions_approve(
  keys bigint[], from_states text[], approver bigint, closed timestamptz, link text, subject text, body text,
  share_ppm bigint, level_rules jsonb
) RETURNS integer
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_hashjoin TO 'off'
SET enable_mergejoin TO 'off'
AS $$
DECLARE
  ids bigint[]; tasks bigint[]; workers bigint[]; urls text[]; rows bigint[];
  employers bigint[]; titles text[]; rewards bigint[]; employer_parts bigint[]; worker_parts bigint[];
  receives bigint[]; levels integer[]; givens jsonb[];
  shared bigint[]; legs smallint[]; referrers bigint[]; shares bigint[];
BEGIN
  SELECT array_agg(id), array_agg(task_id), array_agg(worker_id), array_agg(replace(link, 'KEY', public_id)),
         array_agg(row_id)
    INTO ids, tasks, workers, urls, rows
    FROM (SELECT id, task_id, worker_id, public_id, row_id FROM submissions_submission
           WHERE id = ANY (keys) AND state = ANY (from_states) ORDER BY id FOR NO KEY UPDATE) AS locked;
  IF ids IS NULL THEN
    RETURN 0;
  END IF;
  UPDATE submissions_submission SET state = 'approved', closed_at = closed, approved_by_id = approver WHERE id = ANY (ids);
  SELECT array_agg(task.employer_id ORDER BY n), array_agg(own.title ORDER BY n), array_agg(task.reward ORDER BY n),
         array_agg(task.employer_commission ORDER BY n), array_agg(task.worker_commission ORDER BY n),
         array_agg(task.reward - task.worker_commission ORDER BY n), array_agg(task.minimum_level ORDER BY n),
         array_agg(jsonb_build_object('title', own.title, 'money',
                                      jsonb_build_object('micro', task.reward - task.worker_commission)) ORDER BY n)
    INTO employers, titles, rewards, employer_parts, worker_parts, receives, levels, givens
    FROM tasks_count_paid(tasks, closed) AS task
    JOIN unnest(tasks, rows) WITH ORDINALITY AS slot (task_id, row_id, n) ON slot.task_id = task.task_id
     CROSS JOIN LATERAL (SELECT coalesce(tasks_title_of(slot.row_id), task.title) AS title OFFSET 0) AS own;
  SELECT array_agg(ref), array_agg(leg), array_agg(referrer), array_agg(amount) INTO shared, legs, referrers, shares
    FROM submissions_shares(ids, workers, employers, rewards, worker_parts, employer_parts, share_ppm, closed);
  PERFORM wallet_pay_slots(ids, tasks, workers, receives, employer_parts, worker_parts, shared, legs, referrers, shares, closed);
  IF 'confirmed' = ANY (from_states) THEN
    PERFORM accounts_forget_verdicts(ids, workers, employers);
  END IF;
  PERFORM accounts_record_verdicts(ids, workers, employers, array_fill(true, ARRAY[cardinality(ids)]), titles, urls,
                                   levels, receives, level_rules, closed);
  PERFORM inbox_tell(workers, subject, body, givens, urls, false, closed, 'pay');
  RETURN cardinality(ids);
END $$;
"""

# The new row's key, or why not, which leaves everything as it was. Locks are taken in the order of all verbs: the task,
# then the person, whose lock makes two claims at once count each other. 'due': something of the worker's is to be done
# first, old claims ended, whose time was over at ``due``, which leaves them their grace, or traces weighed that close tasks;
# without ``due`` nobody looks. 'hands': they hold ``most`` claims already. 'turns': they did it as often as one may; only the last turn can be held, so looking at it
# is enough. 'unsettled': a rejection of theirs is not final yet. 'linked': an account they are linked with holds or did the
# task; it is asked while the task's row is locked, so that two of them never get in at once. 'pause': so many claims of
# theirs ran out within a day, the last of them less than ``rest`` minutes ago. 'rows': a batch has none left for them.
CLAIM = """
CREATE FUNCTION submissions_claim(
  task bigint, worker bigint, land text, name text, claimed timestamptz, until timestamptz, due timestamptz,
  newcomer_tasks integer, newcomer_claims integer, open_claims integer, expiries integer, rest integer, OUT
  refusal text, OUT held bigint, OUT given bigint, OUT turn integer, OUT most integer
) RETURNS record
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_hashjoin TO 'off'
SET enable_mergejoin TO 'off'
AS $$
DECLARE
  last integer;
  stage text;
  allowed integer;
  kin bigint[];
BEGIN
  IF due IS NOT NULL AND (
    EXISTS (SELECT FROM submissions_submission WHERE worker_id = worker AND state = 'claimed' AND claim_until <= due)
    OR EXISTS (SELECT FROM accounts_trace WHERE person_id = worker AND NOT is_weighed AND kind IN (1, 3, 4))
  ) THEN
    refusal := 'due';
    RETURN;
  END IF;
  SELECT one.turn, one.state INTO last, stage FROM submissions_submission AS one
   WHERE task_id = task AND worker_id = worker AND NOT (state IN ('expired', 'given_back'))
   ORDER BY one.turn DESC LIMIT 1;
  IF FOUND THEN
    SELECT per_worker INTO allowed FROM tasks_task WHERE id = task;
    refusal := CASE
      WHEN stage = 'claimed' OR allowed = 1 THEN 'already'
      WHEN last >= allowed THEN 'turns'
      WHEN allowed IS NOT NULL AND EXISTS (SELECT FROM submissions_submission
                                            WHERE task_id = task AND worker_id = worker
                                              AND state IN ('rejected', 'disputed')) THEN 'unsettled' END;
    IF refusal IS NOT NULL THEN
      RETURN;
    END IF;
  END IF;
  IF expiries > 0 AND (
    SELECT count(*) = expiries AND max(ended) < min(ended) + interval '1 day'
           AND max(ended) + make_interval(mins => rest) > claimed
      FROM (SELECT claim_until AS ended FROM submissions_submission
             WHERE worker_id = worker AND state = 'expired' ORDER BY claim_until DESC LIMIT expiries) AS ran_out
  ) THEN
    refusal := 'pause';
    RETURN;
  END IF;
  BEGIN
    refusal := tasks_take(task, land, claimed);
    IF refusal <> 'taken' THEN
      RETURN;
    END IF;
    IF EXISTS (SELECT FROM tasks_task WHERE id = task AND rows > 0) THEN
      given := submissions_take_row(task, worker);
      IF given IS NULL THEN
        RAISE EXCEPTION 'rows' USING errcode = 'PM002';
      END IF;
    END IF;
    SELECT CASE WHEN approved < newcomer_tasks THEN newcomer_claims ELSE open_claims END, linked INTO STRICT most, kin
      FROM accounts_user WHERE id = worker FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM submissions_submission WHERE worker_id = worker AND state = 'claimed') >= most THEN
      RAISE EXCEPTION 'hands' USING errcode = 'PM001';
    END IF;
    IF kin <> '{}' AND EXISTS (SELECT FROM submissions_submission
                                WHERE task_id = task AND worker_id = ANY (kin)
                                  AND NOT (state IN ('expired', 'given_back'))) THEN
      RAISE EXCEPTION 'linked' USING errcode = 'PM003';
    END IF;
    turn := coalesce(last, 0) + 1;
    INSERT INTO submissions_submission (public_id, task_id, worker_id, row_id, turn, country, state, claimed_at,
                                        claim_until, reason, comment)
    VALUES (name, task, worker, given, turn, land, 'claimed', claimed, until, '', '')
    RETURNING id INTO held;
    refusal := '';
  EXCEPTION
    WHEN SQLSTATE 'PM001' THEN
      refusal := 'hands';
      RETURN;
    WHEN SQLSTATE 'PM002' THEN
      refusal := 'rows';
      RETURN;
    WHEN SQLSTATE 'PM003' THEN
      refusal := 'linked';
      RETURN;
    WHEN unique_violation THEN
      refusal := 'already';
      RETURN;
  END;
  IF given IS NULL THEN
    UPDATE submissions_proof SET submission_id = held
     WHERE submission_id IN (SELECT id FROM submissions_submission
                              WHERE task_id = task AND worker_id = worker AND state IN ('expired', 'given_back'));
  ELSE
    UPDATE submissions_proof SET submission_id = held
     WHERE submission_id IN (SELECT id FROM submissions_submission
                              WHERE row_id = given AND worker_id = worker AND state IN ('expired', 'given_back'));
  END IF;
END $$;
"""

# Of a batch a row with the slot: one nobody else has, not done by this worker, after the one they had last or, where none
# is left there, from the start.
TAKE_ROW = """
CREATE FUNCTION submissions_take_row(task bigint, worker bigint) RETURNS bigint
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_hashjoin TO 'off'
SET enable_mergejoin TO 'off'
AS $$
DECLARE
  last integer;
BEGIN
  SELECT item.number INTO last FROM submissions_submission AS done JOIN tasks_row AS item ON item.id = done.row_id
   WHERE done.task_id = task AND done.worker_id = worker AND done.row_id IS NOT NULL
   ORDER BY done.claimed_at DESC LIMIT 1;
  -- Rows are given in order, so that mostly none after the last one is among those this worker did.
  RETURN coalesce(
    tasks_take_row(task, coalesce(last, 0), '{}'),
    tasks_take_row(task, 0, ARRAY(SELECT row_id FROM submissions_submission
                                   WHERE task_id = task AND worker_id = worker AND row_id IS NOT NULL
                                     AND state NOT IN ('expired', 'given_back'))));
END $$;
"""

TRIGGERS = """
CREATE TRIGGER submissions_announce
AFTER UPDATE OF state ON submissions_submission
FOR EACH ROW
WHEN (new.state IS DISTINCT FROM old.state AND new.state IN ('submitted', 'approved', 'rejected', 'screened'))
EXECUTE FUNCTION submissions_announce();
CREATE TRIGGER submissions_announce_results
AFTER UPDATE OF state ON submissions_results
FOR EACH ROW
WHEN (new.state IS DISTINCT FROM old.state AND new.state = 'built')
EXECUTE FUNCTION submissions_announce_results();
"""

# For LIKE, which no address is looked up by.
NO_LIKE = """
DROP INDEX submissions_submission_public_id_097f986e_like;
"""

UNDO = """
CREATE INDEX submissions_submission_public_id_097f986e_like ON submissions_submission (public_id varchar_pattern_ops);
DROP FUNCTION submissions_announce CASCADE;
DROP FUNCTION submissions_announce_results CASCADE;
DROP FUNCTION submissions_approve CASCADE;
DROP FUNCTION submissions_claim CASCADE;
DROP FUNCTION submissions_take_row CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(ANNOUNCE + ANNOUNCE_RESULTS + APPROVE + CLAIM + TAKE_ROW + TRIGGERS + NO_LIKE, UNDO),
    ]
