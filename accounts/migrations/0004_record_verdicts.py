"""Counting verdicts in one statement: what levels.record_verdicts calls, and SQL of the apps outside."""

from django.db import migrations

# Verdict rows, the counters of workers and employers, and the levels these earn by ``rules`` (levels.rules_for_sql).
# A verdict can move a level only where the worker's number earns another level than they have, or where it was a
# rejection: an approval never lowers a rate. Only there the latest verdicts are read.
RECORD = """
CREATE FUNCTION accounts_record_verdicts(submissions bigint[], workers bigint[], employers bigint[], verdicts boolean[],
                                         titles text[], urls text[], rules jsonb, given timestamptz)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE numbers integer[]; counts integer[]; rates integer[]; names text[]; unsure bigint[]; moved record;
BEGIN
  SELECT array_agg(level), array_agg(approved), array_agg(rate), array_agg(name) INTO numbers, counts, rates, names
    FROM jsonb_to_recordset(rules -> 'steps') AS step (level integer, approved integer, rate integer, name text);
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO accounts_verdict (worker_id, submission_id, approved, given_at, title, url)
  SELECT worker, submission, verdict, given, title, url
    FROM unnest(workers, submissions, verdicts, titles, urls) AS one (worker, submission, verdict, title, url);
  WITH counted AS (
    UPDATE accounts_user AS person
       SET approved = person.approved + more.approved, rejected = person.rejected + more.rejected,
           judged_approved = person.judged_approved + more.judged_approved,
           judged_rejected = person.judged_rejected + more.judged_rejected
      FROM (SELECT who, sum(works * good) AS approved, sum(works * bad) AS rejected,
                   sum((1 - works) * good) AS judged_approved, sum((1 - works) * bad) AS judged_rejected
              FROM (SELECT worker AS who, 1 AS works, verdict::integer AS good, 1 - verdict::integer AS bad
                      FROM unnest(workers, verdicts) AS mine (worker, verdict)
                     UNION ALL
                    SELECT employer, 0, verdict::integer, 1 - verdict::integer
                      FROM unnest(employers, verdicts) AS theirs (employer, verdict)) AS sides
             GROUP BY who) AS more
     WHERE person.id = more.who
    RETURNING person.id, person.level, person.approved, more.approved + more.rejected AS mine, more.rejected AS bad)
  SELECT array_agg(id) INTO unsure FROM counted
   WHERE mine > 0 AND (
         level <> coalesce((SELECT max(step.level) FROM unnest(numbers, counts) AS step (level, least)
                             WHERE counted.approved >= step.least), 1)
         OR (bad > 0 AND level > 1));
  IF unsure IS NULL THEN
    RETURN;
  END IF;
  FOR moved IN
    SELECT person.id, person.level AS before, coalesce(best.level, 1) AS level, names[array_position(numbers, coalesce(best.level, 1))] AS name, latest.rate
      FROM accounts_user AS person
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE approved) * 100 / count(*) AS rate
             FROM (SELECT approved FROM accounts_verdict WHERE worker_id = person.id
                    ORDER BY given_at DESC, id DESC LIMIT (rules ->> 'window')::integer) AS window_) AS latest
     CROSS JOIN LATERAL (
           SELECT max(step.level) AS level FROM unnest(numbers, counts, rates) AS step (level, least, rate)
            WHERE person.approved >= step.least AND latest.rate >= step.rate) AS best
     WHERE person.id = ANY (unsure) AND person.level <> coalesce(best.level, 1)
     ORDER BY person.id
  LOOP
    UPDATE accounts_user SET level = moved.level WHERE id = moved.id;
    PERFORM inbox_tell(
      ARRAY[moved.id],
      rules #>> ARRAY[direction, 'subject'], rules #>> ARRAY[direction, 'body'],
      ARRAY[jsonb_build_object('level', jsonb_build_object('words', coalesce(moved.name, rules ->> 'lowest')), 'rate', moved.rate)],
      ARRAY[rules ->> 'url'], true, given)
      FROM (SELECT CASE WHEN moved.level > moved.before THEN 'rose' ELSE 'fell' END AS direction) AS way;
  END LOOP;
END $$;
"""

UNDO = "DROP FUNCTION accounts_record_verdicts(bigint[], bigint[], bigint[], boolean[], text[], text[], jsonb, timestamptz)"

# Room on each page for the next version of a row: a counter moves without a new index entry.
ROOM = "ALTER TABLE accounts_user SET (fillfactor = 80)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_left_addresses"), ("inbox", "0003_told_by_sql")]

    operations = [
        migrations.RunSQL(RECORD, UNDO),
        migrations.RunSQL(ROOM, "ALTER TABLE accounts_user RESET (fillfactor)"),
    ]
