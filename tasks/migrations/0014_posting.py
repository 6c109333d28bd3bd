"""What posting work needs: the table of least rewards, and what a task says of who does it and when."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields
import picomarket.lib.public


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0013_announced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paused", "Paused"),
                            ("resumed", "Resumed"),
                            ("stopped", "Stopped"),
                            ("added", "Slots added"),
                            ("raised", "Reward raised"),
                            ("aimed", "Made for other people"),
                            ("paced", "Given another pace"),
                            ("rewritten", "Rewritten"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
        ),
        migrations.CreateModel(
            name="CountryTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2)),
                ("taken", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="MinimumReward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
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
                ("reward", picomarket.lib.fields.MoneyField()),
                ("holds_from", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="StandingQuote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reward", picomarket.lib.fields.MoneyField()),
                ("employer_commission", picomarket.lib.fields.MoneyField()),
                ("worker_commission", picomarket.lib.fields.MoneyField()),
                ("slots", models.PositiveIntegerField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="why it works")),
                ("contents", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("proofs", models.JSONField(default=list)),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="topup",
            name="task_top_up_adds",
        ),
        migrations.AddField(
            model_name="category",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kinds",
                to="tasks.category",
                verbose_name="group",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="clock",
            field=models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
        ),
        migrations.AddField(
            model_name="task",
            name="closes_at",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="country_share",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(25),
                    django.core.validators.MaxValueValidator(100),
                ],
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="daily_cap",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="day_of",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="day_taken",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="task",
            name="hour_of",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="hour_taken",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="task",
            name="hourly_cap",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=8), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="opens_at",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="topup",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="task_top_up_adds"),
        ),
        migrations.AddField(
            model_name="change",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="task",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="tasks.task"
            ),
        ),
        migrations.AddField(
            model_name="countrytaken",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="countries_taken", to="tasks.task"
            ),
        ),
        migrations.AddField(
            model_name="minimumreward",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="minimum_rewards", to="tasks.category"
            ),
        ),
        migrations.AddField(
            model_name="standingquote",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="standing_quote", to="tasks.task"
            ),
        ),
        migrations.AddField(
            model_name="template",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="task_templates",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["task", "-id"], name="task_changes"),
        ),
        migrations.AddConstraint(
            model_name="countrytaken",
            constraint=models.UniqueConstraint(fields=("task", "country"), name="task_country_once"),
        ),
        migrations.AddConstraint(
            model_name="minimumreward",
            constraint=models.UniqueConstraint(
                fields=("category", "zone", "holds_from"), name="task_one_minimum_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="minimumreward",
            constraint=models.CheckConstraint(condition=models.Q(("reward__gt", 0)), name="task_minimum_pays"),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="task_template_named"
            ),
        ),
    ]
