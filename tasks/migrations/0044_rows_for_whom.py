"""A batch has no row for whoever gets no more of it because too few of the gold rows they did were right."""

from importlib import import_module

from django.db import migrations

before = import_module("tasks.migrations.0036_facets")

HAS_ROW = """
CREATE OR REPLACE FUNCTION tasks_has_row(task bigint, worker bigint) RETURNS boolean LANGUAGE sql STABLE COST 10 AS $$
  SELECT NOT EXISTS (SELECT FROM tasks_goldstop AS stop WHERE stop.task_id = task AND stop.worker_id = worker)
     AND EXISTS (SELECT FROM tasks_row AS one WHERE one.task_id = task AND one.held < one.wanted AND NOT EXISTS (
           SELECT FROM submissions_submission AS done
            WHERE done.row_id = one.id AND done.worker_id = worker AND done.state NOT IN ('expired', 'given_back')))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0043_causes_of_heads")]

    operations = [
        migrations.RunSQL(HAS_ROW, before.HAS_ROW.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
