import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields
import picomarket.lib.public
import submissions.models.proofs
import submissions.models.uploads
import tasks.models.batches


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=43, unique=True)),
                ("public", models.CharField(max_length=43)),
                ("first_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField()),
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
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("changed", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EarlierProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "picture",
                    models.FileField(
                        blank=True, storage=submissions.models.proofs.proof_storage, upload_to="%Y/%m/%d/"
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("place", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        db_default="",
                        default="",
                        storage=submissions.models.proofs.proof_storage,
                        upload_to="%Y/%m/%d/",
                    ),
                ),
                ("file_name", models.CharField(blank=True, db_default="", default="", max_length=100)),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("look", models.BinaryField(blank=True, max_length=256, null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tasks.prooffield"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="submissions.revision"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("country", models.CharField(blank=True, db_default="", default="", max_length=2)),
                ("turn", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "Working on it"),
                            ("expired", "Time ran out"),
                            ("given_back", "Given back"),
                            ("submitted", "Waiting for review"),
                            ("revision", "To be changed"),
                            ("approved", "Approved and paid"),
                            ("rejected", "Rejected"),
                            ("disputed", "In dispute"),
                            ("confirmed", "Rejection confirmed"),
                            ("awarded", "Paid in part, by dispute"),
                            ("screened", "Did not qualify"),
                        ],
                        default="claimed",
                        max_length=12,
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("claim_until", models.DateTimeField()),
                (
                    "ticked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("extended_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("review_until", models.DateTimeField(blank=True, null=True)),
                ("revise_until", models.DateTimeField(blank=True, null=True)),
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
                ("contest_until", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("due", "To be checked"),
                            ("trusted", "By somebody the employer trusts"),
                            ("gold", "The answer known to be right"),
                            ("code", "Its completion code says that it is done"),
                            ("agreed", "Others gave the same answer"),
                            ("differs", "Others gave another answer"),
                            ("missed", "Not the answer known to be right"),
                        ],
                        db_default="",
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
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
                ("reason_step", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("comment", models.TextField(blank=True)),
                ("own_reward", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("own_employer_commission", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("own_worker_commission", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("awarded", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="tasks.row",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="tasks.task",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "claimed")), fields=["claim_until"], name="submission_overdue"
                    ),
                    models.Index(
                        condition=models.Q(("state", "expired")),
                        fields=["worker", "claim_until"],
                        name="submission_ran_out",
                    ),
                    models.Index(
                        condition=models.Q(("state", "submitted")),
                        fields=["review_until"],
                        name="submission_unreviewed",
                    ),
                    models.Index(
                        condition=models.Q(("state", "revision")), fields=["revise_until"], name="submission_unchanged"
                    ),
                    models.Index(
                        condition=models.Q(("checked", "due"), ("state", "submitted")),
                        fields=["submitted_at"],
                        name="submission_unchecked",
                    ),
                    models.Index(
                        condition=models.Q(("state", "rejected")),
                        fields=["contest_until"],
                        name="submission_uncontested",
                    ),
                    models.Index(fields=["worker", "-claimed_at"], name="submission_of_worker"),
                    models.Index(fields=["task", "state", "submitted_at"], name="submission_queue"),
                    models.Index(
                        condition=models.Q(("state", "submitted")),
                        fields=["task", "review_until", "id"],
                        name="submission_waiting",
                    ),
                    models.Index(
                        models.F("task"),
                        django.db.models.expressions.CombinedExpression(
                            models.F("submitted_at"), "-", models.F("claimed_at")
                        ),
                        condition=models.Q(("state", "submitted")),
                        name="submission_rushed",
                    ),
                    models.Index(condition=models.Q(("row__isnull", False)), fields=["row"], name="submission_of_row"),
                    models.Index(
                        condition=models.Q(("row__isnull", False)),
                        fields=["task", "worker", "-claimed_at"],
                        name="submission_in_batch",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["expired", "given_back"]), _negated=True),
                        fields=("task", "worker", "turn"),
                        name="submission_turn_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "claimed")),
                        fields=("task", "worker"),
                        name="submission_one_claim_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["expired", "given_back"]), _negated=True), ("row__isnull", False)
                        ),
                        fields=("row", "worker"),
                        name="submission_once_per_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["rejected", "disputed", "confirmed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="submission_rejection_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("awarded__gt", 0), ("awarded__lt", 100), ("state", "awarded")),
                            models.Q(models.Q(("state", "awarded"), _negated=True), ("awarded__isnull", True)),
                            _connector="OR",
                        ),
                        name="submission_awarded_a_part",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="revision",
            name="submission",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="submissions.submission",
            ),
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clarity", models.PositiveSmallIntegerField(verbose_name="clarity")),
                ("fairness", models.PositiveSmallIntegerField(verbose_name="fairness")),
                ("pay", models.PositiveSmallIntegerField(verbose_name="pay")),
                ("speed", models.PositiveSmallIntegerField(verbose_name="speed")),
                ("rated_at", models.DateTimeField()),
                (
                    "employer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["employer", "-rated_at"], name="rating_of_employer")],
                "constraints": [
                    models.UniqueConstraint(fields=("worker", "employer"), name="rating_one_of_each"),
                    models.CheckConstraint(
                        condition=models.Q(("clarity__gte", 1), ("clarity__lte", 5)), name="rating_clarity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fairness__gte", 1), ("fairness__lte", 5)), name="rating_fairness"
                    ),
                    models.CheckConstraint(condition=models.Q(("pay__gte", 1), ("pay__lte", 5)), name="rating_pay"),
                    models.CheckConstraint(
                        condition=models.Q(("speed__gte", 1), ("speed__lte", 5)), name="rating_speed"
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "picture",
                    models.FileField(
                        blank=True, storage=submissions.models.proofs.proof_storage, upload_to="%Y/%m/%d/"
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("place", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        db_default="",
                        default="",
                        storage=submissions.models.proofs.proof_storage,
                        upload_to="%Y/%m/%d/",
                    ),
                ),
                ("file_name", models.CharField(blank=True, db_default="", default="", max_length=100)),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("look", models.BinaryField(blank=True, max_length=256, null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tasks.prooffield"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "field", "place"), name="proof_once_per_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.PositiveSmallIntegerField(choices=[(3, "Excellent"), (2, "Good"), (1, "OK")])),
                ("graded_at", models.DateTimeField()),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grade", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["worker", "-graded_at"], name="grade_of_worker")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("word__in", [1, 2, 3])), name="grade_is_one_of_three")
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("press", models.CharField(db_index=True, max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[("approve", "Approved"), ("reject", "Rejected"), ("screen", "Does not qualify")],
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
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
                ("step", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("comment", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="given", to="submissions.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("exact", models.BigIntegerField()),
                ("across", models.BigIntegerField(blank=True, null=True)),
                ("down", models.BigIntegerField(blank=True, null=True)),
                (
                    "bands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, null=True, size=None
                    ),
                ),
                ("is_compared", models.BooleanField(default=False)),
                ("is_exact", models.BooleanField(default=False)),
                ("alike", models.BigIntegerField(blank=True, null=True)),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="submissions.fingerprint",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tasks.task"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fingerprint", to="submissions.proof"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprints",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["task", "exact"], name="fingerprint_in_task"),
                    models.Index(fields=["worker", "exact"], name="fingerprint_of_worker"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["bands"], name="fingerprint_bands"
                    ),
                    models.Index(
                        condition=models.Q(("is_compared", False)), fields=["id"], name="fingerprint_to_compare"
                    ),
                    models.Index(
                        condition=models.Q(("alike__isnull", False)),
                        fields=["task", "alike", "submission"],
                        name="fingerprint_alike",
                    ),
                    models.Index(
                        condition=models.Q(("original__isnull", False)),
                        fields=["task", "submission"],
                        name="fingerprint_flagged",
                    ),
                    models.Index(
                        condition=models.Q(("original__isnull", False)),
                        fields=["original"],
                        name="fingerprint_original",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bonus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("given_at", models.DateTimeField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bonuses", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bonuses",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="submission_bonus_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveIntegerField()),
                ("stamp", models.BigIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                (
                    "file",
                    models.FileField(storage=submissions.models.uploads.piece_storage, upload_to="pieces/%Y/%m/%d/"),
                ),
                ("begun_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.prooffield",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "field", "name", "size", "stamp"), name="upload_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))), name="upload_no_more_than_its_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("signed", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="work_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "work record",
                "verbose_name_plural": "work records",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BulkApproval",
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
                        choices=[("asked", "Under way"), ("done", "Done"), ("cancelled", "Stopped")],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("total", models.PositiveIntegerField()),
                ("place", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bulk_approvals", to="tasks.task"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("task",), name="bulk_approval_one_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Results",
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
                        choices=[("csv", "Table (CSV)"), ("json", "JSON"), ("zip", "Table and screenshots (ZIP)")],
                        max_length=4,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Being built"), ("built", "Ready"), ("swept", "Swept away")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("file", models.FileField(blank=True, storage=tasks.models.batches.file_storage, upload_to="")),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("keep_until", models.DateTimeField(blank=True, null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="tasks.task"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "results",
                "indexes": [
                    models.Index(condition=models.Q(("state", "built")), fields=["keep_until"], name="results_outdated")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("task", "kind"), name="results_asked_for_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("submission", "number"), name="revision_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("submission",), name="revision_one_at_a_time"
            ),
        ),
    ]
