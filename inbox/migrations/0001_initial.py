import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("endpoint", models.CharField(max_length=1000, unique=True)),
                ("device_key", models.CharField(max_length=100)),
                ("secret", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("url", models.CharField(max_length=500)),
                ("secret", models.CharField(max_length=64)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None),
                ),
                ("made_at", models.DateTimeField()),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("off_at", models.DateTimeField(blank=True, null=True)),
                ("off_why", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endpoints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                        choices=[("waiting", "On its way"), ("delivered", "Delivered"), ("failed", "Not delivered")],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("try_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("seconds", models.FloatField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="inbox.endpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["try_at"], name="delivery_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("data", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="inbox.delivery",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="inbox.endpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivery", None)), fields=["endpoint", "id"], name="event_to_gather"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("pay", "Approvals and pay"),
                            ("rejections", "Rejections and disputes"),
                            ("changes", "Changes asked for"),
                            ("claims", "Work you hold"),
                            ("alerts", "New tasks for you"),
                            ("followed", "Employers you follow"),
                            ("tests", "Tests and known answers"),
                            ("review", "Your tasks: to review"),
                            ("tasks", "Your tasks: how they stand"),
                            ("money", "Deposits and payouts"),
                            ("level", "Level and points"),
                            ("account", "Standing and security"),
                            ("referrals", "Referrals"),
                            ("messages", "Messages"),
                            ("questions", "Questions about tasks"),
                            ("tickets", "Support's answers"),
                            ("reports", "Your reports"),
                            ("news", "News of the market"),
                            ("desk", "The staff's desk"),
                        ],
                        db_default="news",
                        default="news",
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True)),
                ("given", models.JSONField(blank=True, null=True)),
                ("aside", models.TextField(blank=True, db_default="", default="")),
                ("url", models.CharField(blank=True, max_length=200)),
                ("by_mail", models.BooleanField(default=False)),
                ("mail_to", models.EmailField(blank=True, max_length=254)),
                ("told_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("mail_from", models.DateTimeField(default=django.utils.timezone.now)),
                ("mail_tries", models.PositiveSmallIntegerField(default=0)),
                ("in_digest", models.BooleanField(db_default=False, default=False)),
                ("digested_at", models.DateTimeField(blank=True, null=True)),
                ("push_from", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-id"], name="notice_of_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
                    models.Index(
                        condition=models.Q(("by_mail", True), ("mailed_at", None)), fields=["id"], name="notice_to_mail"
                    ),
                    models.Index(
                        condition=models.Q(("digested_at", None), ("in_digest", True)),
                        fields=["person", "id"],
                        name="notice_undigested",
                    ),
                    models.Index(
                        condition=models.Q(("push_from__isnull", False)), fields=["id"], name="notice_to_push"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("pay", "Approvals and pay"),
                            ("rejections", "Rejections and disputes"),
                            ("changes", "Changes asked for"),
                            ("claims", "Work you hold"),
                            ("alerts", "New tasks for you"),
                            ("followed", "Employers you follow"),
                            ("tests", "Tests and known answers"),
                            ("review", "Your tasks: to review"),
                            ("tasks", "Your tasks: how they stand"),
                            ("money", "Deposits and payouts"),
                            ("level", "Level and points"),
                            ("account", "Standing and security"),
                            ("referrals", "Referrals"),
                            ("messages", "Messages"),
                            ("questions", "Questions about tasks"),
                            ("tickets", "Support's answers"),
                            ("reports", "Your reports"),
                            ("news", "News of the market"),
                            ("desk", "The staff's desk"),
                        ],
                        max_length=12,
                    ),
                ),
                ("site", models.BooleanField()),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("urgent", "What cannot wait"),
                            ("all", "All, at once"),
                            ("daily", "All, once a day"),
                            ("none", "Nothing"),
                        ],
                        max_length=6,
                    ),
                ),
                ("push", models.BooleanField(db_default=True)),
                ("feed", models.BooleanField(db_default=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "topic"), name="notice_choice_once")],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=43, unique=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DigestHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="digest_hour_of_a_day")
                ],
            },
        ),
    ]
