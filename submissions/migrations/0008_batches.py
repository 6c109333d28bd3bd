"""Claims of the rows of a batch, and files of results."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public
import tasks.models.batches

# As before, and of a batch a row with the slot: one nobody else has, not done by this worker, after the one they had
# last or, where none is left there, from the start. 'rows': there is none for them, and everything is as it was.
CLAIM = """
CREATE OR REPLACE FUNCTION submissions_claim(
  task bigint, worker bigint, land text, name text, claimed timestamptz, until timestamptz, look boolean, newcomer_tasks integer,
  newcomer_claims integer, open_claims integer, OUT refusal text, OUT held bigint, OUT most integer
) LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
BEGIN
  IF look AND EXISTS (SELECT FROM submissions_submission
                       WHERE worker_id = worker AND state = 'claimed' AND claim_until <= claimed) THEN
    refusal := 'overdue';
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM submissions_submission
              WHERE task_id = task AND worker_id = worker AND NOT (state IN ('expired', 'given_back'))
                AND (row_id IS NULL OR state = 'claimed')) THEN
    refusal := 'already';
    RETURN;
  END IF;
  BEGIN
    refusal := tasks_take(task, land, claimed);
    IF refusal <> 'taken' THEN
      RETURN;
    END IF;
    IF EXISTS (SELECT FROM tasks_task WHERE id = task AND rows > 0) THEN
      given := submissions_take_row(task, worker);
      IF given IS NULL THEN
        RAISE EXCEPTION 'rows' USING errcode = 'PM002';
      END IF;
    END IF;
    SELECT CASE WHEN approved < newcomer_tasks THEN newcomer_claims ELSE open_claims END INTO STRICT most
      FROM accounts_user WHERE id = worker FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM submissions_submission WHERE worker_id = worker AND state = 'claimed') >= most THEN
      RAISE EXCEPTION 'hands' USING errcode = 'PM001';
    END IF;
    INSERT INTO submissions_submission (public_id, task_id, worker_id, row_id, country, state, claimed_at, claim_until,
                                        reason, comment)
    VALUES (name, task, worker, given, land, 'claimed', claimed, until, '', '') RETURNING id INTO held;
    refusal := '';
  EXCEPTION
    WHEN SQLSTATE 'PM001' THEN
      refusal := 'hands';
      RETURN;
    WHEN SQLSTATE 'PM002' THEN
      refusal := 'rows';
      RETURN;
    WHEN unique_violation THEN
      refusal := 'already';
      RETURN;
  END;
  IF given IS NULL THEN
    UPDATE submissions_proof SET submission_id = held
     WHERE submission_id IN (SELECT id FROM submissions_submission
                              WHERE task_id = task AND worker_id = worker AND state IN ('expired', 'given_back'));
  ELSE
    UPDATE submissions_proof SET submission_id = held
     WHERE submission_id IN (SELECT id FROM submissions_submission
                              WHERE row_id = given AND worker_id = worker AND state IN ('expired', 'given_back'));
  END IF;
END $$;

CREATE FUNCTION submissions_take_row(task bigint, worker bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last integer;
BEGIN
  SELECT item.number INTO last FROM submissions_submission AS done JOIN tasks_row AS item ON item.id = done.row_id
   WHERE done.task_id = task AND done.worker_id = worker AND done.row_id IS NOT NULL
   ORDER BY done.claimed_at DESC LIMIT 1;
  -- Rows are given in order, so that mostly none after the last one is among those this worker did.
  RETURN coalesce(
    tasks_take_row(task, coalesce(last, 0), '{}'),
    tasks_take_row(task, 0, ARRAY(SELECT row_id FROM submissions_submission
                                   WHERE task_id = task AND worker_id = worker AND row_id IS NOT NULL
                                     AND state NOT IN ('expired', 'given_back'))));
END $$;
"""

PLANS = """
ALTER FUNCTION submissions_claim SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
ALTER FUNCTION submissions_take_row SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
"""

UNDO = "DROP FUNCTION submissions_take_row;" + str(import_module("submissions.migrations.0007_claim").CLAIM)


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0007_claim"),
        ("tasks", "0021_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Results",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("csv", "Table (CSV)"), ("json", "JSON"), ("zip", "Table and screenshots (ZIP)")],
                        max_length=4,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Being built"), ("built", "Ready"), ("swept", "Swept away")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("file", models.FileField(blank=True, storage=tasks.models.batches.file_storage, upload_to="")),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("keep_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "results",
            },
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_once_per_worker",
        ),
        migrations.AddField(
            model_name="submission",
            name="row",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="tasks.row",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(condition=models.Q(("row__isnull", False)), fields=["row"], name="submission_of_row"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("row__isnull", False)),
                fields=["task", "worker", "-claimed_at"],
                name="submission_in_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["expired", "given_back"]), _negated=True),
                    models.Q(("row", None), ("state", "claimed"), _connector="OR"),
                ),
                fields=("task", "worker"),
                name="submission_once_per_worker",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["expired", "given_back"]), _negated=True), ("row__isnull", False)
                ),
                fields=("row", "worker"),
                name="submission_once_per_row",
            ),
        ),
        migrations.AddField(
            model_name="results",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="tasks.task"
            ),
        ),
        migrations.AddIndex(
            model_name="results",
            index=models.Index(condition=models.Q(("state", "built")), fields=["keep_until"], name="results_outdated"),
        ),
        migrations.AddConstraint(
            model_name="results",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("task", "kind"), name="results_asked_for_once"
            ),
        ),
        migrations.RunSQL(CLAIM + PLANS, UNDO),
    ]
