"""Approving gives points, and what was approved before gets the points it would have had."""

from importlib import import_module

from django.db import migrations

first = import_module("submissions.migrations.0003_approve")
overturning = import_module("submissions.migrations.0015_overturn")

BEFORE = overturning.APPROVE.replace(overturning.COUNTED, overturning.FORGET + overturning.COUNTED)
APPROVE = (
    BEFORE.replace("receives bigint[]; givens", "receives bigint[]; levels integer[]; givens")
    .replace(
        "array_agg(task.reward - task.worker_commission ORDER BY n),",
        "array_agg(task.reward - task.worker_commission ORDER BY n), array_agg(task.minimum_level ORDER BY n),",
    )
    .replace("worker_parts, receives, givens\n", "worker_parts, receives, levels, givens\n")
    .replace(
        "titles, urls,\n                                   level_rules",
        "titles, urls,\n                                   levels, receives, level_rules",
    )
)

# Ten points for a task, times the level it asks for, and forty for a dollar, as the rules say at first.
GIVE = """
UPDATE accounts_verdict AS verdict
   SET task_level = done.level, earned = done.received, points = 10 * done.level + round(40 * done.received / 1000000.0)
  FROM (SELECT submission.id, task.minimum_level AS level,
               CASE WHEN submission.own_reward > 0 THEN submission.own_reward - submission.own_worker_commission
                    ELSE task.reward - task.worker_commission END AS received
          FROM submissions_submission AS submission JOIN tasks_task AS task ON task.id = submission.task_id
         WHERE submission.state = 'approved') AS done
 WHERE verdict.submission_id = done.id AND verdict.approved;
UPDATE accounts_user AS person SET points = given.points
  FROM (SELECT worker_id, sum(points) AS points FROM accounts_verdict GROUP BY worker_id) AS given
 WHERE person.id = given.worker_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0220_levels_and_points"),
        ("submissions", "0021_checked_by_code"),
        ("tasks", "0220_level_of_paid"),
    ]

    operations = [
        migrations.RunSQL(APPROVE + first.PLANS, BEFORE + first.PLANS),
        migrations.RunSQL(GIVE, migrations.RunSQL.noop),
    ]
