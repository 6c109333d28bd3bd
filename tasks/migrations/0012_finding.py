"""Finding work: what is measured, what a worker hides, follows and searches for, and who is told of what."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields
import picomarket.lib.public


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_record_verdicts"),
        ("tasks", "0011_support_looks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_mail", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="EmployerRecord",
            fields=[
                (
                    "employer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="employer_record",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("review_minutes", models.PositiveIntegerField(null=True)),
                ("judged", models.PositiveIntegerField(default=0)),
                (
                    "paid",
                    picomarket.lib.fields.MoneyField(default=0, help_text="What workers received for their tasks."),
                ),
                ("disputes_decided", models.PositiveIntegerField(default=0)),
                ("disputes_lost", models.PositiveIntegerField(default=0)),
                ("measured_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("followed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Hidden",
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
                        choices=[("task", "Task"), ("employer", "Employer"), ("category", "Category")], max_length=8
                    ),
                ),
                ("hidden_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "hidden",
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("words", models.CharField(blank=True, max_length=100)),
                ("least", picomarket.lib.fields.MoneyField(default=0)),
                ("per_hour", picomarket.lib.fields.MoneyField(default=0)),
                ("minutes", models.PositiveIntegerField(null=True)),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worldwide", "Worldwide"),
                            ("america_oceania", "N. America and Oceania"),
                            ("west_europe", "Western Europe"),
                            ("east_europe", "Eastern Europe"),
                            ("asia", "Asia"),
                            ("africa", "Africa"),
                            ("mena", "Middle East and North Africa"),
                            ("latin_america", "Latin America"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")], null=True
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=12)),
                ("review_hours", models.PositiveIntegerField(null=True)),
                ("rejects", models.PositiveSmallIntegerField(null=True)),
                ("followed", models.BooleanField(default=False)),
                ("sort", models.CharField(blank=True, max_length=8)),
                ("by_mail", models.BooleanField(default=True, verbose_name="mail once a day")),
                ("feed_key", models.CharField(blank=True, max_length=43)),
                ("saved_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "saved searches",
            },
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_published",
        ),
        migrations.AddField(
            model_name="task",
            name="announced_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="measured_from",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="task",
            name="measured_seconds",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="merit",
            field=models.FloatField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["-published_at", "-id"], name="task_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["-merit", "-published_at", "-id"], name="task_best"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.OrderBy(
                    django.db.models.expressions.CombinedExpression(
                        models.F("reward"), "-", models.F("worker_commission")
                    ),
                    descending=True,
                ),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "published")),
                name="task_best_paid",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("announced_at", None), ("state", "published")),
                fields=["published_at"],
                name="task_unannounced",
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="task",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="tasks.task"
            ),
        ),
        migrations.AddConstraint(
            model_name="employerrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("disputes_lost__lte", models.F("disputes_decided"))),
                name="task_record_lost_were_decided",
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="employer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="followers", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="worker",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follows",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hidden",
            name="category",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.category"
            ),
        ),
        migrations.AddField(
            model_name="hidden",
            name="employer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="hidden",
            name="task",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.task"
            ),
        ),
        migrations.AddField(
            model_name="hidden",
            name="worker",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hidden",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tasks.category",
            ),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_searches",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="search",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tasks.savedsearch"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("worker", "employer"), name="task_follow_once"),
        ),
        migrations.AddConstraint(
            model_name="hidden",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", None), ("employer", None), ("kind", "task"), ("task__isnull", False)),
                    models.Q(("category", None), ("employer__isnull", False), ("kind", "employer"), ("task", None)),
                    models.Q(("category__isnull", False), ("employer", None), ("kind", "category"), ("task", None)),
                    _connector="OR",
                ),
                name="task_hidden_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="hidden",
            constraint=models.UniqueConstraint(
                fields=("worker", "kind", "task", "employer", "category"), name="task_hidden_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="task_search_name_once"),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("feed_key", ""), _negated=True), fields=("feed_key",), name="task_search_feed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["person"], name="task_alert_untold"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("by_mail", True), ("mailed_at", None)), fields=["person"], name="task_alert_to_mail"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["told_at", "person"], name="task_alert_told"),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(fields=("task", "person"), name="task_alert_once"),
        ),
    ]
