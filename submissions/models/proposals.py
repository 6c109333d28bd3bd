"""Rejections that wait for a co-sign, because their employer rejected much lately."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.states import Stateful, moves

from .revisions import Reason
from .submissions import Submission, SubmissionQuerySet

# As long as a second press may take to arrive.
A_MOMENT = timedelta(minutes=1)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> ProposalQuerySet:
        return self.filter(state=Proposal.State.PROPOSED)

    def waiting(self) -> ProposalQuerySet:
        """Open ones of work that still waits for its verdict."""
        return self.open().filter(submission__state=Submission.State.SUBMITTED)

    def moot(self) -> ProposalQuerySet:
        """Open ones whose work was judged otherwise meanwhile, or went back to its worker."""
        return self.open().exclude(submission__state=Submission.State.SUBMITTED)

    def free_for(self, person: User) -> ProposalQuerySet:
        """Waiting ones this person may decide."""
        return self.waiting().exclude(submission__task__employer=person).exclude(submission__worker=person)


class Proposal(Stateful):
    """A rejection with all that explains it. The work waits for its verdict meanwhile; its review window runs on."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a co-sign")
        SIGNED = "signed", _("Co-signed")
        DECLINED = "declined", _("Not co-signed")
        LAPSED = "lapsed", _("Judged meanwhile")

    MOVES = moves(
        {
            State.PROPOSED: {State.SIGNED, State.DECLINED, State.LAPSED},
            State.SIGNED: set(),
            State.DECLINED: set(),
            State.LAPSED: set(),
        }
    )

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    step = models.PositiveSmallIntegerField()
    comment = models.TextField()
    # How much of the employer's last verdicts were rejections then, in percent.
    rate = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rejection to co-sign")
        verbose_name_plural = _("rejections to co-sign")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(state="proposed"), name="submission_one_proposal_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(words=""), name="submission_proposal_no_has_words"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["proposed_at"], condition=Q(state="proposed"), name="submission_proposal_open")
        ]

    def __str__(self) -> str:
        return f"{self.submission}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    def was_just_decided_by(self, person: User, now: datetime) -> bool:
        """Whether this person decided it within the last minute."""
        return self.decided_by_id == person.pk and self.decided_at is not None and self.decided_at > now - A_MOMENT


def with_proposals(rows: SubmissionQuerySet) -> SubmissionQuerySet:
    """Adds ``proposed_at``: since when a rejection of it waits for a co-sign; and ``not_signed``: why support did not
    co-sign one of what was handed in last. None where there is none."""
    own = Proposal.objects.filter(submission=OuterRef("pk"))
    declined = own.filter(state=Proposal.State.DECLINED, proposed_at__gte=OuterRef("submitted_at")).order_by("-pk")
    return rows.annotate(
        proposed_at=Subquery(own.open().values("proposed_at")[:1]), not_signed=Subquery(declined.values("words")[:1])
    )
