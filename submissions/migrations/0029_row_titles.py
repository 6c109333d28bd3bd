"""Who is told of an approval, and the list of verdicts, read the title of the row and not the names of its variables."""

from importlib import import_module

from django.db import migrations

before = import_module("submissions.migrations.0003_approve")
BACK = import_module("submissions.migrations.0025_two_shares").APPROVE
# Asked once for both places that say it.
OWN = """
     CROSS JOIN LATERAL (SELECT coalesce(tasks_title_of(slot.row_id), task.title) AS title OFFSET 0) AS own"""
APPROVE = (
    BACK.replace("urls text[];", "urls text[]; rows bigint[];")
    .replace(
        "array_agg(replace(link, 'KEY', public_id))\n    INTO ids, tasks, workers, urls",
        "array_agg(replace(link, 'KEY', public_id)),\n         array_agg(row_id)\n    INTO ids, tasks, workers, urls, rows",
    )
    .replace("SELECT id, task_id, worker_id, public_id FROM", "SELECT id, task_id, worker_id, public_id, row_id FROM")
    .replace("array_agg(task.title ORDER BY n)", "array_agg(own.title ORDER BY n)")
    .replace("jsonb_build_object('title', task.title,", "jsonb_build_object('title', own.title,")
    .replace(
        "unnest(tasks) WITH ORDINALITY AS slot (task_id, n) ON slot.task_id = task.task_id",
        f"unnest(tasks, rows) WITH ORDINALITY AS slot (task_id, row_id, n) ON slot.task_id = task.task_id{OWN}",
    )
)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0028_announce_screen_outs"), ("tasks", "0051_gold_by_hand_and_row_titles")]

    operations = [migrations.RunSQL(APPROVE + before.PLANS, BACK + before.PLANS)]
