import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import F, Func, Q, TextField
from django.db.models.functions import Cast

# tasks.facets says what they mean; a test holds the classes of minutes here and there together.
FUNCTION = """
CREATE FUNCTION tasks_facets(category bigint, zones text[], countries text[], languages text[], level smallint,
                             difficulty smallint, measured_seconds integer, minutes smallint, kept text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY['c' || category, 'v' || level, 'd' || coalesce(difficulty, 0),
           'm' || width_bucket(coalesce(measured_seconds, minutes * 60) - 1,
                               '{60,120,180,300,480,600,900,1200,1800,2700,3600,5400,7200}'::integer[])], NULL)
      || CASE WHEN zones = '{}' AND countries = '{}' THEN '{w}'::text[]
              ELSE ARRAY(SELECT 'z' || zone FROM unnest(zones) AS zone)
                || ARRAY(SELECT 'n' || country FROM unnest(countries) AS country) END
      || CASE WHEN languages = '{}' THEN '{l}'::text[]
              ELSE ARRAY(SELECT 'l' || language FROM unnest(languages) AS language) END
      || CASE WHEN kept = '' THEN '{?}' ELSE string_to_array(kept, ' ') END
$$;
"""

# Few tasks are batches or share their slots among countries. As subqueries in the statements of the feed these were
# reckoned as if all did, and PostgreSQL read half an index to look at fewer tasks.
HAS_ROW = """
CREATE FUNCTION tasks_has_row(task bigint, worker bigint) RETURNS boolean LANGUAGE sql STABLE COST 10 AS $$
  SELECT EXISTS (SELECT FROM tasks_row AS one WHERE one.task_id = task AND one.held < one.wanted AND NOT EXISTS (
           SELECT FROM submissions_submission AS done
            WHERE done.row_id = one.id AND done.worker_id = worker AND done.state NOT IN ('expired', 'given_back')))
$$;
"""
HAS_PLACE = """
CREATE FUNCTION tasks_has_place(task bigint, land text, places integer) RETURNS boolean LANGUAGE sql STABLE COST 10
AS $$
  SELECT NOT EXISTS (SELECT FROM tasks_countrytaken AS one
                      WHERE one.task_id = task AND one.country = land AND one.taken >= places)
$$;
"""


def text(name: str) -> Cast:
    return Cast(F(name), django.contrib.postgres.fields.ArrayField(TextField()))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0035_codes_and_challenges"), ("submissions", "0008_batches")]

    operations = [
        migrations.RunSQL(
            FUNCTION,
            "DROP FUNCTION tasks_facets(bigint, text[], text[], text[], smallint, smallint, integer, smallint, text)",
        ),
        migrations.RunSQL(HAS_ROW, "DROP FUNCTION tasks_has_row(bigint, bigint)"),
        migrations.RunSQL(HAS_PLACE, "DROP FUNCTION tasks_has_place(bigint, text, integer)"),
        migrations.RemoveIndex("task", "task_zones"),
        migrations.AddField("task", "kept", TextField(default="", db_default="", blank=True, editable=False)),
        migrations.AddField(
            "task",
            "facets",
            models.GeneratedField(
                expression=Func(
                    F("category"),
                    text("zones"),
                    text("countries"),
                    text("languages"),
                    F("minimum_level"),
                    F("difficulty"),
                    F("measured_seconds"),
                    F("minutes"),
                    F("kept"),
                    function="tasks_facets",
                ),
                output_field=django.contrib.postgres.fields.ArrayField(TextField()),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "task",
            django.contrib.postgres.indexes.GinIndex(
                fields=["facets"], condition=Q(state="published"), name="task_facets"
            ),
        ),
    ]
