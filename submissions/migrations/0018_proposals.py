"""Rejections that wait for a co-sign."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0017_checked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a co-sign"),
                            ("signed", "Co-signed"),
                            ("declined", "Not co-signed"),
                            ("lapsed", "Judged meanwhile"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("incomplete", "Incomplete"),
                            ("wrong_result", "Wrong result"),
                            ("wrong_account", "Wrong account or country"),
                            ("unreadable", "Proof cannot be read"),
                            ("duplicate", "Copy of another submission"),
                            ("fraud", "Fraud"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("comment", models.TextField()),
                ("rate", models.PositiveSmallIntegerField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "rejection to co-sign",
                "verbose_name_plural": "rejections to co-sign",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["proposed_at"],
                        name="submission_proposal_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("submission",),
                        name="submission_one_proposal_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="submission_proposal_no_has_words",
                    ),
                ],
            },
        ),
    ]
