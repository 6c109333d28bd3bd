"""What posting work needs: the table of least rewards, and what a task says of who does it and when."""

import django.db.models.deletion
from django.db import migrations, models

import picomarket.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0007_take"),
    ]

    operations = [
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
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minimum_rewards", to="tasks.category"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("category", "zone", "holds_from"), name="task_one_minimum_a_day"),
                    models.CheckConstraint(condition=models.Q(("reward__gt", 0)), name="task_minimum_pays"),
                ],
            },
        ),
    ]
