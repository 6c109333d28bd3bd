import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
from django.conf import settings
from django.db import migrations, models

import accounts.models.data_files
import accounts.models.sanctions
import picomarket.lib.fields
import picomarket.lib.public


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="public name")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                ("birth_date", models.DateField(verbose_name="date of birth")),
                ("bio", models.TextField(blank=True, max_length=600, verbose_name="about you")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("photo", models.ImageField(blank=True, upload_to="photos/", verbose_name="photo")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language of the site")),
                ("time_zone", models.CharField(default="UTC", max_length=40, verbose_name="time zone")),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")], default=1, verbose_name="level"
                    ),
                ),
                ("level_warned", models.BooleanField(db_default=False, default=False)),
                ("points", models.PositiveIntegerField(db_default=0, default=0, verbose_name="points")),
                ("approved", models.PositiveIntegerField(default=0, help_text="Submissions approved, as a worker.")),
                ("rejected", models.PositiveIntegerField(default=0, help_text="Rejections that stood, as a worker.")),
                (
                    "judged_approved",
                    models.PositiveIntegerField(default=0, help_text="Submissions approved, as an employer."),
                ),
                (
                    "judged_rejected",
                    models.PositiveIntegerField(default=0, help_text="Rejections that stood, as an employer."),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="staff")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined")),
                ("suspended_at", models.DateTimeField(blank=True, null=True, verbose_name="suspended")),
                ("leaves_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
                ("frozen_until", models.DateTimeField(blank=True, null=True)),
                ("rate_warned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "linked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("country_since", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "hidden_steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        db_default=[],
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [
                    models.Index(
                        condition=models.Q(("leaves_at__isnull", False)), fields=["leaves_at"], name="person_leaving"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TransparencyMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("figures", models.JSONField()),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RateLook",
            fields=[
                (
                    "worker",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DataFile",
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
                        choices=[("asked", "Being built"), ("built", "Ready"), ("swept", "Swept away")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("file", models.FileField(blank=True, storage=accounts.models.data_files.data_storage, upload_to="")),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("keep_until", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="data_files",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("person",), name="data_asked_for_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("rate", models.PositiveSmallIntegerField()),
                ("verdicts", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("undone", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="freezes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["until"], name="freeze_running")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("person",), name="freeze_one_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("asked_by", "other"), name="household_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("other")), _negated=True), name="household_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="case_kept_once")],
            },
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=12)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("network", models.CharField(blank=True, max_length=50)),
                ("first_seen_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "token"), name="device_known_once")],
            },
        ),
        migrations.CreateModel(
            name="LeaderboardEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2)),
                ("points", models.PositiveIntegerField()),
                ("week", models.DateField()),
                ("week_points", models.PositiveIntegerField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaderboard_entry",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-points"], name="leaders"),
                    models.Index(fields=["country", "-points"], name="leaders_of_country"),
                    models.Index(fields=["week", "-week_points"], name="leaders_of_week"),
                    models.Index(fields=["country", "week", "-week_points"], name="leaders_of_country_of_week"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("left_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="left_addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LevelMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.PositiveSmallIntegerField(choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")])),
                ("after", models.PositiveSmallIntegerField(choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")])),
                ("at", models.DateTimeField()),
                ("approved", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField()),
                ("rate", models.PositiveSmallIntegerField()),
                ("counted", models.PositiveSmallIntegerField()),
                (
                    "causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="level_moves",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["worker", "-id"], name="level_move_of_worker")],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("devices", models.PositiveSmallIntegerField(default=0)),
                ("networks", models.PositiveIntegerField(default=0)),
                ("payouts", models.PositiveSmallIntegerField(default=0)),
                ("proofs", models.PositiveIntegerField(default=0)),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("counted", models.PositiveSmallIntegerField(verbose_name="counted")),
                ("found_at", models.DateTimeField(verbose_name="found")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-score", "-id"], name="link_strongest")],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="link_once"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="link_in_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadyText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dispute", "Decision of a dispute"),
                            ("look", "Look at a task"),
                            ("report", "What came of a report"),
                            ("cosign", "Rejection to co-sign"),
                            ("sanction", "Standing: appeals and answers"),
                            ("ticket", "Answer to a ticket"),
                        ],
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                ("used", models.PositiveIntegerField(default=0, editable=False, verbose_name="used")),
            ],
            options={
                "verbose_name": "ready text",
                "verbose_name_plural": "ready texts",
                "constraints": [models.UniqueConstraint(fields=("kind", "language", "title"), name="ready_text_once")],
            },
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("before", models.CharField(max_length=60)),
                ("value", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a rule",
                "verbose_name_plural": "rules of the market",
                "indexes": [models.Index(fields=["name", "-id"], name="rule_change_newest")],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
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
                        choices=[
                            ("warning", "Warning"),
                            ("strike", "Strike"),
                            ("suspension", "Suspension"),
                            ("ban", "Ban"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, choices=[("worker", "as a worker"), ("employer", "as an employer")], max_length=12
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("declined", "Not agreed to"),
                            ("given", "In force"),
                            ("expired", "Over"),
                            ("lifted", "Lifted"),
                        ],
                        default="given",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("rule", models.PositiveSmallIntegerField(default=0, verbose_name="rule")),
                ("edition", models.DateField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("items", models.JSONField(blank=True, default=list)),
                ("sides", models.JSONField(blank=True, default=list)),
                ("decided_as", models.CharField(blank=True, max_length=40)),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField(verbose_name="from")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ending", models.TextField(blank=True)),
                ("waits_since", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
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
                        related_name="sanctions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sanction",
                "indexes": [
                    models.Index(condition=models.Q(("state", "given")), fields=["until"], name="sanction_due"),
                    models.Index(
                        condition=models.Q(("waits_since__isnull", False)),
                        fields=["waits_since"],
                        name="sanction_waits",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["suspension", "ban"]), ("state", "given")),
                        fields=("person",),
                        name="sanction_bars_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")), fields=("person",), name="sanction_proposed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("person")), _negated=True), name="sanction_by_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "ban"), _negated=True),
                            ("state__in", ["proposed", "declined"]),
                            ("agreed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="sanction_ban_is_agreed_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreed_by", models.F("by")), _negated=True),
                        name="sanction_agreed_by_a_second",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreed_by", models.F("person")), _negated=True),
                        name="sanction_agreed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "ban"), _negated=True), ("until", None), _connector="OR"),
                        name="sanction_ban_has_no_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("said_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="accounts.sanction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exhibit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("file", models.FileField(storage=accounts.models.sanctions.file_storage, upload_to="exhibits/%Y/%m/")),
                ("name", models.CharField(max_length=100)),
                ("is_picture", models.BooleanField()),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exhibits", to="accounts.sanction"
                    ),
                ),
            ],
            options={
                "abstract": False,
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
                            ("filed", "Waiting for a decision"),
                            ("granted", "Granted: it is lifted"),
                            ("shortened", "Granted in part: it ends earlier"),
                            ("turned_down", "Turned down: it stands"),
                            ("lifted", "Settled: it was lifted before"),
                        ],
                        default="filed",
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("filed_at", models.DateTimeField()),
                ("decide_by", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appeals", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sanction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appeal", to="accounts.sanction"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "filed")), fields=["decide_by"], name="appeal_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", models.F("first")), _negated=True),
                            models.Q(("decided_by", models.F("second")), _negated=True),
                            models.Q(("decided_by", models.F("person")), _negated=True),
                        ),
                        name="appeal_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "filed"),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                models.Q(("state", "lifted"), ("decided_by__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_decision_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=40)),
                ("what", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("hash", models.CharField(editable=False, max_length=64)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the staff log",
                "verbose_name_plural": "entries of the staff log",
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "device"), (2, "network in one hour"), (3, "payout address"), (4, "proof")]
                    ),
                ),
                ("mark", models.BigIntegerField()),
                ("seen_at", models.DateTimeField()),
                ("is_weighed", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="traces", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("is_weighed", False)), fields=["id"], name="trace_to_weigh"),
                    models.Index(
                        condition=models.Q(("is_weighed", False)), fields=["person"], name="trace_to_weigh_of"
                    ),
                    models.Index(fields=["kind", "seen_at"], name="trace_by_age"),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "mark", "person"), name="trace_once")],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country before")),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("moved_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Travel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                ("said_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="travels", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission_id", models.BigIntegerField(unique=True)),
                ("approved", models.BooleanField()),
                ("given_at", models.DateTimeField()),
                ("title", models.CharField(blank=True, max_length=200)),
                ("url", models.CharField(blank=True, max_length=200)),
                (
                    "task_level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")], db_default=1, default=1
                    ),
                ),
                ("earned", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("points", models.PositiveIntegerField(db_default=0, default=0)),
                (
                    "worker",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["worker", "-given_at", "-id"], name="verdict_latest")],
            },
        ),
    ]
