"""The tally: a task's counters asked of the submissions again."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Law

COUNTERS = Law(
    name=_("Each task counts the slots its submissions hold"),
    rows="SELECT count(*) FROM tasks_task",
    broken="""
        SELECT task.id, task.taken, task.paid,
               coalesce(done.holding, 0) AS holding, coalesce(done.approved, 0) AS approved
          FROM tasks_task AS task
          LEFT JOIN (SELECT task_id,
                            count(*) FILTER (WHERE state NOT IN ('expired', 'given_back', 'confirmed')) AS holding,
                            count(*) FILTER (WHERE state IN ('approved', 'awarded')) AS approved
                       FROM submissions_submission GROUP BY task_id) AS done ON done.task_id = task.id
         WHERE (task.taken, task.paid) IS DISTINCT FROM (coalesce(done.holding, 0), coalesce(done.approved, 0))
    """,
    say=lambda task, taken, paid, holding, approved: format_lazy(
        _("Task {task} counts {taken} slots taken and {paid} paid, its submissions {holding} and {approved}."),
        task=task,
        taken=taken,
        paid=paid,
        holding=holding,
        approved=approved,
    ),
    look=_("Desk, Tasks and Submissions, by the key."),
)
