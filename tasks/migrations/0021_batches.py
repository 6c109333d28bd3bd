"""Batches: a task once for each row of a file, and the handing out of its rows."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tasks.models.batches

# The next row of a batch for somebody who did the rows ``done``: the first with a free place after the row ``after``. Its
# place is taken with it. NULL where there is none. The caller has taken a slot, and with it holds the task's row locked.
TAKE_ROW = """
CREATE FUNCTION tasks_take_row(key bigint, after integer, done bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  SELECT id INTO found FROM tasks_row
   WHERE task_id = key AND number > after AND held < wanted AND NOT (id = ANY (done))
   ORDER BY number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
  UPDATE tasks_row SET held = held + 1 WHERE id = found;
  RETURN found;
END $$;

ALTER FUNCTION tasks_take_row SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off;
"""

# Room on each page for the next version of a row.
ROOM = "ALTER TABLE tasks_row SET (fillfactor = 80)"


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0020_admit"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="answers",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="task",
            name="rows",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Being checked"),
                            ("checked", "Checked"),
                            ("turned_down", "Cannot be used"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, storage=tasks.models.batches.file_storage, upload_to="batches/%Y/%m/%d/"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("uploaded_at", models.DateTimeField()),
                ("read", models.PositiveBigIntegerField(default=0)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("separator", models.CharField(default=",", max_length=1)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("good", models.PositiveIntegerField(default=0)),
                ("bad", models.PositiveIntegerField(default=0)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cells", "Its number of cells, {detail}, is not the number of columns."),
                            ("empty", "There is no value for {detail}."),
                            ("long", "The value of {detail} is too long."),
                            ("encoding", "It is not UTF-8. Save the file as UTF-8 and upload it again."),
                            ("broken", "A quote is not closed, or the line is too long."),
                            (
                                "nothing",
                                "The file is empty. Its first line names the columns, each further line is a row.",
                            ),
                            ("no_row", "No line of the file can be used."),
                            ("head_twice", "Two columns are called {detail}. Give each a name of its own."),
                            (
                                "head_name",
                                "A column cannot be called “{detail}”. Use a letter, then letters, digits and _.",
                            ),
                            ("head_many", "The file has more than {detail} columns."),
                            ("rows_many", "The file has more than {detail} rows. Split it."),
                            ("bad_many", "More than {detail} lines cannot be used. Is it a table with a line per row?"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1000), default=list, size=None
                    ),
                ),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="batch", to="tasks.task"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
            },
        ),
        migrations.CreateModel(
            name="BadLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("cells", "Its number of cells, {detail}, is not the number of columns."),
                            ("empty", "There is no value for {detail}."),
                            ("long", "The value of {detail} is too long."),
                            ("encoding", "It is not UTF-8. Save the file as UTF-8 and upload it again."),
                            ("broken", "A quote is not closed, or the line is too long."),
                            (
                                "nothing",
                                "The file is empty. Its first line names the columns, each further line is a row.",
                            ),
                            ("no_row", "No line of the file can be used."),
                            ("head_twice", "Two columns are called {detail}. Give each a name of its own."),
                            (
                                "head_name",
                                "A column cannot be called “{detail}”. Use a letter, then letters, digits and _.",
                            ),
                            ("head_many", "The file has more than {detail} columns."),
                            ("rows_many", "The file has more than {detail} rows. Split it."),
                            ("bad_many", "More than {detail} lines cannot be used. Is it a table with a line per row?"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=60)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bad_lines",
                        to="tasks.batch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("cells", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("wanted", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("held", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("again", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batch_rows",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(
                condition=models.Q(("state", "uploaded")), fields=["uploaded_at"], name="batch_to_check"
            ),
        ),
        migrations.AddConstraint(
            model_name="badline",
            constraint=models.UniqueConstraint(fields=("batch", "line"), name="batch_bad_line_once"),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(
                condition=models.Q(("held__lt", models.F("wanted"))), fields=["task", "number"], name="batch_row_free"
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="batch_row_number"),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=models.Q(("held__lte", models.F("wanted"))), name="batch_row_no_slot_twice"
            ),
        ),
        migrations.RunSQL(TAKE_ROW, "DROP FUNCTION tasks_take_row"),
        migrations.RunSQL(ROOM, "ALTER TABLE tasks_row RESET (fillfactor)"),
    ]
