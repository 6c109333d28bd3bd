"""The tally: a task's counters asked of the submissions again."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Law

COUNTRIES = Law(
    name=_("Each task that is shared among countries counts the slots of each"),
    rows="SELECT count(*) FROM tasks_countrytaken",
    broken="""
        WITH held AS (SELECT work.task_id, work.country, count(*) AS holding
                        FROM submissions_submission AS work JOIN tasks_task AS task ON task.id = work.task_id
                       WHERE task.country_share IS NOT NULL AND work.state NOT IN ('expired', 'given_back', 'confirmed')
                       GROUP BY 1, 2)
        SELECT task_id, country, coalesce(taken, 0) AS taken, coalesce(holding, 0) AS holding
          FROM tasks_countrytaken FULL JOIN held USING (task_id, country)
         WHERE coalesce(taken, 0) <> coalesce(holding, 0)
    """,
    say=lambda task, country, taken, holding: format_lazy(
        _("Task {task} counts {taken} slots taken in {country}, its submissions {holding}."),
        task=task,
        country=country,
        taken=taken,
        holding=holding,
    ),
    look=_("Desk, Tasks and Submissions, by the key."),
)

COUNTERS = Law(
    name=_("Each task counts the slots its submissions hold"),
    rows="SELECT count(*) FROM tasks_task",
    broken="""
        SELECT task.id, task.taken, task.paid,
               coalesce(done.holding, 0) AS holding, coalesce(done.approved, 0) AS approved
          FROM tasks_task AS task
          LEFT JOIN (SELECT task_id,
                            count(*) FILTER (WHERE state NOT IN ('expired', 'given_back', 'confirmed')) AS holding,
                            count(*) FILTER (WHERE state IN ('approved', 'awarded', 'screened')) AS approved
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

ROWS = Law(
    name=_("Each row of a batch counts the submissions that hold it"),
    rows="SELECT count(*) FROM tasks_row",
    broken="""
        SELECT item.id, item.held, coalesce(done.holding, 0) AS holding
          FROM tasks_row AS item
          FULL JOIN (SELECT row_id, count(*) AS holding FROM submissions_submission
                      WHERE row_id IS NOT NULL AND state NOT IN ('expired', 'given_back', 'confirmed')
                      GROUP BY row_id) AS done ON done.row_id = item.id
         WHERE item.held IS DISTINCT FROM coalesce(done.holding, 0)
    """,
    say=lambda row, held, holding: format_lazy(
        _("Row {row} counts {held} answers, {holding} submissions hold it."), row=row, held=held, holding=holding
    ),
    look=_("The tables tasks_row and submissions_submission, by the row's key."),
)
