"""Taking a slot at the task's pace and within a country's share, for SQL of the apps outside."""

from django.db import migrations

# Whether a task's pace lets it give a slot at a moment. Hours and days are by its own clock, so that the day begins and
# the door opens when a clock on the wall there says so, in summer as in winter.
ROOM = """
CREATE FUNCTION tasks_has_room(hourly_cap integer, hour_of timestamptz, hour_taken integer,
                               daily_cap integer, day_of date, day_taken integer,
                               opens_at time, closes_at time, clock text, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (hourly_cap IS NULL OR hour_taken < hourly_cap OR hour_of IS DISTINCT FROM date_trunc('hour', at, 'UTC'))
     AND (daily_cap IS NULL OR day_taken < daily_cap OR day_of IS DISTINCT FROM (at AT TIME ZONE clock)::date)
     AND CASE WHEN opens_at IS NULL OR closes_at IS NULL THEN true
              WHEN opens_at < closes_at THEN (at AT TIME ZONE clock)::time >= opens_at AND (at AT TIME ZONE clock)::time < closes_at
              ELSE (at AT TIME ZONE clock)::time >= opens_at OR (at AT TIME ZONE clock)::time < closes_at END
$$;
"""

# A slot is given where there is one: 'taken'. Else why not: 'closed' where the task gives none any more or is paused,
# 'full', 'shut' for now by its pace, or 'share' where this country has its part. A task that shares its slots among
# countries is locked first, so that the count of its country is the newest there is.
TAKE = """
DROP FUNCTION tasks_take(bigint);

CREATE FUNCTION tasks_take(key bigint, land text, at timestamptz) RETURNS text LANGUAGE plpgsql AS $$
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
    SELECT CASE WHEN state <> 'published' THEN 'closed'
                WHEN taken >= slots THEN 'full'
                WHEN NOT tasks_has_room(hourly_cap, hour_of, hour_taken, daily_cap, day_of, day_taken, opens_at,
                                        closes_at, clock, at) THEN 'shut'
                WHEN country_share IS NOT NULL THEN 'share'
                ELSE 'full' END
      FROM tasks_task WHERE id = key), 'closed');
END $$;
"""

UNTAKE = """
DROP FUNCTION tasks_take(bigint, text, timestamptz);
CREATE FUNCTION tasks_take(key bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tasks_task SET taken = taken + 1 WHERE id = key AND state = 'published' AND taken < slots;
  IF FOUND THEN
    RETURN 'taken';
  END IF;
  RETURN CASE WHEN EXISTS (SELECT FROM tasks_task WHERE id = key AND state = 'published') THEN 'full' ELSE 'closed' END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0016_least_in_the_table")]

    operations = [
        migrations.RunSQL(ROOM, "DROP FUNCTION tasks_has_room"),
        migrations.RunSQL(TAKE, UNTAKE),
    ]
