import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public
import threads.models.tickets


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("submissions", "0001_initial"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("words", models.TextField()),
                ("said_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessagePicture",
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
                    models.FileField(storage=threads.models.tickets.private_storage, upload_to="messages/%Y/%m/%d/"),
                ),
                (
                    "small",
                    models.FileField(storage=threads.models.tickets.private_storage, upload_to="messages/%Y/%m/%d/"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="threads.message"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("last_words", models.CharField(blank=True, max_length=200)),
                ("last_by_worker", models.BooleanField(default=True)),
                ("unread_worker", models.PositiveIntegerField(default=0)),
                ("unread_employer", models.PositiveIntegerField(default=0)),
                (
                    "employer",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thread",
                        to="submissions.submission",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="tasks.task",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["task"], name="thread_of_task"),
                    models.Index(fields=["worker", "-last_at", "-id"], name="thread_of_worker"),
                    models.Index(fields=["employer", "-last_at", "-id"], name="thread_of_employer"),
                    models.Index(
                        condition=models.Q(("unread_worker__gt", 0)), fields=["worker"], name="thread_unread_worker"
                    ),
                    models.Index(
                        condition=models.Q(("unread_employer__gt", 0)),
                        fields=["employer"],
                        name="thread_unread_employer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("submission", None)),
                        fields=("task", "worker"),
                        name="thread_once_per_task_and_worker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worker", models.F("employer")), _negated=True), name="thread_between_two"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="thread",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="threads.thread",
            ),
        ),
        migrations.CreateModel(
            name="Ticket",
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
                            ("payout", "A payout, or money I should have received"),
                            ("deposit", "A deposit, a refund or an invoice"),
                            ("work", "Work I do: a task, a submission, a verdict"),
                            ("hiring", "A task I posted, or work I review"),
                            ("account", "Signing in, my e-mail address, my profile"),
                            ("standing", "My account is suspended, or I was treated wrongly"),
                            ("safety", "Something here is not safe or not allowed"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("opened", "Waiting for support"),
                            ("answered", "Answered"),
                            ("asked", "Waiting for the person"),
                            ("closed", "Closed"),
                        ],
                        default="opened",
                        max_length=12,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=12)),
                ("about_id", models.CharField(blank=True, max_length=12)),
                ("about_words", models.CharField(blank=True, max_length=200)),
                ("beginning", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("promised_by", models.DateTimeField()),
                ("first_answer_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="threads.ticket",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "opened")), fields=["due_at", "id"], name="ticket_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("state", "opened")), fields=["promised_by"], name="ticket_promised"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["answered", "asked"])),
                        fields=["answered_at"],
                        name="ticket_silent",
                    ),
                    models.Index(fields=["first_answer_at"], name="ticket_first_answer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", None), ("state", "closed"), _connector="OR"),
                        name="ticket_merged_is_closed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_support", models.BooleanField(default=False)),
                ("is_note", models.BooleanField(default=False)),
                ("words", models.TextField()),
                ("said_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="said", to="threads.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_note", False), ("by_support", True), _connector="OR"),
                        name="said_notes_are_supports",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketFile",
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
                    models.FileField(storage=threads.models.tickets.private_storage, upload_to="tickets/%Y/%m/%d/"),
                ),
                ("name", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("is_picture", models.BooleanField(default=False)),
                (
                    "said",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="threads.said"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["thread", "-id"], name="message_of_thread"),
        ),
    ]
