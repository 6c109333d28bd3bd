"""Claiming at a task's pace and within a country's share: what claims.claim calls."""

from importlib import import_module

from django.db import migrations

# As it was, and now it also says which country the slot is counted under and when: 'shut' and 'share' are new answers,
# which leave everything as it was.
CLAIM = """
DROP FUNCTION submissions_claim;

CREATE FUNCTION submissions_claim(task bigint, worker bigint, land text, name text, claimed timestamptz,
                                  until timestamptz, look boolean, newcomer_tasks integer, newcomer_claims integer, open_claims integer,
                                  OUT refusal text, OUT held bigint, OUT most integer)
LANGUAGE plpgsql AS $$
BEGIN
  IF look AND EXISTS (SELECT FROM submissions_submission
                       WHERE worker_id = worker AND state = 'claimed' AND claim_until <= claimed) THEN
    refusal := 'overdue';
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM submissions_submission
              WHERE task_id = task AND worker_id = worker AND state NOT IN ('expired', 'given_back')) THEN
    refusal := 'already';
    RETURN;
  END IF;
  BEGIN
    refusal := tasks_take(task, land, claimed);
    IF refusal <> 'taken' THEN
      RETURN;
    END IF;
    SELECT CASE WHEN approved < newcomer_tasks THEN newcomer_claims ELSE open_claims END INTO STRICT most
      FROM accounts_user WHERE id = worker FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM submissions_submission WHERE worker_id = worker AND state = 'claimed') >= most THEN
      RAISE EXCEPTION 'hands' USING errcode = 'PM001';
    END IF;
    INSERT INTO submissions_submission (public_id, task_id, worker_id, country, state, claimed_at, claim_until, reason,
                                         comment)
    VALUES (name, task, worker, land, 'claimed', claimed, until, '', '') RETURNING id INTO held;
    refusal := '';
  EXCEPTION
    WHEN SQLSTATE 'PM001' THEN
      refusal := 'hands';
      RETURN;
    WHEN unique_violation THEN
      refusal := 'already';
      RETURN;
  END;
  UPDATE submissions_proof SET submission_id = held
   WHERE submission_id IN (SELECT id FROM submissions_submission
                            WHERE task_id = task AND worker_id = worker AND state IN ('expired', 'given_back'));
END $$;

ALTER FUNCTION submissions_claim SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
"""

BEFORE = import_module("submissions.migrations.0005_claim").CLAIM


class Migration(migrations.Migration):
    dependencies = [("submissions", "0006_posting"), ("tasks", "0017_take")]

    operations = [migrations.RunSQL(CLAIM, f"DROP FUNCTION submissions_claim; {BEFORE}")]
