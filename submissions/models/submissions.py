"""A worker's hold on a slot and what came of it: one row from claim to verdict."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.addresses import address
from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from tasks import filling
from tasks.models import Look
from tasks.throttles import Held
from wallet.commission import Price

from .fingerprints import Fingerprint
from .proofs import Proof
from .revisions import Reason, Revision


class Check(models.TextChoices):
    """What checking said of a submission without anybody's looking at it; empty where it was not asked."""

    DUE = "due", _("To be checked")
    TRUSTED = "trusted", _("By somebody the employer trusts")
    GOLD = "gold", _("The answer known to be right")
    CODE = "code", _("Its completion code says that it is done")
    AGREED = "agreed", _("Others gave the same answer")
    DIFFERS = "differs", _("Others gave another answer")
    MISSED = "missed", _("Not the answer known to be right")


def grace() -> timedelta:
    """How long after its time a claim still holds its slot, for what is under way."""
    return timedelta(seconds=settings.RULES.grace_seconds)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, worker: User) -> SubmissionQuerySet:
        return self.filter(worker=worker)

    def claimed(self) -> SubmissionQuerySet:
        return self.filter(state=Submission.State.CLAIMED)

    def to_review(self) -> SubmissionQuerySet:
        """Handed in, and no verdict is given yet."""
        return self.filter(state=Submission.State.SUBMITTED, given=None)

    def reviewable_by(self, employer: User) -> SubmissionQuerySet:
        """What this employer may see: what was handed in to their tasks, judged or not."""
        return self.filter(task__employer=employer).exclude(state__in=Submission.NOT_HANDED_IN)

    def with_proofs(self, *also: str) -> SubmissionQuerySet:
        """With what was handed in, in the order it was asked for; each with its field and ``also`` with that."""
        proofs = Proof.objects.select_related("field", *also).order_by("field__position", "place")
        return self.prefetch_related(models.Prefetch("proofs", proofs))

    def with_glances(self) -> SubmissionQuerySet:
        """With as much of what was handed in as a list shows of it."""
        proofs = Proof.objects.order_by("field__position", "place")
        shown = ("submission", "public_id", "text", "picture", "width", "height", "sha256")
        return self.prefetch_related(models.Prefetch("proofs", proofs.only(*shown)))

    def with_flags(self) -> SubmissionQuerySet:
        """Adds ``is_flagged``: a proof of it looks like one handed in before."""
        flagged = Fingerprint.objects.flagged().filter(submission=models.OuterRef("pk"))
        return self.annotate(is_flagged=models.Exists(flagged))

    def by_state(self) -> dict[str, int]:
        """How many there are in each state."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def overdue(self, now: datetime) -> SubmissionQuerySet:
        """Claimed, and the time is over with its grace."""
        return self.claimed().filter(claim_until__lte=now - grace())

    def unchecked(self) -> SubmissionQuerySet:
        """Handed in, and not looked at yet whether it approves itself."""
        return self.to_review().filter(checked=Check.DUE)

    def unreviewed(self, now: datetime) -> SubmissionQuerySet:
        """Handed in, and the employer's time to review is over."""
        return self.to_review().filter(review_until__lte=now)

    def unchanged(self, now: datetime) -> SubmissionQuerySet:
        """Asked to be changed, and the worker's time for that is over."""
        return self.filter(state=Submission.State.REVISION, revise_until__lte=now)

    def with_revisions(self) -> SubmissionQuerySet:
        """With the changes asked for, and what had been handed in each time."""
        return self.prefetch_related(models.Prefetch("revisions", Revision.objects.with_proofs().order_by("number")))

    def uncontested(self, now: datetime) -> SubmissionQuerySet:
        """Rejected, the worker's time to dispute is over, and support does not look at the task's rejections."""
        looked_at = Look.objects.open().braked().filter(task=models.OuterRef("task"))
        over = self.filter(state=Submission.State.REJECTED, contest_until__lte=now)
        return over.filter(~models.Exists(looked_at))


class Submission(PublicRow, Stateful):
    """A worker's hold on a slot and what came of it.

    A rejection counts in no score and its slot's escrow stays locked until it is ``confirmed``: by the dispute
    window closing or by support.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", _("Working on it")
        EXPIRED = "expired", _("Time ran out")
        GIVEN_BACK = "given_back", _("Given back")
        SUBMITTED = "submitted", _("Waiting for review")
        REVISION = "revision", _("To be changed")
        APPROVED = "approved", _("Approved and paid")
        REJECTED = "rejected", _("Rejected")
        DISPUTED = "disputed", _("In dispute")
        CONFIRMED = "confirmed", _("Rejection confirmed")
        AWARDED = "awarded", _("Paid in part, by dispute")
        SCREENED = "screened", _("Did not qualify")

    MOVES = moves(
        {
            State.CLAIMED: {State.SUBMITTED, State.EXPIRED, State.GIVEN_BACK},
            State.EXPIRED: set(),
            State.GIVEN_BACK: set(),
            State.SUBMITTED: {State.REVISION, State.APPROVED, State.REJECTED, State.SCREENED},
            State.REVISION: {State.SUBMITTED},
            State.APPROVED: set(),
            State.REJECTED: {State.APPROVED, State.DISPUTED, State.CONFIRMED},
            State.DISPUTED: {State.APPROVED, State.CONFIRMED, State.AWARDED},
            State.CONFIRMED: {State.APPROVED},
            State.AWARDED: set(),
            State.SCREENED: set(),
        }
    )
    ENDED_UNDONE = (State.EXPIRED, State.GIVEN_BACK)
    NOT_HANDED_IN = (State.CLAIMED, *ENDED_UNDONE)

    # Indexes below begin with the task and with the worker.
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="submissions", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", db_index=False)
    # Where the worker lived when they claimed it, which is what the slot is counted under.
    country = models.CharField(max_length=2, blank=True, db_default="", default="")
    # Of a batch: the row it is about.
    row = models.ForeignKey(
        "tasks.Row", models.PROTECT, null=True, blank=True, related_name="submissions", db_index=False
    )
    # Which of the times it is that the worker does the task. What came to nothing leaves its number to the next.
    turn = models.PositiveIntegerField(default=1, db_default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField()
    claim_until = models.DateTimeField()
    # The numbers of the steps its worker ticked off.
    ticked = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[], blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    review_until = models.DateTimeField(null=True, blank=True)
    # Until when the worker can change it, where the employer asked for that; kept when it is over.
    revise_until = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    contest_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    checked = models.CharField(max_length=8, choices=Check.choices, blank=True, default="", db_default="")
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    reason_step = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    # What was paid for it, where its task was raised after that or its worker did not qualify; nothing for most.
    own_reward = MoneyField(default=0, db_default=0)
    own_employer_commission = MoneyField(default=0, db_default=0)
    own_worker_commission = MoneyField(default=0, db_default=0)
    # The part of the price that support awarded, in percent.
    awarded = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task", "worker", "turn"],
                condition=~Q(state__in=["expired", "given_back"]),
                name="submission_turn_once",
            ),
            models.UniqueConstraint(
                fields=["task", "worker"], condition=Q(state="claimed"), name="submission_one_claim_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["row", "worker"],
                condition=~Q(state__in=["expired", "given_back"]) & Q(row__isnull=False),
                name="submission_once_per_row",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "disputed", "confirmed"]) | ~Q(reason=""),
                name="submission_rejection_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="awarded", awarded__gt=0, awarded__lt=100)
                | (~Q(state="awarded") & Q(awarded__isnull=True)),
                name="submission_awarded_a_part",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["claim_until"], condition=Q(state="claimed"), name="submission_overdue"),
            models.Index(fields=["worker", "claim_until"], condition=Q(state="expired"), name="submission_ran_out"),
            models.Index(fields=["review_until"], condition=Q(state="submitted"), name="submission_unreviewed"),
            models.Index(fields=["revise_until"], condition=Q(state="revision"), name="submission_unchanged"),
            models.Index(
                fields=["submitted_at"], condition=Q(state="submitted", checked="due"), name="submission_unchecked"
            ),
            models.Index(fields=["contest_until"], condition=Q(state="rejected"), name="submission_uncontested"),
            models.Index(fields=["worker", "-claimed_at"], name="submission_of_worker"),
            models.Index(fields=["task", "state", "submitted_at"], name="submission_queue"),
            models.Index(
                fields=["task", "review_until", "id"], condition=Q(state="submitted"), name="submission_waiting"
            ),
            models.Index(
                F("task"),
                F("submitted_at") - F("claimed_at"),
                condition=Q(state="submitted"),
                name="submission_rushed",
            ),
            models.Index(fields=["row"], condition=Q(row__isnull=False), name="submission_of_row"),
            models.Index(
                fields=["task", "worker", "-claimed_at"], condition=Q(row__isnull=False), name="submission_in_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.worker}"

    def get_absolute_url(self) -> str:
        return address("submissions:work", self.public_id)

    @property
    def grace_until(self) -> datetime:
        """Until then it can be kept and handed in."""
        return self.claim_until + grace()

    def is_in_grace(self, now: datetime) -> bool:
        """Its time is over, and what is done can still be handed in."""
        return self.state == self.State.CLAIMED and self.claim_until <= now < self.grace_until

    def is_overdue(self, now: datetime) -> bool:
        """Its time ran out with its grace; the sweep that ends it may not have come by yet."""
        return self.state == self.State.CLAIMED and self.grace_until <= now

    def stage(self, now: datetime) -> str:
        """Its state as its worker should read it now."""
        return self.State.EXPIRED if self.is_overdue(now) else self.state

    @property
    def change_until(self) -> datetime | None:
        """Until when its worker can change what they hand in; None where they cannot."""
        return {self.State.CLAIMED: self.grace_until, self.State.REVISION: self.revise_until}.get(
            self.State(self.state)
        )

    def is_contestable(self, now: datetime) -> bool:
        """Rejected, and the worker may still dispute it."""
        return self.state == self.State.REJECTED and self.contest_until is not None and self.contest_until > now

    @property
    def is_rejected(self) -> bool:
        """A rejection stands, final or not."""
        return self.state in (self.State.REJECTED, self.State.DISPUTED, self.State.CONFIRMED)

    @property
    def is_vouched_for(self) -> bool:
        """Checking found what approves it."""
        return self.checked in (Check.TRUSTED, Check.GOLD, Check.CODE, Check.AGREED)

    @property
    def overturn_until(self) -> datetime | None:
        """Until when its employer can pay for it after all; None where it was not rejected."""
        return self.rejected_at and self.rejected_at + timedelta(days=settings.RULES.overturn_days)

    @property
    def hold(self) -> Held:
        """The slot it holds, and under what that is counted."""
        return Held(self.pk, self.task_id, self.country, self.claimed_at, self.row_id)

    @property
    def paid(self) -> Price:
        """What was paid for it, or is when it is approved: the task's price, or the part that support awarded."""
        return self.price if self.awarded is None else self.price.part(self.awarded)

    @property
    def price(self) -> Price:
        """The whole price of its slot: what its task pays, or paid before a raise that came too late for it."""
        if self.own_reward:
            return Price(self.own_reward, self.own_employer_commission, self.own_worker_commission)
        return self.task.price

    @cached_property
    def words(self) -> filling.Words:
        """The task's words as they are for this submission: of a batch, with its row's values in them."""
        return filling.words_of(self.task, self.row)

    @property
    def failed_step(self) -> str:
        """The text of the step the rejection names."""
        number = self.reason_step or 0
        return self.words.steps[number - 1] if 1 <= number <= len(self.words.steps) else ""

    @property
    def handed_in(self) -> list[Proof]:
        """What its employer may look at: a change is the worker's alone until it is handed in again."""
        return [] if self.state == self.State.REVISION else list(self.proofs.all())

    @property
    def took(self) -> timedelta | None:
        """From the claim to the handing in; nothing of what was changed once more, for that waited for its employer."""
        return self.submitted_at - self.claimed_at if self.submitted_at and self.revise_until is None else None

    @property
    def review_url(self) -> str:
        return address("submissions:review", self.public_id)
