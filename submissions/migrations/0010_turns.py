"""Claims of a task by a worker who did it before, as often as it may be done."""

from importlib import import_module

from django.db import migrations, models

# Until now a worker did a task once, and of a batch row after row: those are numbered as they were claimed.
NUMBERS = """
UPDATE submissions_submission AS one SET turn = counted.turn
  FROM (SELECT id, row_number() OVER (PARTITION BY task_id, worker_id ORDER BY claimed_at, id) AS turn
          FROM submissions_submission WHERE row_id IS NOT NULL AND state NOT IN ('expired', 'given_back')) AS counted
 WHERE counted.id = one.id AND counted.turn > 1
"""

# As before, and the claim has the number after the last one that did not come to nothing. Only the last can be held,
# so looking at it is enough; of two at once the second finds its number taken. 'turns': they did it as often as one
# may; 'unsettled': a rejection of theirs is not final yet.
CLAIM = """
CREATE OR REPLACE FUNCTION submissions_claim(
  task bigint, worker bigint, land text, name text, claimed timestamptz, until timestamptz, look boolean, newcomer_tasks integer,
  newcomer_claims integer, open_claims integer, OUT refusal text, OUT held bigint, OUT most integer
) LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
  last integer;
  stage text;
  allowed integer;
BEGIN
  IF look AND EXISTS (SELECT FROM submissions_submission
                       WHERE worker_id = worker AND state = 'claimed' AND claim_until <= claimed) THEN
    refusal := 'overdue';
    RETURN;
  END IF;
  SELECT turn, state INTO last, stage FROM submissions_submission
   WHERE task_id = task AND worker_id = worker AND NOT (state IN ('expired', 'given_back')) ORDER BY turn DESC LIMIT 1;
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
    SELECT CASE WHEN approved < newcomer_tasks THEN newcomer_claims ELSE open_claims END INTO STRICT most
      FROM accounts_user WHERE id = worker FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM submissions_submission WHERE worker_id = worker AND state = 'claimed') >= most THEN
      RAISE EXCEPTION 'hands' USING errcode = 'PM001';
    END IF;
    INSERT INTO submissions_submission (public_id, task_id, worker_id, row_id, turn, country, state, claimed_at,
                                        claim_until, reason, comment)
    VALUES (name, task, worker, given, coalesce(last, 0) + 1, land, 'claimed', claimed, until, '', '')
    RETURNING id INTO held;
    refusal := '';
  EXCEPTION
    WHEN SQLSTATE 'PM001' THEN
      refusal := 'hands';
      RETURN;
    WHEN SQLSTATE 'PM002' THEN
      refusal := 'rows';
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

PLANS = """
ALTER FUNCTION submissions_claim SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
"""

before = import_module("submissions.migrations.0008_batches")
UNDO = f"DROP FUNCTION submissions_take_row; {before.CLAIM} {before.PLANS}"


class Migration(migrations.Migration):
    dependencies = [("submissions", "0009_several_files"), ("tasks", "0026_per_worker")]

    operations = [
        migrations.RemoveConstraint(model_name="submission", name="submission_once_per_worker"),
        migrations.AddField(
            model_name="submission", name="turn", field=models.PositiveIntegerField(db_default=1, default=1)
        ),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["expired", "given_back"]), _negated=True),
                fields=("task", "worker", "turn"),
                name="submission_turn_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "claimed")),
                fields=("task", "worker"),
                name="submission_one_claim_at_a_time",
            ),
        ),
        migrations.RunSQL(CLAIM + PLANS, UNDO),
    ]
