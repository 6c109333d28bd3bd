"""Approving gives points, what was approved before gets those it would have had, and work can be recorded."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public

first = import_module("submissions.migrations.0003_approve")
topics = import_module("submissions.migrations.0022_topic_of_approvals")

BEFORE = topics.APPROVE.replace(topics.TOLD, f"{topics.TOLD.removesuffix(')')}, 'pay')")
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
        ("accounts", "0012_levels_and_points"),
        ("submissions", "0022_topic_of_approvals"),
        ("tasks", "0045_level_of_paid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=43, unique=True)),
                ("public", models.CharField(max_length=43)),
                ("first_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("signed", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="work_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(APPROVE + first.PLANS, BEFORE + first.PLANS),
        migrations.RunSQL(GIVE, migrations.RunSQL.noop),
    ]
