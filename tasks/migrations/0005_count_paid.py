"""Counting paid slots in one statement, for SQL of the apps outside."""

from django.db import migrations

# One key per slot. Rows are locked in key order; a task whose every slot is paid is finished. Answers what the slots pay.
COUNT_PAID = """
CREATE FUNCTION tasks_count_paid(keys bigint[], closed timestamptz)
RETURNS TABLE (task_id bigint, employer_id bigint, title text, reward bigint, employer_commission bigint, worker_commission bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM tasks_task AS task WHERE task.id = ANY (keys) ORDER BY task.id FOR NO KEY UPDATE;
  RETURN QUERY
  UPDATE tasks_task AS task
     SET paid = task.paid + more.count,
         state = CASE WHEN task.paid + more.count = task.slots AND task.state IN ('published', 'paused')
                      THEN 'finished' ELSE task.state END,
         closed_at = CASE WHEN task.paid + more.count = task.slots AND task.state IN ('published', 'paused')
                          THEN closed ELSE task.closed_at END
    FROM (SELECT one.id, count(*) FROM unnest(keys) AS one (id) GROUP BY one.id) AS more
   WHERE task.id = more.id
  RETURNING task.id, task.employer_id, task.title::text, task.reward, task.employer_commission, task.worker_commission;
END $$;
"""

UNDO = "DROP FUNCTION tasks_count_paid(bigint[], timestamptz)"

# Room on each page for the next version of a row: a counter moves without a new index entry.
ROOM = "ALTER TABLE tasks_task SET (fillfactor = 80)"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_top_ups")]

    operations = [
        migrations.RunSQL(COUNT_PAID, UNDO),
        migrations.RunSQL(ROOM, "ALTER TABLE tasks_task RESET (fillfactor)"),
    ]
