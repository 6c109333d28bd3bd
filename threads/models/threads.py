"""What a worker and an employer say to each other about a task or a submission."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from picomarket.lib.public import PublicRow

from .tickets import private_storage


class ThreadQuerySet(models.QuerySet["Thread"]):
    def seen_by(self, person: User) -> ThreadQuerySet:
        """The two sides."""
        return self.filter(Q(worker=person) | Q(employer=person))

    def with_sides(self) -> ThreadQuerySet:
        """With all that naming one takes."""
        return self.select_related("task__batch", "worker", "employer", "submission__task__batch", "submission__row")


class Thread(PublicRow):
    """Messages between a worker and an employer: about one submission, or about a task, private to these two."""

    # The constraints and indexes below begin with them.
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="threads", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    employer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    submission = models.OneToOneField(
        "submissions.Submission", models.PROTECT, null=True, blank=True, related_name="thread"
    )
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_words = models.CharField(max_length=200, blank=True)
    last_by_worker = models.BooleanField(default=True)
    unread_worker = models.PositiveIntegerField(default=0)
    unread_employer = models.PositiveIntegerField(default=0)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task", "worker"], condition=Q(submission=None), name="thread_once_per_task_and_worker"
            ),
            models.CheckConstraint(condition=~Q(worker=models.F("employer")), name="thread_between_two"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["task"], name="thread_of_task"),
            models.Index(fields=["worker", "-last_at", "-id"], name="thread_of_worker"),
            models.Index(fields=["employer", "-last_at", "-id"], name="thread_of_employer"),
            models.Index(fields=["worker"], condition=Q(unread_worker__gt=0), name="thread_unread_worker"),
            models.Index(fields=["employer"], condition=Q(unread_employer__gt=0), name="thread_unread_employer"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("threads:thread", args=[self.public_id])

    @property
    def is_kept(self) -> bool:
        """Something was said in it."""
        return not self._state.adding

    @property
    def title(self) -> str:
        """The title of the work it is about, as both sides read it."""
        return self.submission.words.title if self.submission else self.task.title

    def other(self, person: User) -> User:
        """Who somebody writes to."""
        return self.employer if person.pk == self.worker_id else self.worker

    def unread(self, person: User) -> int:
        """How many messages this side has not read."""
        return self.unread_worker if person.pk == self.worker_id else self.unread_employer

    def subject_url(self, person: User) -> str:
        """Where this side sees what it is about: its employer a submission once it is handed in, the task before."""
        if self.submission and person.pk == self.worker_id:
            return self.submission.get_absolute_url()
        if self.submission and self.submission.state not in self.submission.NOT_HANDED_IN:
            return self.submission.review_url
        return self.task.get_absolute_url()


class Message(PublicRow):
    """What one side said. Never edited."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["thread", "-id"], name="message_of_thread")]

    def __str__(self) -> str:
        return self.words[:60]


class MessagePictureQuerySet(models.QuerySet["MessagePicture"]):
    def seen_by(self, person: User) -> MessagePictureQuerySet:
        """The two sides, and who looks at reports."""
        if person.is_staff and person.has_perm("tasks.change_look"):
            return self.all()
        return self.filter(Q(message__thread__worker=person) | Q(message__thread__employer=person))


class MessagePicture(PublicRow):
    """A picture sent with a message, made anew."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="pictures")
    picture = models.FileField(storage=private_storage, upload_to="messages/%Y/%m/%d/")
    small = models.FileField(storage=private_storage, upload_to="messages/%Y/%m/%d/")

    objects = MessagePictureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("threads:picture", args=[self.public_id])

    @property
    def small_url(self) -> str:
        return f"{self.get_absolute_url()}?size=small"
