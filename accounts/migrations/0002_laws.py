"""What PostgreSQL itself does for this app, and what it refuses.

A function with settings is planned as nested loops over indexes, in all that it calls too, however small or unknown the
tables were when a connection first planned its statements.
"""

from django.db import migrations

# The task's key as it came, or nothing where this worker is suspended, frozen or about to leave: a key of nothing takes
# no slot.
ADMIT = """
CREATE FUNCTION accounts_admit(task bigint, worker bigint, at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
AS $$
BEGIN
  IF EXISTS (SELECT FROM accounts_user
              WHERE id = worker AND suspended_at IS NULL AND leaves_at IS NULL
                AND (frozen_until IS NULL OR frozen_until <= at)) THEN
    RETURN task;
  END IF;
  RETURN NULL;
END $$;
"""

CHAIN_ENTRY = r"""
CREATE FUNCTION accounts_chain_entry() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE last record;
BEGIN
  -- One writer at a time until its transaction ends. What follows is a statement of its own, so it sees what the writer
  -- before has committed.
  PERFORM pg_advisory_xact_lock(hashtextextended('accounts_staffentry', 0));
  SELECT id, hash INTO last FROM accounts_staffentry ORDER BY id DESC LIMIT 1;
  new.id := coalesce(last.id, 0) + 1;
  new.hash := encode(sha256(convert_to(
    coalesce(last.hash, repeat('0', 64)) || E'\n' || jsonb_build_array(
      new.id, (extract(epoch FROM new.at) * 1000000)::bigint, new.by_id, new.role, new.about_id,
      new.what, new.reason, new.kind, new.key, new.url)::text, 'UTF8')), 'hex');
  RETURN new;
END $$;
"""

# Takes verdicts that counted out of all counts, with their points, so that another can be given. The people are locked
# as accounts_record_verdicts locks them, which is called next and moves the levels.
FORGET_VERDICTS = """
CREATE FUNCTION accounts_forget_verdicts(submissions bigint[], workers bigint[], employers bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  WITH gone AS (
    DELETE FROM accounts_verdict WHERE submission_id = ANY (submissions) RETURNING submission_id, approved, points),
  counted AS (
    SELECT worker, employer, approved, points FROM gone
      JOIN unnest(submissions, workers, employers) AS one (submission, worker, employer) ON one.submission = gone.submission_id),
  less AS (
    SELECT person, sum(points) AS points, sum(approved) AS approved, sum(rejected) AS rejected,
           sum(judged_approved) AS judged_approved, sum(judged_rejected) AS judged_rejected
      FROM (SELECT worker AS person, sum(points) AS points, count(*) FILTER (WHERE approved) AS approved,
                   count(*) FILTER (WHERE NOT approved) AS rejected, 0 AS judged_approved, 0 AS judged_rejected
              FROM counted GROUP BY worker
            UNION ALL
            SELECT employer, 0, 0, 0, count(*) FILTER (WHERE approved), count(*) FILTER (WHERE NOT approved)
              FROM counted GROUP BY employer) AS both_sides
     GROUP BY person)
  UPDATE accounts_user AS person
     SET points = person.points - less.points, approved = person.approved - less.approved,
         rejected = person.rejected - less.rejected, judged_approved = person.judged_approved - less.judged_approved,
         judged_rejected = person.judged_rejected - less.judged_rejected
    FROM less WHERE person.id = less.person;
END $$;
"""

# Only rejections are noted, so approving costs nothing more. Whoever counts or takes back a verdict holds the lock of
# the worker's row, and so does who looks at the rate.
NOTE_RATE = """
CREATE FUNCTION accounts_note_rate() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO accounts_ratelook (worker_id) VALUES (coalesce(NEW.worker_id, OLD.worker_id)) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
"""

# Verdict rows with their points, the counters of workers and employers, and the levels these earn by ``rules``
# (levels.rules_for_sql). A verdict can move a level only where the worker's number earns another level than they have,
# or where it was a rejection: an approval never lowers a rate. Only there the latest verdicts are read, and where the
# worker was warned: an approval may have brought them to safety.
RECORD_VERDICTS = r"""
CREATE FUNCTION accounts_record_verdicts(
  submissions bigint[], workers bigint[], employers bigint[], verdicts boolean[], titles text[], urls text[],
  task_levels integer[], earnings bigint[], rules jsonb, given timestamptz
) RETURNS void
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_hashjoin TO 'off'
SET enable_mergejoin TO 'off'
AS $$
DECLARE
  numbers CONSTANT integer[] := rules ->> 'levels';
  counts CONSTANT integer[] := rules ->> 'least';
  rates CONSTANT integer[] := rules ->> 'rates';
  size CONSTANT integer := rules ->> 'window';
  unsure bigint[]; one record;
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  UPDATE accounts_user AS person
     SET judged_approved = person.judged_approved + more.good, judged_rejected = person.judged_rejected + more.bad
    FROM (SELECT employer, count(*) FILTER (WHERE verdict) AS good, count(*) FILTER (WHERE NOT verdict) AS bad
            FROM unnest(employers, verdicts) AS one (employer, verdict) GROUP BY employer) AS more
   WHERE person.id = more.employer;
  WITH recorded AS (
    INSERT INTO accounts_verdict (worker_id, submission_id, approved, given_at, title, url, task_level, earned, points)
    SELECT worker, submission, verdict, given, title, url, level, received,
           CASE WHEN verdict THEN (rules ->> 'task_points')::integer * level
                                  + round((rules ->> 'dollar_points')::integer * received / 1000000.0) ELSE 0 END
      FROM unnest(workers, submissions, verdicts, titles, urls, task_levels, earnings)
        AS one (worker, submission, verdict, title, url, level, received)
    RETURNING worker_id, approved, points),
  counted AS (
    UPDATE accounts_user AS person
       SET approved = person.approved + more.good, rejected = person.rejected + more.bad,
           points = person.points + more.points
      FROM (SELECT worker_id, count(*) FILTER (WHERE approved) AS good, count(*) FILTER (WHERE NOT approved) AS bad,
                   sum(points) AS points FROM recorded GROUP BY worker_id) AS more
     WHERE person.id = more.worker_id
    RETURNING person.id, person.level, person.level_warned, person.approved, more.bad)
  SELECT array_agg(id) INTO unsure FROM counted
   WHERE level <> coalesce((SELECT max(step.level) FROM unnest(numbers, counts) AS step (level, least)
                             WHERE counted.approved >= step.least), 1)
      OR (bad > 0 AND level > 1) OR level_warned;
  IF unsure IS NULL THEN
    RETURN;
  END IF;
  FOR one IN
    SELECT person.id, person.level AS before, person.level_warned AS warned, person.approved, person.rejected,
           coalesce(best.level, 1) AS level, coalesce(worse.level, 1) < coalesce(best.level, 1) AS risky,
           latest.rate, latest.judged, latest.rejections,
           jsonb_build_object('rate', latest.rate, 'count', latest.judged, 'titles', latest.titles) AS told
      FROM accounts_user AS person
     CROSS JOIN LATERAL (
           SELECT count(*) AS judged, count(*) FILTER (WHERE approved) * 100 / count(*) AS rate,
                  count(*) FILTER (WHERE approved AND n < size) * 100 / (count(*) FILTER (WHERE n < size) + 1) AS rate_after,
                  coalesce(array_agg(submission_id ORDER BY n) FILTER (WHERE NOT approved), '{}') AS rejections,
                  coalesce(string_agg('– ' || title, E'\n' ORDER BY n) FILTER (WHERE NOT approved), '–') AS titles
             FROM (SELECT approved, submission_id, title, row_number() OVER (ORDER BY given_at DESC, id DESC) AS n
                     FROM accounts_verdict WHERE worker_id = person.id
                    ORDER BY given_at DESC, id DESC LIMIT size) AS window_) AS latest
     CROSS JOIN LATERAL (
           SELECT max(step.level) AS level FROM unnest(numbers, counts, rates) AS step (level, least, rate)
            WHERE person.approved >= step.least AND latest.rate >= step.rate) AS best
     CROSS JOIN LATERAL (
           SELECT max(step.level) AS level FROM unnest(numbers, counts, rates) AS step (level, least, rate)
            WHERE person.approved >= step.least AND latest.rate_after >= step.rate) AS worse
     WHERE person.id = ANY (unsure)
     ORDER BY person.id
  LOOP
    IF one.level <> one.before THEN
      INSERT INTO accounts_levelmove (worker_id, before, after, at, approved, rejected, rate, counted, causes)
      VALUES (one.id, one.before, one.level, given, one.approved, one.rejected, one.rate, one.judged,
              CASE WHEN one.level < one.before THEN one.rejections
                   ELSE ARRAY(SELECT cause.submission FROM unnest(submissions, workers, verdicts) AS cause (submission, worker, verdict)
                               WHERE cause.worker = one.id AND cause.verdict ORDER BY 1 DESC LIMIT 5) END);
      PERFORM accounts_tell_of_level(one.id, CASE WHEN one.level > one.before THEN 'rose' ELSE 'fell' END,
                                     one.level, one.before, one.told, rules, given);
    END IF;
    IF one.risky AND (NOT one.warned OR one.level <> one.before) THEN
      PERFORM accounts_tell_of_level(one.id, 'risky', one.level, one.level, one.told, rules, given);
    END IF;
    UPDATE accounts_user SET level = one.level, level_warned = one.risky
     WHERE id = one.id AND (one.level <> one.before OR one.risky <> one.warned);
  END LOOP;
END $$;
"""

REFUSE = """
CREATE FUNCTION accounts_refuse() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'accounts: % on % is refused', tg_op, tg_table_name USING errcode = 'check_violation';
END $$;
"""

# One notice about a level: ``now_`` is the one they have, ``was`` the one whose rate they were held to.
TELL_OF_LEVEL = """
CREATE FUNCTION accounts_tell_of_level(
  person bigint, what text, now_ integer, was integer, told jsonb, rules jsonb, given timestamptz
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE words CONSTANT jsonb := rules -> what;
BEGIN
  PERFORM inbox_tell(
    ARRAY[person], words ->> 'subject', words ->> 'body',
    ARRAY[told || jsonb_build_object(
      'level', jsonb_build_object('words', rules -> 'names' -> now_::text),
      'before', jsonb_build_object('words', rules -> 'names' -> was::text),
      'asked', rules -> 'asks' -> was::text)],
    ARRAY[rules ->> 'url'], true, given, 'level');
END $$;
"""

TRIGGERS = """
CREATE TRIGGER accounts_append_only
BEFORE DELETE OR UPDATE OR TRUNCATE ON accounts_staffentry
FOR EACH STATEMENT
EXECUTE FUNCTION accounts_refuse();
CREATE TRIGGER accounts_chain_entry
BEFORE INSERT ON accounts_staffentry
FOR EACH ROW
EXECUTE FUNCTION accounts_chain_entry();
CREATE TRIGGER rejection_counted
AFTER INSERT ON accounts_verdict
FOR EACH ROW
WHEN (NOT new.approved)
EXECUTE FUNCTION accounts_note_rate();
CREATE TRIGGER rejection_taken_back
AFTER DELETE ON accounts_verdict
FOR EACH ROW
WHEN (NOT old.approved)
EXECUTE FUNCTION accounts_note_rate();
"""

# Room on each page for the next version of a row: a counter moves without a new index entry.
ROOM = """
ALTER TABLE accounts_user SET (fillfactor = 80);
"""

UNDO = """
ALTER TABLE accounts_user RESET (fillfactor);
DROP FUNCTION accounts_admit CASCADE;
DROP FUNCTION accounts_chain_entry CASCADE;
DROP FUNCTION accounts_forget_verdicts CASCADE;
DROP FUNCTION accounts_note_rate CASCADE;
DROP FUNCTION accounts_record_verdicts CASCADE;
DROP FUNCTION accounts_refuse CASCADE;
DROP FUNCTION accounts_tell_of_level CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(
            ADMIT
            + CHAIN_ENTRY
            + FORGET_VERDICTS
            + NOTE_RATE
            + RECORD_VERDICTS
            + REFUSE
            + TELL_OF_LEVEL
            + TRIGGERS
            + ROOM,
            UNDO,
        ),
    ]
