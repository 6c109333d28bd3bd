"""Time for both sides, files with what they say, appeals and juries. What was decided before is settled: no appeals."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public
import submissions.models.proofs

DECIDED_BEFORE = """
UPDATE disputes_dispute AS dispute
   SET settled_at = dispute.decided_at, part = work.awarded,
       answered_at = (SELECT min(said.said_at) FROM disputes_statement AS said
                       WHERE said.dispute_id = dispute.id AND said.author_id = task.employer_id)
  FROM submissions_submission AS work JOIN tasks_task AS task ON task.id = work.task_id
 WHERE work.id = dispute.submission_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0006_goodwill"),
        ("submissions", "0022_topic_of_approvals"),
        ("wallet", "0019_promotions_invoiced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
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
            ],
            options={
                "abstract": False,
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
            ],
        ),
        migrations.AddField(
            model_name="dispute",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="appeal_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="kindly",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="dispute",
            name="part",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="reminded",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="dispute",
            name="replied_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="reply_by",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="kind",
            field=models.CharField(
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
        migrations.AddField(
            model_name="statement",
            name="part",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="statement",
            name="words",
            field=models.TextField(blank=True),
        ),
        migrations.RunSQL(DECIDED_BEFORE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("settled_at", None)), fields=["appeal_until"], name="dispute_unsettled"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part__gt", 0), ("part__isnull", False), ("part__lt", 100), ("state", "partly")),
                    models.Q(models.Q(("state", "partly"), _negated=True), ("part__isnull", True)),
                    _connector="OR",
                ),
                name="dispute_partly_is_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "offered"), ("part__gt", 0), ("part__isnull", False), ("part__lt", 100)),
                    models.Q(models.Q(("kind", "offered"), _negated=True), ("part__isnull", True)),
                    _connector="OR",
                ),
                name="statement_offers_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["offered", "passed"]), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="statement_says_something",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="against",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="dispute",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="disputes.dispute"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="goodwill",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wallet.adjustment",
            ),
        ),
        migrations.AddField(
            model_name="enclosure",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="enclosures", to="disputes.statement"
            ),
        ),
        migrations.AddField(
            model_name="juror",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="jurors", to="disputes.dispute"
            ),
        ),
        migrations.AddField(
            model_name="juror",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(condition=models.Q(("state", "filed")), fields=["decide_by"], name="appeal_filed"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None), models.Q(("decided_by", models.F("against")), _negated=True), _connector="OR"
                ),
                name="dispute_appeal_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "filed"), models.Q(("decision", ""), _negated=True), _connector="OR"),
                name="dispute_appeal_decision_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="juror",
            constraint=models.UniqueConstraint(fields=("dispute", "person"), name="juror_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="juror",
            constraint=models.CheckConstraint(
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
        ),
    ]
