"""How work is checked beside its employer's looking at it: trusted lists, agreement, gold rows."""

from importlib import import_module

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public

# As before, and nobody gets more rows of a batch after too many gold rows they missed.
MISSED = """  IF one.gold_least > 0 AND EXISTS (SELECT FROM tasks_goldstop WHERE task_id = task AND worker_id = worker) THEN
    RETURN NULL;
  END IF;
  IF one.only_lists"""
before = import_module("tasks.migrations.0020_admit").ADMIT
BEFORE = before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ADMIT = BEFORE.replace("  IF one.only_lists", MISSED, 1)


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0040_top_ups_of_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="agreeing",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(9)]
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="compared",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="gold_after",
            field=models.PositiveSmallIntegerField(db_default=5, default=5),
        ),
        migrations.AddField(
            model_name="task",
            name="gold_approves",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="task",
            name="gold_because",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="task",
            name="gold_columns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(blank=True, max_length=40),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="gold_least",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(100)]
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="trusted",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("paused", "Paused"),
                    ("resumed", "Resumed"),
                    ("stopped", "Stopped"),
                    ("added", "Slots added"),
                    ("raised", "Reward raised"),
                    ("aimed", "Made for other people"),
                    ("paced", "Given another pace"),
                    ("rewritten", "Rewritten"),
                    ("checked", "Checked in another way"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Gold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(blank=True), size=None),
                ),
                ("because", models.TextField(blank=True)),
                ("fallen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gold", to="tasks.row"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gold",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "gold",
            },
        ),
        migrations.CreateModel(
            name="GoldAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("is_right", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scored", "Scored"),
                            ("contested", "Waits for the employer"),
                            ("agreed", "The right answer fell"),
                            ("declined", "The right answer stands"),
                        ],
                        default="scored",
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("reply", models.TextField(blank=True, max_length=1000)),
                ("scored_at", models.DateTimeField()),
                ("contested_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gold",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given",
                        to="tasks.gold",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gold_answers",
                        to="tasks.task",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GoldStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gold_stops",
                        to="tasks.task",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="gold",
            index=models.Index(fields=["task", "row"], name="gold_of_task"),
        ),
        migrations.AddIndex(
            model_name="goldanswer",
            index=models.Index(fields=["task", "worker"], name="gold_answer_of_worker"),
        ),
        migrations.AddConstraint(
            model_name="goldanswer",
            constraint=models.UniqueConstraint(fields=("gold", "worker"), name="gold_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="goldstop",
            constraint=models.UniqueConstraint(fields=("task", "worker"), name="gold_stop_once"),
        ),
        migrations.RunSQL(ADMIT, BEFORE),
    ]
