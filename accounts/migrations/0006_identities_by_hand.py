import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.sanctions
import picomarket.lib.public


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_phones_and_given_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="identity_confirmed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="readytext",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispute", "Decision of a dispute"),
                    ("look", "Look at a task"),
                    ("report", "What came of a report"),
                    ("cosign", "Rejection to co-sign"),
                    ("sanction", "Standing: appeals and answers"),
                    ("ticket", "Answer to a ticket"),
                    ("identity", "Check of an identity"),
                ],
                max_length=12,
                verbose_name="for",
            ),
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waiting for a look"),
                            ("confirmed", "Checked"),
                            ("refused", "Could not be checked"),
                            ("withdrawn", "Taken back"),
                            ("undone", "Counts no more"),
                        ],
                        default="sent",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("due_at", models.DateTimeField(verbose_name="promised by")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("first_decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.TextField(blank=True)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of an identity",
                "verbose_name_plural": "checks of identities",
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "file",
                    models.FileField(storage=accounts.models.sanctions.file_storage, upload_to="documents/%Y/%m/"),
                ),
                ("name", models.CharField(max_length=100)),
                ("is_picture", models.BooleanField()),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="accounts.identity"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="identity",
            index=models.Index(condition=models.Q(("state", "sent")), fields=["due_at"], name="identity_open"),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["sent", "confirmed"])), fields=("person",), name="identity_held_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("person")), _negated=True),
                name="identity_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "undone"]), _negated=True),
                    models.Q(("decision", ""), _negated=True),
                    _connector="OR",
                ),
                name="identity_no_has_reason",
            ),
        ),
    ]
