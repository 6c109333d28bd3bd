"""Steps that are ticked off, a claim's grace, and the pause of whoever lets several claims run out within a day."""

from importlib import import_module

import django.contrib.postgres.fields
from django.db import migrations, models

# As before, but: old claims are to be ended first where their time was over at ``due``, which leaves them their grace;
# without it nobody looks. 'pause': so many claims of theirs ran out within a day, the last of them less than ``rest``
# minutes ago.
CLAIM = """
DROP FUNCTION submissions_claim;

CREATE FUNCTION submissions_claim(
  task bigint, worker bigint, land text, name text, claimed timestamptz, until timestamptz, due timestamptz,
  newcomer_tasks integer, newcomer_claims integer, open_claims integer, expiries integer, rest integer,
  OUT refusal text, OUT held bigint, OUT most integer
) LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
  last integer;
  stage text;
  allowed integer;
BEGIN
  IF due IS NOT NULL AND EXISTS (SELECT FROM submissions_submission
                                  WHERE worker_id = worker AND state = 'claimed' AND claim_until <= due) THEN
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

before = import_module("submissions.migrations.0010_turns")


class Migration(migrations.Migration):
    dependencies = [("submissions", "0011_ratings"), ("tasks", "0035_codes_and_challenges")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="ticked",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("state", "expired")), fields=["worker", "claim_until"], name="submission_ran_out"
            ),
        ),
        migrations.RunSQL(CLAIM + before.PLANS, f"DROP FUNCTION submissions_claim; {before.CLAIM} {before.PLANS}"),
    ]
