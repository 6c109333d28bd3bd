import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public
import submissions.models.proofs


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("submissions", "0001_initial"),
        ("wallet", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
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
                            ("opened", "Open"),
                            ("upheld", "Upheld: the worker is paid"),
                            ("partly", "Upheld in part: the worker is paid a part"),
                            ("dismissed", "Dismissed: the rejection stands"),
                        ],
                        default="opened",
                        max_length=12,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reply_by", models.DateTimeField(blank=True, null=True)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("reminded", models.BooleanField(db_default=False, default=False)),
                ("decide_by", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.TextField(blank=True)),
                ("part", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("appeal_until", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("kindly", models.BooleanField(db_default=False, default=False)),
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
                    "goodwill",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wallet.adjustment",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispute", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "opened")), fields=["decide_by"], name="dispute_open"),
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["appeal_until"], name="dispute_unsettled"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "opened"), models.Q(("decision", ""), _negated=True), _connector="OR"
                        ),
                        name="dispute_decision_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("part__gt", 0), ("part__isnull", False), ("part__lt", 100), ("state", "partly")),
                            models.Q(models.Q(("state", "partly"), _negated=True), ("part__isnull", True)),
                            _connector="OR",
                        ),
                        name="dispute_partly_is_a_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
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
                            ("filed", "To be decided"),
                            ("stood", "The decision stands"),
                            ("changed", "The decision is changed"),
                        ],
                        default="filed",
                        max_length=8,
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                ("decide_by", models.DateTimeField()),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("opened", "Open"),
                            ("upheld", "Upheld: the worker is paid"),
                            ("partly", "Upheld in part: the worker is paid a part"),
                            ("dismissed", "Dismissed: the rejection stands"),
                        ],
                        max_length=12,
                    ),
                ),
                ("was_part", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.TextField(blank=True)),
                (
                    "against",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                    "goodwill",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wallet.adjustment",
                    ),
                ),
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="disputes.dispute"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "filed")), fields=["decide_by"], name="appeal_filed")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("against")), _negated=True),
                            _connector="OR",
                        ),
                        name="dispute_appeal_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "filed"), models.Q(("decision", ""), _negated=True), _connector="OR"
                        ),
                        name="dispute_appeal_decision_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Juror",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("is_worker", models.BooleanField()),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                (
                    "vote",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worker", "The worker is right"),
                            ("part", "Both are right in part"),
                            ("employer", "The employer is right"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("voted_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jurors", to="disputes.dispute"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dispute", "person"), name="juror_once_per_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("vote", ""), ("voted_at__isnull", True)),
                            models.Q(
                                ("voted_at__isnull", False),
                                models.Q(("vote", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="juror_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("said", "Words"),
                            ("offered", "A part of the reward proposed"),
                            ("passed", "Nothing to add"),
                            ("appealed", "An appeal"),
                        ],
                        db_default="said",
                        default="said",
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("part", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("said_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="disputes.dispute"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "offered"), ("part__gt", 0), ("part__isnull", False), ("part__lt", 100)),
                            models.Q(models.Q(("kind", "offered"), _negated=True), ("part__isnull", True)),
                            _connector="OR",
                        ),
                        name="statement_offers_a_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["offered", "passed"]), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="statement_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "picture",
                    models.FileField(
                        blank=True, storage=submissions.models.proofs.proof_storage, upload_to="%Y/%m/%d/"
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "file",
                    models.FileField(
                        blank=True, storage=submissions.models.proofs.proof_storage, upload_to="%Y/%m/%d/"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enclosures", to="disputes.statement"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
