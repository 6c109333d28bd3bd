"""Who is paid for a slot gets points by the level its task asks for."""

from importlib import import_module

from django.db import migrations

before = import_module("tasks.migrations.0010_count_paid_held")
COUNT_PAID = before.COUNT_PAID.replace("worker_commission bigint)", "worker_commission bigint, minimum_level integer)")
COUNT_PAID = COUNT_PAID.replace("task.worker_commission;", "task.worker_commission, task.minimum_level::integer;")
# What it answers with is a part of what it is: it cannot be replaced by one that answers more.
DROP = "DROP FUNCTION tasks_count_paid(bigint[], timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0044_rows_for_whom")]

    operations = [migrations.RunSQL(DROP + COUNT_PAID, DROP + before.COUNT_PAID)]
