"""Counting verdicts in one statement: what levels.record_verdicts calls, and SQL of the apps outside."""

from django.conf import settings
from django.db import migrations, models

# Verdict rows, the counters of workers and employers, and the levels these earn by ``rules`` (levels.rules_for_sql).
# A verdict can move a level only where the worker's number earns another level than they have, or where it was a
# rejection: an approval never lowers a rate. Only there the latest verdicts are read.
RECORD = """
CREATE FUNCTION accounts_record_verdicts(submissions bigint[], workers bigint[], employers bigint[], verdicts boolean[],
                                         titles text[], urls text[], rules jsonb, given timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  numbers CONSTANT integer[] := rules ->> 'levels';
  counts CONSTANT integer[] := rules ->> 'least';
  unsure bigint[]; moved record; words jsonb;
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO accounts_verdict (worker_id, submission_id, approved, given_at, title, url)
  SELECT worker, submission, verdict, given, title, url
    FROM unnest(workers, submissions, verdicts, titles, urls) AS one (worker, submission, verdict, title, url);
  UPDATE accounts_user AS person
     SET judged_approved = person.judged_approved + more.good, judged_rejected = person.judged_rejected + more.bad
    FROM (SELECT employer, count(*) FILTER (WHERE verdict) AS good, count(*) FILTER (WHERE NOT verdict) AS bad
            FROM unnest(employers, verdicts) AS one (employer, verdict) GROUP BY employer) AS more
   WHERE person.id = more.employer;
  WITH counted AS (
    UPDATE accounts_user AS person SET approved = person.approved + more.good, rejected = person.rejected + more.bad
      FROM (SELECT worker, count(*) FILTER (WHERE verdict) AS good, count(*) FILTER (WHERE NOT verdict) AS bad
              FROM unnest(workers, verdicts) AS one (worker, verdict) GROUP BY worker) AS more
     WHERE person.id = more.worker
    RETURNING person.id, person.level, person.approved, more.bad)
  SELECT array_agg(id) INTO unsure FROM counted
   WHERE level <> coalesce((SELECT max(step.level) FROM unnest(numbers, counts) AS step (level, least)
                             WHERE counted.approved >= step.least), 1)
      OR (bad > 0 AND level > 1);
  IF unsure IS NULL THEN
    RETURN;
  END IF;
  FOR moved IN
    SELECT person.id, person.level AS before, coalesce(best.level, 1) AS level, latest.rate
      FROM accounts_user AS person
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE approved) * 100 / count(*) AS rate
             FROM (SELECT approved FROM accounts_verdict WHERE worker_id = person.id
                    ORDER BY given_at DESC, id DESC LIMIT (rules ->> 'window')::integer) AS window_) AS latest
     CROSS JOIN LATERAL (
           SELECT max(step.level) AS level FROM unnest(numbers, counts, (rules ->> 'rates')::integer[]) AS step (level, least, rate)
            WHERE person.approved >= step.least AND latest.rate >= step.rate) AS best
     WHERE person.id = ANY (unsure) AND person.level <> coalesce(best.level, 1)
     ORDER BY person.id
  LOOP
    UPDATE accounts_user SET level = moved.level WHERE id = moved.id;
    words := rules -> CASE WHEN moved.level > moved.before THEN 'rose' ELSE 'fell' END;
    PERFORM inbox_tell(
      ARRAY[moved.id], words ->> 'subject', words ->> 'body',
      ARRAY[jsonb_build_object(
        'level', jsonb_build_object('words', rules -> 'names' -> moved.level::text), 'rate', moved.rate)],
      ARRAY[rules ->> 'url'], true, given);
  END LOOP;
END $$;
"""

# Nested loops over indexes, however small or unknown the tables were when a connection first planned its statements.
PLANS = """
ALTER FUNCTION accounts_record_verdicts SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
"""

UNDO = "DROP FUNCTION accounts_record_verdicts(bigint[], bigint[], bigint[], boolean[], text[], text[], jsonb, timestamptz)"

# Room on each page for the next version of a row: a counter moves without a new index entry.
ROOM = "ALTER TABLE accounts_user SET (fillfactor = 80)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_left_addresses"), ("inbox", "0003_told_by_sql")]

    operations = [
        # Its index is a part of verdict_latest, and the submission has a foreign key to its worker.
        migrations.AlterField(
            "verdict",
            "worker",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="verdicts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(RECORD + PLANS, UNDO),
        migrations.RunSQL(ROOM, "ALTER TABLE accounts_user RESET (fillfactor)"),
    ]
