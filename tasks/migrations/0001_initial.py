import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields
import picomarket.lib.public
import tasks.models.batches

WORDS = """
CREATE FUNCTION task_words(title text, steps text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
        SELECT setweight(to_tsvector('pg_catalog.english', title), 'A')
            || setweight(to_tsvector('pg_catalog.english', array_to_string(steps, ' ')), 'C')
    $$;
"""

# Whether all that stands in quotation marks in a search stands in a task just so: the index knows no "what" or "the",
# and takes "say what" for "say". What is quoted behind a minus is left to it.
QUOTED = """
CREATE FUNCTION task_says(title text, steps text[], words text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT words NOT LIKE '%"%' OR NOT EXISTS (
    SELECT FROM regexp_matches(words, '(?:^|[^-])"([^"]+)"', 'g') AS quoted
     WHERE position(task_plain(quoted[1]) IN task_plain(title || ' ' || array_to_string(steps, ' '))) = 0)
$$;
"""
PLAIN = """
CREATE FUNCTION task_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ' ' || btrim(regexp_replace(lower(words), '[[:space:][:punct:]]+', ' ', 'g')) || ' '
$$;
"""

# tasks.facets says what they mean; a test holds the classes of minutes here and there together.
FACETS = """
CREATE FUNCTION tasks_facets(category bigint, zones text[], countries text[], languages text[], level smallint, difficulty smallint, measured_seconds integer, minutes smallint, kept text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT array_remove(ARRAY['c' || category, 'v' || level, 'd' || coalesce(difficulty, 0),
           'm' || width_bucket(coalesce(measured_seconds, minutes * 60) - 1,
                               '{60,120,180,300,480,600,900,1200,1800,2700,3600,5400,7200}'::integer[])], NULL)
      || CASE WHEN zones = '{}' AND countries = '{}' THEN '{w}'::text[]
              ELSE ARRAY(SELECT 'z' || zone FROM unnest(zones) AS zone)
                || ARRAY(SELECT 'n' || country FROM unnest(countries) AS country) END
      || CASE WHEN languages = '{}' THEN '{l}'::text[]
              ELSE ARRAY(SELECT 'l' || language FROM unnest(languages) AS language) END
      || CASE WHEN kept = '' THEN '{?}' ELSE string_to_array(kept, ' ') END
$$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION task_words"),
        migrations.RunSQL(PLAIN, "DROP FUNCTION task_plain"),
        migrations.RunSQL(QUOTED, "DROP FUNCTION task_says"),
        migrations.RunSQL(FACETS, "DROP FUNCTION tasks_facets"),
        migrations.CreateModel(
            name="CodeKey",
            fields=[
                (
                    "employer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="code_key",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("secret", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("former", models.CharField(blank=True, default="", max_length=64)),
                ("former_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(max_length=64)),
                ("begun_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("upto", models.BigIntegerField(default=0)),
                ("labelled", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("cells", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("wanted", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("held", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("again", models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=60)),
                ("guidance", models.CharField(blank=True, max_length=300)),
                ("minutes", models.PositiveSmallIntegerField(default=5, help_text="Suggested minutes.")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kinds",
                        to="tasks.category",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "categories",
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "effective_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty while it is being written.",
                        null=True,
                        verbose_name="in force from",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what changed")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "policy version",
                "verbose_name_plural": "policy versions",
            },
        ),
        migrations.CreateModel(
            name="EmployerRecord",
            fields=[
                (
                    "employer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="employer_record",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("review_minutes", models.PositiveIntegerField(null=True)),
                ("judged", models.PositiveIntegerField(default=0)),
                (
                    "paid",
                    picomarket.lib.fields.MoneyField(default=0, help_text="What workers received for their tasks."),
                ),
                ("disputes_decided", models.PositiveIntegerField(default=0)),
                ("disputes_lost", models.PositiveIntegerField(default=0)),
                ("rating", models.PositiveSmallIntegerField(null=True)),
                ("raters", models.PositiveIntegerField(default=0)),
                ("measured_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("disputes_lost__lte", models.F("disputes_decided"))),
                        name="task_record_lost_were_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                            ("cleared", "Cleared: the task goes on"),
                            ("stopped", "Stopped"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("policy", "Words of the policy"),
                            ("first", "A new employer's first task"),
                            ("again", "Declined before"),
                            ("reports", "Reports by workers"),
                            ("changed", "Words of the policy, which changed after publication"),
                            ("brake", "Very many rejections within a day"),
                        ],
                        max_length=12,
                    ),
                ),
                ("risk", models.PositiveIntegerField(default=0)),
                (
                    "why",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                (
                    "allowed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=220), blank=True, default=list, size=None
                    ),
                ),
                ("contents", models.CharField(max_length=64)),
                (
                    "agreed",
                    picomarket.lib.fields.MoneyField(
                        default=0, help_text="What the employer agreed to pay on publication."
                    ),
                ),
                ("braked_at", models.DateTimeField(blank=True, null=True)),
                ("held_from", models.CharField(blank=True, max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("fix", models.TextField(blank=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="Phrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        help_text="click* ... ad|ads: a * for any ending, a | between alternatives, ... for up to four words.",
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ad_clicks", "Clicks on ads"),
                            ("reviews", "Paid reviews and votes"),
                            ("followers", "Followers and likes"),
                            ("captchas", "Captcha solving"),
                            ("accounts", "Accounts for resale"),
                            ("bounties", "Hidden referral bounties"),
                            ("credentials", "Codes, passwords and identity papers"),
                            ("installs", "Installs from unknown places"),
                            ("own_money", "Paying own money"),
                            ("adult", "Adult or illegal"),
                            ("harvesting", "Other people's data"),
                            ("vpn", "Pretending to be elsewhere"),
                        ],
                        max_length=16,
                        verbose_name="points at the rule",
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="What all found phrases of a rule weigh together decides: a look, or not allowed at all.",
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("email", "Asks for e-mail"),
                            ("phone", "Asks for phone"),
                            ("install", "Asks to install"),
                            ("sign_up", "Asks to sign up"),
                            ("payment", "Asks about payment"),
                            ("personal", "Asks for personal data"),
                        ],
                        max_length=12,
                        verbose_name="points at the risk",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("risk", ""), ("subject", ""), _negated=True),
                        name="task_phrase_points",
                        violation_error_message="Say which rule or which risk it points at.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), ("weight__gt", 0), _connector="OR"),
                        name="task_phrase_weighs",
                        violation_error_message="Give a phrase that points at a rule a weight above 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("is_house", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Draft"),
                            ("discarded", "Discarded"),
                            ("published", "Published"),
                            ("closed", "Closed"),
                        ],
                        default="drafted",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("about", models.TextField(blank=True, max_length=1000)),
                ("minutes", models.PositiveSmallIntegerField(default=10)),
                ("pass_percent", models.PositiveSmallIntegerField(default=80)),
                ("attempts", models.PositiveSmallIntegerField(default=3)),
                ("wait_hours", models.PositiveSmallIntegerField(default=24)),
                ("valid_days", models.PositiveSmallIntegerField(default=0)),
                ("drafted_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pass_percent__gte", 1), ("pass_percent__lte", 100)),
                        name="qualification_mark_is_percent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passes", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passes",
                        to="tasks.qualification",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "passes",
                "constraints": [models.UniqueConstraint(fields=("qualification", "worker"), name="pass_once")],
            },
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
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("places__gt", 0), ("reward__gt", 0)), name="offer_pays"),
                    models.CheckConstraint(
                        condition=models.Q(("paid__lte", models.F("taken"))), name="offer_pays_what_is_taken"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("places"))), name="offer_takes_no_more"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
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
                        choices=[("started", "Under way"), ("passed", "Passed"), ("failed", "Not passed")],
                        default="started",
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("right", models.PositiveSmallIntegerField(default=0)),
                ("counted", models.PositiveSmallIntegerField(default=0)),
                ("paid", picomarket.lib.fields.MoneyField(default=0)),
                (
                    "unpaid",
                    models.CharField(
                        blank=True,
                        choices=[("unanswered", "Questions without a reply"), ("quick", "Quicker than one can read")],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tries",
                        to="tasks.offer",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tries",
                        to="tasks.qualification",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["qualification", "worker", "-started_at"], name="attempt_of_worker"),
                    models.Index(condition=models.Q(("state", "started")), fields=["until"], name="attempt_overdue"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "started")),
                        fields=("qualification", "worker"),
                        name="attempt_one_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("paid__gt", 0)),
                        fields=("qualification", "worker"),
                        name="attempt_paid_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("choice", "One of several options"), ("text", "A short text")], max_length=8
                    ),
                ),
                ("words", models.TextField(max_length=1000)),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "right",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None),
                ),
                ("explanation", models.TextField(blank=True, max_length=1000)),
                ("fallen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="tasks.qualification"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("qualification", "position"),
                        name="question_position",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contest",
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
                            ("opened", "Waits for the author"),
                            ("agreed", "The question was withdrawn"),
                            ("declined", "The question stands"),
                        ],
                        default="opened",
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(max_length=1000)),
                ("answer", models.TextField(blank=True, max_length=1000)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contests", to="tasks.question"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("question", "worker"), name="contest_once")],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, max_length=200)),
                ("is_right", models.BooleanField(blank=True, null=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="tasks.attempt",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="tasks.question"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("attempt", "question"), name="reply_once")],
            },
        ),
        migrations.CreateModel(
            name="Gold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(blank=True), size=None),
                ),
                ("because", models.TextField(blank=True)),
                ("fallen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gold", to="tasks.row"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "gold",
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("ad_clicks", "Clicks on ads"),
                            ("reviews", "Paid reviews and votes"),
                            ("followers", "Followers and likes"),
                            ("captchas", "Captcha solving"),
                            ("accounts", "Accounts for resale"),
                            ("bounties", "Hidden referral bounties"),
                            ("credentials", "Codes, passwords and identity papers"),
                            ("installs", "Installs from unknown places"),
                            ("own_money", "Paying own money"),
                            ("adult", "Adult or illegal"),
                            ("harvesting", "Other people's data"),
                            ("vpn", "Pretending to be elsewhere"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("sentence", models.CharField(max_length=400)),
                ("allowed", models.TextField(blank=True, verbose_name="allowed, one example a line")),
                ("forbidden", models.TextField(blank=True, verbose_name="not allowed, one example a line")),
                ("fix", models.CharField(max_length=300, verbose_name="what to change")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="tasks.edition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "number"), name="task_rule_number"),
                    models.UniqueConstraint(fields=("edition", "subject"), name="task_rule_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("words", models.CharField(blank=True, max_length=100)),
                ("least", picomarket.lib.fields.MoneyField(default=0)),
                ("most", picomarket.lib.fields.MoneyField(default=0)),
                ("per_hour", picomarket.lib.fields.MoneyField(default=0)),
                ("minutes", models.PositiveIntegerField(null=True)),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worldwide", "Worldwide"),
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
                ("language", models.CharField(blank=True, db_default="", default="", max_length=3)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")], null=True
                    ),
                ),
                (
                    "difficulty",
                    models.PositiveSmallIntegerField(choices=[(1, "Easy"), (2, "Medium"), (3, "Hard")], null=True),
                ),
                ("proof", models.CharField(blank=True, max_length=12)),
                ("review_hours", models.PositiveIntegerField(null=True)),
                ("rejects", models.PositiveSmallIntegerField(null=True)),
                ("rated", models.DecimalField(decimal_places=1, max_digits=2, null=True)),
                ("followed", models.BooleanField(default=False)),
                ("sort", models.CharField(blank=True, max_length=8)),
                ("by_mail", models.BooleanField(default=True, verbose_name="mail once a day")),
                ("feed_key", models.CharField(blank=True, max_length=43)),
                ("saved_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(null=True)),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tasks.category",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "saved searches",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name"), name="task_search_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("feed_key", ""), _negated=True),
                        fields=("feed_key",),
                        name="task_search_feed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "trusted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                (
                    "agreeing",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(9)]
                    ),
                ),
                (
                    "compared",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "gold_columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(blank=True, max_length=40),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("gold_because", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("gold_by_hand", models.BooleanField(db_default=False, default=False)),
                ("gold_approves", models.BooleanField(db_default=False, default=False)),
                (
                    "gold_least",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                ("gold_after", models.PositiveSmallIntegerField(db_default=5, default=5)),
                (
                    "hourly_cap",
                    models.PositiveIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "daily_cap",
                    models.PositiveIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("opens_at", models.TimeField(blank=True, null=True)),
                ("closes_at", models.TimeField(blank=True, null=True)),
                ("last_day", models.DateField(blank=True, null=True)),
                ("clock", models.CharField(default="UTC", max_length=40, verbose_name="time zone")),
                (
                    "country_share",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(25),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                ("hour_of", models.DateTimeField(blank=True, editable=False, null=True)),
                ("hour_taken", models.PositiveIntegerField(default=0, editable=False)),
                ("day_of", models.DateField(blank=True, editable=False, null=True)),
                ("day_taken", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Draft"),
                            ("discarded", "Discarded"),
                            ("queued", "Waiting for a look"),
                            ("published", "Published"),
                            ("paused", "Paused"),
                            ("held", "Held"),
                            ("stopped", "Stopped"),
                            ("finished", "Finished"),
                        ],
                        default="drafted",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1000), blank=True, default=list, size=None
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=5, verbose_name="minutes it takes")),
                (
                    "zones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                (
                    "excluded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                (
                    "minimum_level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Starter"), (2, "Advanced"), (3, "Expert")], default=1
                    ),
                ),
                (
                    "only_lists",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "not_lists",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "tests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("test_instead", models.BooleanField(default=False)),
                (
                    "by_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Q(("not_lists", []), ("only_lists", []), ("tests", []), _negated=True),
                        output_field=models.BooleanField(),
                    ),
                ),
                ("reward", picomarket.lib.fields.MoneyField(default=0)),
                ("employer_commission", picomarket.lib.fields.MoneyField(default=0)),
                ("worker_commission", picomarket.lib.fields.MoneyField(default=0)),
                ("screen_out", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("slots", models.PositiveIntegerField(default=1)),
                ("rows", models.PositiveIntegerField(db_default=0, default=0)),
                ("answers", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("per_worker", models.PositiveIntegerField(blank=True, db_default=1, default=1, null=True)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("paid", models.PositiveIntegerField(default=0)),
                ("returned", picomarket.lib.fields.MoneyField(default=0)),
                ("claim_minutes", models.PositiveSmallIntegerField(default=15)),
                ("review_days", models.PositiveSmallIntegerField(default=3)),
                ("measured_seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("measured_from", models.PositiveIntegerField(default=0)),
                ("floored_at", models.DateTimeField(blank=True, null=True)),
                ("merit", models.FloatField(blank=True, editable=False, null=True)),
                (
                    "difficulty",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "Easy"), (2, "Medium"), (3, "Hard")], editable=False, null=True
                    ),
                ),
                ("kept", models.TextField(blank=True, db_default="", default="", editable=False)),
                (
                    "facets",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("category"),
                            django.db.models.functions.comparison.Cast(
                                models.F("zones"),
                                django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                            ),
                            django.db.models.functions.comparison.Cast(
                                models.F("countries"),
                                django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                            ),
                            django.db.models.functions.comparison.Cast(
                                models.F("languages"),
                                django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                            ),
                            models.F("minimum_level"),
                            models.F("difficulty"),
                            models.F("measured_seconds"),
                            models.F("minutes"),
                            models.F("kept"),
                            function="tasks_facets",
                        ),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                    ),
                ),
                (
                    "risks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("email", "Asks for e-mail"),
                                ("phone", "Asks for phone"),
                                ("install", "Asks to install"),
                                ("sign_up", "Asks to sign up"),
                                ("payment", "Asks about payment"),
                                ("personal", "Asks for personal data"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("begun", models.BooleanField(db_default=False, default=False, editable=False)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="tasks.category",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.edition",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "published")), fields=["-published_at", "-id"], name="task_newest"
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-merit", "-published_at", "-id"],
                        name="task_best",
                    ),
                    models.Index(
                        models.OrderBy(
                            django.db.models.expressions.CombinedExpression(
                                models.F("reward"), "-", models.F("worker_commission")
                            ),
                            descending=True,
                        ),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "published")),
                        name="task_best_paid",
                    ),
                    models.Index(
                        models.OrderBy(
                            models.ExpressionWrapper(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("reward"), "-", models.F("worker_commission")
                                        ),
                                        "*",
                                        models.Value(3600, models.BigIntegerField()),
                                    ),
                                    "/",
                                    django.db.models.functions.comparison.Cast(
                                        django.db.models.functions.comparison.Greatest(
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("measured_seconds"),
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("minutes"), "*", models.Value(60)
                                                ),
                                            ),
                                            1,
                                        ),
                                        models.BigIntegerField(),
                                    ),
                                ),
                                models.BigIntegerField(),
                            ),
                            descending=True,
                        ),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "published")),
                        name="task_best_hourly",
                    ),
                    models.Index(fields=["employer", "-drafted_at"], name="task_of_employer"),
                    models.Index(
                        condition=models.Q(("last_day__isnull", False)), fields=["last_day"], name="task_last_day"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "published")), fields=["facets"], name="task_facets"
                    ),
                    models.Index(
                        condition=models.Q(("announced_at", None), ("state", "published")),
                        fields=["published_at"],
                        name="task_unannounced",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("slots"))), name="task_no_slot_twice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid__lte", models.F("taken"))), name="task_paid_were_taken"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["drafted", "discarded"]), ("reward__gt", 0), _connector="OR"),
                        name="task_published_pays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("screen_out", 0),
                            models.Q(
                                (
                                    "reward__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("screen_out"), "*", models.Value(2)
                                    ),
                                ),
                                ("screen_out__gte", 10000),
                            ),
                            _connector="OR",
                        ),
                        name="task_screens_out_for_half_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("test_instead", False), models.Q(("tests", []), _negated=True), _connector="OR"
                        ),
                        name="task_instead_by_a_test",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_worker__isnull", True), ("per_worker__gt", 0), _connector="OR"),
                        name="task_once_at_least",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["drafted", "discarded"]),
                            ("rows__gt", 0),
                            models.Q(("only_lists", []), _negated=True),
                            models.Q(
                                ("per_worker__isnull", False),
                                models.Q(("per_worker", 1), ("minimum_level__gte", 2), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="task_often_by_the_advanced",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingQuote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reward", picomarket.lib.fields.MoneyField()),
                ("employer_commission", picomarket.lib.fields.MoneyField()),
                ("worker_commission", picomarket.lib.fields.MoneyField()),
                ("slots", models.PositiveIntegerField()),
                ("where", models.JSONField()),
                ("expires_at", models.DateTimeField()),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standing_quote", to="tasks.task"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sightings",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("task", "person"), name="task_seen_once")],
            },
        ),
        migrations.AddField(
            model_name="row",
            name="task",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="batch_rows", to="tasks.task"
            ),
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "Waiting for a look"),
                            ("right", "Somebody looked at it: the task was stopped"),
                            ("closed", "Somebody looked at it: the task goes on, and you were right to ask"),
                            ("wrong", "Somebody looked at it: nothing was wrong with the task"),
                        ],
                        default="filed",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("pay", "It pays too little for the work"),
                            ("unsafe", "It is unsafe for me or my device"),
                            ("prohibited", "It asks for something the policy does not allow"),
                            ("broken", "It is broken: a link or a page does not work"),
                            ("unclear", "The steps are unclear or contradict each other"),
                            ("different", "It asks for more than it says"),
                            ("data", "It asks for personal data it does not need"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField()),
                ("filed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="tasks.look"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="tasks.task"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("task", "reporter"), name="task_report_once")],
            },
        ),
        migrations.CreateModel(
            name="PublicQuestion",
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
                            ("asked", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("hidden", "Taken down"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_questions",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["task", "-id"], name="question_of_task"),
                    models.Index(condition=models.Q(("state", "asked")), fields=["task"], name="question_open"),
                    models.Index(
                        condition=models.Q(("state", "answered")),
                        fields=["task", "answered_at"],
                        name="question_answered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="question_answered_in_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("line", "Short text"),
                            ("url", "Web address"),
                            ("number", "Number"),
                            ("choice", "Choice"),
                            ("challenge", "Challenge question"),
                            ("code", "Completion code"),
                            ("screenshot", "Screenshot"),
                            ("file", "File"),
                        ],
                        max_length=12,
                    ),
                ),
                ("label", models.CharField(max_length=200)),
                ("example", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "least",
                    models.PositiveSmallIntegerField(default=0, help_text="Least number of characters of a text."),
                ),
                ("pattern", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                ("lowest", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("highest", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("most", models.PositiveSmallIntegerField(db_default=1, default=1)),
                (
                    "files",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Any of these"),
                            ("documents", "Documents: PDF, Word, text"),
                            ("tables", "Tables: CSV, Excel, JSON"),
                            ("sound", "Sound: MP3, M4A, OGG, WAV"),
                            ("video", "Video: MP4, WebM, MOV"),
                            ("archives", "Archives: ZIP"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                ("site", models.URLField(blank=True, db_default="", default="", max_length=500)),
                ("approves", models.BooleanField(db_default=False, default=False)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proof_fields", to="tasks.task"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("approves", True)), fields=["task"], name="task_proof_approves")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "position"), name="task_proof_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lowest", None), ("highest", None), ("lowest__lte", models.F("highest")), _connector="OR"
                        ),
                        name="task_proof_range",
                    ),
                    models.CheckConstraint(condition=models.Q(("most__gte", 1)), name="task_proof_at_least_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), _negated=True), ("options__len__gte", 2), _connector="OR"
                        ),
                        name="task_proof_choices",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "challenge"), _negated=True), ("answers__len__gte", 1), _connector="OR"
                        ),
                        name="task_proof_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "code"), _negated=True),
                            models.Q(("site", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_proof_site",
                    ),
                ],
            },
        ),
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
        migrations.AddField(
            model_name="look",
            name="task",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="tasks.task"),
        ),
        migrations.CreateModel(
            name="Hidden",
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
                        choices=[("task", "Task"), ("employer", "Employer"), ("category", "Category")], max_length=8
                    ),
                ),
                ("hidden_at", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.category"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hidden",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.task"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "hidden",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", None), ("employer", None), ("kind", "task"), ("task__isnull", False)),
                            models.Q(
                                ("category", None), ("employer__isnull", False), ("kind", "employer"), ("task", None)
                            ),
                            models.Q(
                                ("category__isnull", False), ("employer", None), ("kind", "category"), ("task", None)
                            ),
                            _connector="OR",
                        ),
                        name="task_hidden_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=("worker", "kind", "task", "employer", "category"),
                        name="task_hidden_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoldStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gold_stops",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("task", "worker"), name="gold_stop_once")],
            },
        ),
        migrations.CreateModel(
            name="GoldAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("is_right", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scored", "Scored"),
                            ("contested", "Waits for the employer"),
                            ("agreed", "The right answer was withdrawn"),
                            ("declined", "The right answer stands"),
                        ],
                        default="scored",
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("reply", models.TextField(blank=True, max_length=1000)),
                ("scored_at", models.DateTimeField()),
                ("contested_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gold",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given",
                        to="tasks.gold",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gold_answers",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["task", "worker"], name="gold_answer_of_worker")],
                "constraints": [models.UniqueConstraint(fields=("gold", "worker"), name="gold_answer_once")],
            },
        ),
        migrations.AddField(
            model_name="gold",
            name="task",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="gold", to="tasks.task"
            ),
        ),
        migrations.CreateModel(
            name="CountryTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2)),
                ("taken", models.PositiveIntegerField(default=0)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="countries_taken", to="tasks.task"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("task", "country"), name="task_country_once")],
            },
        ),
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
                            ("ended", "Ended by itself after its last day"),
                            ("added", "Slots added"),
                            ("raised", "Reward raised"),
                            ("aimed", "Made for other people"),
                            ("floored", "Paused itself: it pays too little an hour"),
                            ("paced", "Given another pace"),
                            ("rewritten", "Rewritten"),
                            ("checked", "Checked in another way"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "by",
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
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="tasks.task",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone",
                        to="tasks.change",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["task", "-id"], name="task_changes")],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Being checked"),
                            ("checked", "Checked"),
                            ("turned_down", "Cannot be used"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, storage=tasks.models.batches.file_storage, upload_to="batches/%Y/%m/%d/"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("uploaded_at", models.DateTimeField()),
                ("read", models.PositiveBigIntegerField(default=0)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("separator", models.CharField(default=",", max_length=1)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("good", models.PositiveIntegerField(default=0)),
                ("bad", models.PositiveIntegerField(default=0)),
                ("blank", models.PositiveIntegerField(default=0)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cells", "It has more or fewer cells than the file has columns."),
                            ("empty", "There is no value for {detail}."),
                            ("long", "The value of {detail} is longer than {cell} characters."),
                            ("encoding", "It is not UTF-8. Save the file as UTF-8 and upload it again."),
                            (
                                "sheet",
                                "It is a spreadsheet, not a CSV file. Open it, save it as CSV in UTF-8 and upload that.",
                            ),
                            ("broken", "A quote is not closed, or the line is longer than {row} bytes."),
                            ("nul", "It has a sign that is none of a text (NUL). Take it out."),
                            (
                                "nothing",
                                "The file is empty. Its first line names the columns, each further line is a row.",
                            ),
                            ("no_row", "No line of the file can be used."),
                            (
                                "rows_none",
                                "The file names its columns and has no rows. Each line after the first is one.",
                            ),
                            ("head_twice", "Two columns are called {detail}. Give each a name of its own."),
                            (
                                "head_name",
                                "A column cannot be called “{detail}”. Use a letter, then letters, digits and _.",
                            ),
                            ("head_long", "The name of the column “{detail}” is longer than 40 letters. Shorten it."),
                            (
                                "head_unseen",
                                "The name of column {detail} has signs that cannot be seen. Is it a text file? Save it as CSV in UTF-8.",
                            ),
                            ("head_empty", "Column {detail} has no name. Give it one, or take the column out."),
                            ("head_many", "The file has more than {detail} columns."),
                            ("rows_many", "The file has more than {detail} rows. Split it."),
                            ("bad_many", "More than {detail} lines cannot be used. Is it a table with a line per row?"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1000), default=list, size=None
                    ),
                ),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("looked_by", models.CharField(blank=True, max_length=64)),
                ("looked_through", models.PositiveIntegerField(default=0)),
                ("suspects", models.JSONField(default=dict)),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="batch", to="tasks.task"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "uploaded")), fields=["uploaded_at"], name="batch_to_check"
                    ),
                    models.Index(
                        condition=models.Q(("looked_through__lt", models.F("good")), ("state", "checked")),
                        fields=["uploaded_at"],
                        name="batch_to_look_through",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("invited", models.BooleanField(db_default=False, default=False)),
                ("again", models.BooleanField(db_default=False, default=False)),
                ("by_mail", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tasks.savedsearch",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("told_at", None)), fields=["person"], name="task_alert_untold"),
                    models.Index(
                        condition=models.Q(("by_mail", True), ("mailed_at", None)),
                        fields=["person"],
                        name="task_alert_to_mail",
                    ),
                    models.Index(fields=["told_at", "person"], name="task_alert_told"),
                ],
                "constraints": [models.UniqueConstraint(fields=("task", "person"), name="task_alert_once")],
            },
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken", models.JSONField(default=dict)),
                ("notes", models.JSONField(default=list)),
                ("read_at", models.DateTimeField()),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="layout", to="tasks.task"
                    ),
                ),
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
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task_templates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="task_template_named")
                ],
            },
        ),
        migrations.CreateModel(
            name="TopUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("slots", models.PositiveIntegerField()),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("added_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="top_ups", to="tasks.task"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("announced_at", None)), fields=["id"], name="task_top_up_unannounced"
                    )
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="task_top_up_adds")],
            },
        ),
        migrations.CreateModel(
            name="WorkerList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("rule_approved", models.PositiveIntegerField(default=0)),
                ("rule_rate", models.PositiveSmallIntegerField(default=0)),
                ("ruled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="worker_lists",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("employer"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("deleted_at", None)),
                        name="worker_list_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rule_rate__lte", 100)), name="worker_list_rate_is_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("hand", "Added by you"),
                            ("desk", "From the review desk"),
                            ("file", "From a file"),
                            ("rule", "By the rule"),
                        ],
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("out_at", models.DateTimeField(blank=True, null=True)),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="tasks.workerlist",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("list", "worker"), name="listing_once")],
            },
        ),
        migrations.CreateModel(
            name="BadLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("cells", "It has more or fewer cells than the file has columns."),
                            ("empty", "There is no value for {detail}."),
                            ("long", "The value of {detail} is longer than {cell} characters."),
                            ("encoding", "It is not UTF-8. Save the file as UTF-8 and upload it again."),
                            (
                                "sheet",
                                "It is a spreadsheet, not a CSV file. Open it, save it as CSV in UTF-8 and upload that.",
                            ),
                            ("broken", "A quote is not closed, or the line is longer than {row} bytes."),
                            ("nul", "It has a sign that is none of a text (NUL). Take it out."),
                            (
                                "nothing",
                                "The file is empty. Its first line names the columns, each further line is a row.",
                            ),
                            ("no_row", "No line of the file can be used."),
                            (
                                "rows_none",
                                "The file names its columns and has no rows. Each line after the first is one.",
                            ),
                            ("head_twice", "Two columns are called {detail}. Give each a name of its own."),
                            (
                                "head_name",
                                "A column cannot be called “{detail}”. Use a letter, then letters, digits and _.",
                            ),
                            ("head_long", "The name of the column “{detail}” is longer than 40 letters. Shorten it."),
                            (
                                "head_unseen",
                                "The name of column {detail} has signs that cannot be seen. Is it a text file? Save it as CSV in UTF-8.",
                            ),
                            ("head_empty", "Column {detail} has no name. Give it one, or take the column out."),
                            ("head_many", "The file has more than {detail} columns."),
                            ("rows_many", "The file has more than {detail} rows. Split it."),
                            ("bad_many", "More than {detail} lines cannot be used. Is it a table with a line per row?"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=60)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bad_lines",
                        to="tasks.batch",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("batch", "line"), name="batch_bad_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=200)),
                ("blocked_at", models.DateTimeField()),
                (
                    "employer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocked_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("employer", "worker"), name="block_once"),
                    models.CheckConstraint(
                        condition=models.Q(("employer", models.F("worker")), _negated=True), name="block_others_only"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("followed_at", models.DateTimeField()),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("worker", "employer"), name="task_follow_once")],
            },
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
        migrations.CreateModel(
            name="PersonReport",
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
                            ("filed", "Waiting for a look"),
                            ("right", "Somebody looked at it and did something about it"),
                            ("closed", "Somebody looked at it: nothing follows for now, and you were right to ask"),
                            ("wrong", "Somebody looked at it: nothing was wrong"),
                        ],
                        default="filed",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("outside", "Asks to work or to pay outside this market"),
                            ("abuse", "Insults, threatens or harasses"),
                            ("fraud", "Cheats: false work, or good work rejected on purpose"),
                            ("several", "Has several accounts, or this one is not theirs"),
                            ("data", "Asks for codes, passwords or personal data"),
                            ("profile", "The name, the photo or the words on the page are not fit"),
                            ("young", "Is too young to be here"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("weight", models.PositiveSmallIntegerField()),
                ("risk", models.PositiveIntegerField()),
                ("filed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_about",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_of_people",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.publicquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a person",
                "verbose_name_plural": "reports of people",
                "indexes": [
                    models.Index(condition=models.Q(("state", "filed")), fields=["due_at"], name="person_report_open"),
                    models.Index(fields=["reporter", "filed_at"], name="person_report_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("question", None), ("state", "filed")),
                        fields=("person", "reporter"),
                        name="person_report_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("reporter")), _negated=True),
                        name="person_report_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "filed"), models.Q(("decision", ""), _negated=True), _connector="OR"
                        ),
                        name="person_report_has_decision",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(
                condition=models.Q(("held__lt", models.F("wanted"))), fields=["task", "number"], name="batch_row_free"
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="batch_row_number"),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=models.Q(("held__lte", models.F("wanted"))), name="batch_row_no_slot_twice"
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(condition=models.Q(("state", "asked")), fields=["due_at"], name="task_look_open"),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("task",), name="task_one_look_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "stopped"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="task_look_no_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="gold",
            index=models.Index(fields=["task", "row"], name="gold_of_task"),
        ),
    ]
