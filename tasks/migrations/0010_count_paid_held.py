"""A task that is held after reports is finished too when its every slot is paid."""

from django.db import migrations

COUNT_PAID = """
CREATE OR REPLACE FUNCTION tasks_count_paid(keys bigint[], closed timestamptz)
RETURNS TABLE (task_id bigint, employer_id bigint, title text, reward bigint, employer_commission bigint, worker_commission bigint) LANGUAGE plpgsql AS $$
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
  RETURNING task.id, task.employer_id, task.title::text, task.reward, task.employer_commission, task.worker_commission;
END $$;
"""

BEFORE = COUNT_PAID.replace(", 'held')", ")")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_first_policy")]

    operations = [migrations.RunSQL(COUNT_PAID, BEFORE)]
