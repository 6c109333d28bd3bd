"""Changes an employer asks for, with what had been handed in until then."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .proofs import HandedIn


class Reason(models.TextChoices):
    """Why a submission is rejected, or sent back for a change."""

    INCOMPLETE = "incomplete", _("Incomplete")
    WRONG_RESULT = "wrong_result", _("Wrong result")
    WRONG_ACCOUNT = "wrong_account", _("Wrong account or country")
    UNREADABLE = "unreadable", _("Proof cannot be read")
    DUPLICATE = "duplicate", _("Copy of another submission")
    FRAUD = "fraud", _("Fraud")
    OTHER = "other", _("Other")


# What a change of what was handed in can put right: here the worker is asked for it before anything is rejected.
MENDABLE = (Reason.INCOMPLETE, Reason.UNREADABLE)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def running(self) -> RevisionQuerySet:
        return self.filter(closed_at=None)

    def with_proofs(self) -> RevisionQuerySet:
        proofs = EarlierProof.objects.select_related("field").order_by("field__position", "place")
        return self.prefetch_related(models.Prefetch("proofs", proofs))


class Revision(models.Model):
    """One time an employer asked for a change: why, in words that are never changed. ``changed``: it was handed in
    again; else the time ran out, and it is judged as it was handed in before."""

    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    # Until when it can be changed, by what the rule was when it was asked for.
    due_at = models.DateTimeField()
    # When what the employer looked at had been handed in.
    handed_in_at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    step = models.PositiveSmallIntegerField()
    comment = models.TextField()
    closed_at = models.DateTimeField(null=True, blank=True)
    changed = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "number"], name="revision_numbered_once"),
            models.UniqueConstraint(fields=["submission"], condition=Q(closed_at=None), name="revision_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.number}"

    @property
    def lapsed(self) -> bool:
        """The worker let its time run out."""
        return self.closed_at is not None and not self.changed

    @property
    def went_by_itself(self) -> bool:
        """What the worker had saved was handed in when the time was over, as nobody could any more."""
        return self.closed_at is not None and self.changed and self.closed_at >= self.due_at

    @property
    def step_words(self) -> str:
        """The text of the step it names. Its submission must be at hand."""
        return self.submission.words.steps[self.step - 1]


class EarlierProofQuerySet(models.QuerySet["EarlierProof"]):
    def seen_by(self, person: User) -> EarlierProofQuerySet:
        """The worker's own, those handed in to this employer's tasks, and all for staff who settle disputes."""
        if person.is_staff and person.has_perm("disputes.change_dispute"):
            return self.all()
        mine = Q(revision__submission__worker=person)
        return self.filter(mine | Q(revision__submission__task__employer=person))


class EarlierProof(HandedIn):
    """What had been handed in for one proof field before a change was asked for. It shares its file with the proof it
    was, until that gets another one."""

    VIEW = "submissions:earlier_proof"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="proofs")

    objects = EarlierProofQuerySet.as_manager()

    @property
    def label(self) -> str:
        return self.revision.submission.words.label(self.field)
