"""Tasks that are promoted for some days."""

import django.db.models.deletion
from django.db import migrations, models

import picomarket.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0030_difficulty"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("returned", picomarket.lib.fields.MoneyField(default=0)),
                ("days", models.PositiveSmallIntegerField()),
                ("began_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promotions", to="tasks.task"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="promotion_ends")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="promotion_costs"),
                    models.CheckConstraint(
                        condition=models.Q(("returned__lte", models.F("amount"))), name="promotion_returns_no_more"
                    ),
                ],
            },
        ),
    ]
