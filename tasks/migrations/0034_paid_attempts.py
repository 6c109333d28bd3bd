"""Tests whose author pays people for trying them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0033_words_of_phrases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="paid",
            field=picomarket.lib.fields.MoneyField(default=0),
        ),
        migrations.AddField(
            model_name="attempt",
            name="unpaid",
            field=models.CharField(
                blank=True,
                choices=[("unanswered", "Questions without a reply"), ("quick", "Quicker than one can read")],
                default="",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("reward", picomarket.lib.fields.MoneyField()),
                ("places", models.PositiveIntegerField()),
                ("taken", models.PositiveIntegerField(default=0)),
                ("paid", models.PositiveIntegerField(default=0)),
                ("returned", picomarket.lib.fields.MoneyField(default=0)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="tasks.qualification"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attempt",
            name="offer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tries",
                to="tasks.offer",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("paid__gt", 0)), fields=("qualification", "worker"), name="attempt_paid_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gt", 0), ("reward__gt", 0)), name="offer_pays"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid__lte", models.F("taken"))), name="offer_pays_what_is_taken"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken__lte", models.F("places"))), name="offer_takes_no_more"
            ),
        ),
    ]
