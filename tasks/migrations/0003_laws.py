"""What PostgreSQL itself does for this app, and what it refuses.

A function with settings is planned as nested loops over indexes, in all that it calls too, however small or unknown the
tables were when a connection first planned its statements.
"""

from django.db import migrations

# The task's key, or nothing where they keep this worker out: a key of nothing takes no slot.
ADMIT = """
CREATE FUNCTION tasks_admit(task bigint, worker bigint, at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
AS $$
DECLARE
  lists bigint[];
  passed boolean;
  one tasks_task;
BEGIN
  SELECT * INTO one FROM tasks_task WHERE id = task;
  IF EXISTS (SELECT FROM tasks_block WHERE employer_id = one.employer_id AND worker_id = worker) THEN
    RETURN NULL;
  END IF;
  IF one.gold_least > 0 AND EXISTS (SELECT FROM tasks_goldstop WHERE task_id = task AND worker_id = worker) THEN
    RETURN NULL;
  END IF;
  IF one.only_lists <> '{}' OR one.not_lists <> '{}' THEN
    lists := ARRAY(SELECT list_id FROM tasks_listing WHERE worker_id = worker AND out_at IS NULL);
    IF (one.only_lists <> '{}' AND NOT one.only_lists && lists) OR one.not_lists && lists THEN
      RETURN NULL;
    END IF;
  END IF;
  IF one.tests = '{}' THEN
    RETURN task;
  END IF;
  passed := one.tests <@ ARRAY(SELECT qualification_id FROM tasks_pass
                                WHERE worker_id = worker AND revoked_at IS NULL AND (until IS NULL OR until > at));
  IF passed OR (one.test_instead AND one.minimum_level <= (SELECT level FROM accounts_user WHERE id = worker)) THEN
    RETURN task;
  END IF;
  RETURN NULL;
END $$;
"""

ANNOUNCE = """
CREATE FUNCTION tasks_announce() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM inbox_announce(ARRAY[NEW.employer_id], 'task.' || NEW.state, ARRAY[jsonb_build_object(
    'task', NEW.public_id, 'title', NEW.title, 'slots', NEW.slots, 'paid', NEW.paid)], now());
  RETURN NULL;
END $$;
"""

# A task found for people is told to their servers when it is told to them, while it gives slots.
ANNOUNCE_FOUND = """
CREATE FUNCTION tasks_announce_found() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM inbox_endpoint) THEN
    RETURN NULL;
  END IF;
  PERFORM inbox_announce(
    array_agg(alert.person_id ORDER BY alert.id), 'task.found',
    array_agg(jsonb_build_object(
      'task', task.public_id, 'title', task.title, 'micro_dollars', task.reward - task.worker_commission,
      'search', search.name) ORDER BY alert.id),
    now())
     FROM fresh AS alert
     JOIN former ON former.id = alert.id AND former.told_at IS NULL
     JOIN tasks_task AS task ON task.id = alert.task_id AND task.state = 'published' AND task.taken < task.slots
     LEFT JOIN tasks_savedsearch AS search ON search.id = alert.search_id
    WHERE alert.told_at IS NOT NULL;
  RETURN NULL;
END $$;
"""

# One key per slot. Rows are locked in key order; a task whose every slot is paid is finished. Answers what the slots pay.
COUNT_PAID = """
CREATE FUNCTION tasks_count_paid(
  keys bigint[], closed timestamptz
) RETURNS TABLE (task_id bigint, employer_id bigint, title text, reward bigint, employer_commission bigint, worker_commission bigint, minimum_level integer)
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM FROM tasks_task AS task WHERE task.id = ANY (keys) ORDER BY task.id FOR NO KEY UPDATE;
  RETURN QUERY
  UPDATE tasks_task AS task
     SET paid = task.paid + more.count,
         state = CASE WHEN task.paid + more.count = task.slots AND task.state IN ('published', 'paused', 'held')
                      THEN 'finished' ELSE task.state END,
         closed_at = CASE WHEN task.paid + more.count = task.slots AND task.state IN ('published', 'paused', 'held')
                          THEN closed ELSE task.closed_at END
    FROM (SELECT one.id, count(*) FROM unnest(keys) AS one (id) GROUP BY one.id) AS more
   WHERE task.id = more.id
  RETURNING task.id, task.employer_id, task.title::text, task.reward, task.employer_commission, task.worker_commission, task.minimum_level::integer;
END $$;
"""

HAS_PLACE = """
CREATE FUNCTION tasks_has_place(task bigint, land text, places integer) RETURNS boolean
LANGUAGE sql STABLE COST 10
AS $$
  SELECT NOT EXISTS (SELECT FROM tasks_countrytaken AS one
                      WHERE one.task_id = task AND one.country = land AND one.taken >= places)
$$;
"""

# Whether a task's pace lets it give a slot at a moment. Hours and days are by its own clock, so that the day begins and
# the door opens when a clock on the wall there says so, in summer as in winter.
HAS_ROOM = """
CREATE FUNCTION tasks_has_room(
  hourly_cap integer, hour_of timestamptz, hour_taken integer, daily_cap integer, day_of date, day_taken integer,
  opens_at time without time zone, closes_at time without time zone, clock text, at timestamptz
) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT (hourly_cap IS NULL OR hour_taken < hourly_cap OR hour_of IS DISTINCT FROM date_trunc('hour', at, 'UTC'))
     AND (daily_cap IS NULL OR day_taken < daily_cap OR day_of IS DISTINCT FROM (at AT TIME ZONE clock)::date)
     AND CASE WHEN opens_at IS NULL OR closes_at IS NULL THEN true
              WHEN opens_at < closes_at THEN (at AT TIME ZONE clock)::time >= opens_at AND (at AT TIME ZONE clock)::time < closes_at
              ELSE (at AT TIME ZONE clock)::time >= opens_at OR (at AT TIME ZONE clock)::time < closes_at END
$$;
"""

# Few tasks are batches or share their slots among countries. As subqueries in the statements of the feed these were
# reckoned as if all did, and PostgreSQL read half an index to look at fewer tasks.
HAS_ROW = """
CREATE FUNCTION tasks_has_row(task bigint, worker bigint) RETURNS boolean
LANGUAGE sql STABLE COST 10
AS $$
  SELECT NOT EXISTS (SELECT FROM tasks_goldstop AS stop WHERE stop.task_id = task AND stop.worker_id = worker)
     AND EXISTS (SELECT FROM tasks_row AS one WHERE one.task_id = task AND one.held < one.wanted AND NOT EXISTS (
           SELECT FROM submissions_submission AS done
            WHERE done.row_id = one.id AND done.worker_id = worker AND done.state NOT IN ('expired', 'given_back')))
$$;
"""

# A slot is given where there is one: 'taken'. Else why not: 'closed' where the task gives none any more, its last day included, or is paused,
# 'full', 'shut' for now by its pace, or 'share' where this country has its part. A task that shares its slots among
# countries is locked first, so that the count of its country is the newest there is.
TAKE = """
CREATE FUNCTION tasks_take(key bigint, land text, at timestamptz) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
  share integer;
BEGIN
  PERFORM FROM tasks_task WHERE id = key AND country_share IS NOT NULL FOR NO KEY UPDATE;
  UPDATE tasks_task AS task
     SET taken = task.taken + 1,
         hour_taken = CASE WHEN hourly_cap IS NULL THEN hour_taken
                           WHEN hour_of = date_trunc('hour', at, 'UTC') THEN hour_taken + 1 ELSE 1 END,
         hour_of = CASE WHEN hourly_cap IS NULL THEN hour_of ELSE date_trunc('hour', at, 'UTC') END,
         day_taken = CASE WHEN daily_cap IS NULL THEN day_taken
                          WHEN day_of = (at AT TIME ZONE clock)::date THEN day_taken + 1 ELSE 1 END,
         day_of = CASE WHEN daily_cap IS NULL THEN day_of ELSE (at AT TIME ZONE clock)::date END
   WHERE task.id = key AND state = 'published' AND task.taken < slots
     AND tasks_has_room(hourly_cap, hour_of, hour_taken, daily_cap, day_of, day_taken, opens_at, closes_at, clock, at)
     AND (last_day IS NULL OR (at AT TIME ZONE clock)::date <= last_day)
     AND (country_share IS NULL
          OR NOT EXISTS (SELECT FROM tasks_countrytaken AS one
                          WHERE one.task_id = key AND one.country = land
                            AND one.taken >= (slots * country_share + 99) / 100))
  RETURNING country_share INTO share;
  IF FOUND THEN
    IF share IS NOT NULL THEN
      INSERT INTO tasks_countrytaken (task_id, country, taken) VALUES (key, land, 1)
      ON CONFLICT (task_id, country) DO UPDATE SET taken = tasks_countrytaken.taken + 1;
    END IF;
    RETURN 'taken';
  END IF;
  RETURN coalesce((
    SELECT CASE WHEN state <> 'published' OR last_day < (at AT TIME ZONE clock)::date THEN 'closed'
                WHEN taken >= slots THEN 'full'
                WHEN NOT tasks_has_room(hourly_cap, hour_of, hour_taken, daily_cap, day_of, day_taken, opens_at,
                                        closes_at, clock, at) THEN 'shut'
                WHEN country_share IS NOT NULL THEN 'share'
                ELSE 'full' END
      FROM tasks_task WHERE id = key), 'closed');
END $$;
"""

# The next row of a batch for somebody who did the rows ``done``: the first with a free place after the row ``after``. Its
# place is taken with it. NULL where there is none. The caller has taken a slot, and with it holds the task's row locked.
TAKE_ROW = """
CREATE FUNCTION tasks_take_row(key bigint, after integer, done bigint[]) RETURNS bigint
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_bitmapscan TO 'off'
SET enable_sort TO 'off'
AS $$
DECLARE
  found bigint;
BEGIN
  SELECT id INTO found FROM tasks_row
   WHERE task_id = key AND number > after AND held < wanted AND NOT (id = ANY (done))
   ORDER BY number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
  UPDATE tasks_row SET held = held + 1 WHERE id = found;
  RETURN found;
END $$;
"""

# What a value holds is text: no variable in it is filled again, and a title is one line of at most 200 letters.
TITLE_OF = r"""
CREATE FUNCTION tasks_title_of(key bigint) RETURNS text
LANGUAGE plpgsql STABLE STRICT
AS $$
DECLARE
  said text; columns text[]; cells text[]; pieces text[]; found text[]; name text; filled text;
BEGIN
  SELECT batch.title, batch.columns, one.cells INTO said, columns, cells
    FROM tasks_row AS one JOIN tasks_batch AS batch ON batch.task_id = one.task_id WHERE one.id = key;
  pieces := regexp_split_to_array(said, '\{\{[^{}]*\}\}');
  found := ARRAY(SELECT match[1] FROM regexp_matches(said, '(\{\{[^{}]*\}\})', 'g') AS match);
  filled := pieces[1];
  FOR place IN 1 .. cardinality(found) LOOP
    name := btrim(btrim(found[place], '{}'));
    filled := filled || coalesce(cells[array_position(columns, name)], found[place]) || pieces[place + 1];
  END LOOP;
  filled := translate(filled, E'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200B\u2060\uFEFF', '');
  filled := btrim(regexp_replace(filled, '\s+', ' ', 'g'));
  RETURN CASE WHEN length(filled) > 200 THEN left(filled, 199) || '…' ELSE filled END;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER tasks_announce
AFTER UPDATE OF state ON tasks_task
FOR EACH ROW
WHEN (new.state IS DISTINCT FROM old.state AND new.state IN ('published', 'paused', 'held', 'finished', 'stopped'))
EXECUTE FUNCTION tasks_announce();

CREATE TRIGGER tasks_announce_found
AFTER UPDATE ON tasks_alert
REFERENCING OLD TABLE AS former NEW TABLE AS fresh
FOR EACH STATEMENT
EXECUTE FUNCTION tasks_announce_found();
"""

# Words are found among what is published only. They are kept in a column, because to look at the words of a task takes a
# fiftieth of the time that finding them in its text takes; no field of the model, because nobody reads it. PostgreSQL
# takes no statistics of an expression from a partial index: without these it guesses how many tasks pay so much, and
# reads a million to find twenty.
FINDING = """
ALTER TABLE tasks_task ADD COLUMN words tsvector GENERATED ALWAYS AS (task_words(title, steps::text[])) STORED;
CREATE INDEX task_words ON tasks_task USING gin (words) WHERE state = 'published';
CREATE STATISTICS task_receives ON (reward - worker_commission) FROM tasks_task;
CREATE STATISTICS task_hourly ON ((reward - worker_commission) * 3600
 / greatest(coalesce(measured_seconds, minutes * 60), 1)::bigint) FROM tasks_task;
"""

# Room on each page for the next version of a row: a counter moves without a new index entry.
ROOM = """
ALTER TABLE tasks_task SET (fillfactor = 80);
ALTER TABLE tasks_row SET (fillfactor = 80);
"""

UNDO = """
DROP STATISTICS task_receives, task_hourly;
ALTER TABLE tasks_task DROP COLUMN words;
ALTER TABLE tasks_row RESET (fillfactor);
ALTER TABLE tasks_task RESET (fillfactor);
DROP FUNCTION tasks_admit CASCADE;
DROP FUNCTION tasks_announce CASCADE;
DROP FUNCTION tasks_announce_found CASCADE;
DROP FUNCTION tasks_count_paid CASCADE;
DROP FUNCTION tasks_has_place CASCADE;
DROP FUNCTION tasks_has_room CASCADE;
DROP FUNCTION tasks_has_row CASCADE;
DROP FUNCTION tasks_take CASCADE;
DROP FUNCTION tasks_take_row CASCADE;
DROP FUNCTION tasks_title_of CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_reported_messages")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(
            ADMIT
            + ANNOUNCE
            + ANNOUNCE_FOUND
            + COUNT_PAID
            + HAS_PLACE
            + HAS_ROOM
            + HAS_ROW
            + TAKE
            + TAKE_ROW
            + TITLE_OF
            + TRIGGERS
            + FINDING
            + ROOM,
            UNDO,
        ),
    ]
