"""When they disagree."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from submissions.models import proof_storage

# The reasons of what was decided by a press, without anybody's words; said in its reader's language.
AGREED = gettext_noop("The employer agreed.")
PART_TAKEN = gettext_noop("The employer proposed {percent}% of the reward, and the worker took it.")
# A side is reminded so long before its time to answer ends.
REMINDED = timedelta(hours=24)


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> DisputeQuerySet:
        return self.filter(state=Dispute.State.OPENED)

    def seen_by(self, person: User) -> DisputeQuerySet:
        """The two sides; staff read cases in the admin."""
        return self.filter(Q(submission__worker=person) | Q(submission__task__employer=person))

    def late(self, now: datetime) -> DisputeQuerySet:
        """Open, and support's promise is broken."""
        return self.open().filter(decide_by__lte=now)

    def running(self, now: datetime) -> DisputeQuerySet:
        """Open, and support still has time."""
        return self.open().filter(decide_by__gt=now)

    def ending(self, now: datetime) -> DisputeQuerySet:
        """Open, and a side that has not answered has less than a day to do so and was not reminded."""
        soon = {"gt": now, "lte": now + REMINDED}
        employers = Q(answered_at=None, **{f"answer_by__{ask}": at for ask, at in soon.items()})
        workers = Q(replied_at=None, **{f"reply_by__{ask}": at for ask, at in soon.items()})
        return self.open().filter(employers | workers, reminded=False)

    def unsettled(self) -> DisputeQuerySet:
        """Decided by support, and nothing moved yet: the worker can appeal."""
        return self.exclude(state=Dispute.State.OPENED).filter(settled_at=None)

    def unappealed(self, now: datetime) -> DisputeQuerySet:
        """Unsettled, the time to appeal is over, and nobody did."""
        return self.unsettled().filter(appeal_until__lte=now).exclude(appeal__state=Appeal.State.FILED)

    def by_urgency(self) -> DisputeQuerySet:
        return self.order_by("decide_by", "pk")


class Dispute(PublicRow, Stateful):
    """A contested rejection. Upheld: the worker is right and is paid, all of it or a part. Dismissed: it stands.

    The employer answers, the worker may answer to that, support decides. ``state`` is the outcome that holds, after an
    appeal the appeal's. It is settled when money and counts followed it: at once where the worker was right, else when
    they can appeal no more.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("Open")
        UPHELD = "upheld", _("Upheld: the worker is paid")
        PARTLY = "partly", _("Upheld in part: the worker is paid a part")
        DISMISSED = "dismissed", _("Dismissed: the rejection stands")

    MOVES = moves(
        {
            State.OPENED: {State.UPHELD, State.PARTLY, State.DISMISSED},
            State.UPHELD: {State.PARTLY, State.DISMISSED},
            State.PARTLY: {State.UPHELD, State.DISMISSED},
            State.DISMISSED: {State.UPHELD, State.PARTLY},
        }
    )

    submission = models.OneToOneField("submissions.Submission", models.PROTECT, related_name="dispute")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPENED)
    opened_at = models.DateTimeField()
    # The employer's time, and when they answered or had nothing to add.
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # The worker's time to answer to that; none where the employer said nothing new.
    reply_by = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    # Whoever's time it is was told that it ends.
    reminded = models.BooleanField(default=False, db_default=False)
    decide_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True)
    # The part of the price that is paid, in percent.
    part = models.PositiveSmallIntegerField(null=True, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # The house pays although the rejection stands; and what it was proposed to pay, once that is final.
    kindly = models.BooleanField(default=False, db_default=False)
    goodwill = models.OneToOneField("wallet.Adjustment", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state="opened") | ~Q(decision=""), name="dispute_decision_has_reason"),
            models.CheckConstraint(
                condition=Q(state="partly", part__isnull=False, part__gt=0, part__lt=100)
                | (~Q(state="partly") & Q(part__isnull=True)),
                name="dispute_partly_is_a_part",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["decide_by"], condition=Q(state="opened"), name="dispute_open"),
            models.Index(fields=["appeal_until"], condition=Q(settled_at=None), name="dispute_unsettled"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:case", args=[self.public_id])

    @property
    def why(self) -> str:
        """The reason of the decision, as its reader reads it."""
        if self.decision in (AGREED, PART_TAKEN):
            return gettext(self.decision).format(percent=self.part)
        return self.decision

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPENED

    @property
    def is_upheld(self) -> bool:
        return self.state == self.State.UPHELD

    @property
    def is_partly(self) -> bool:
        return self.state == self.State.PARTLY

    @property
    def is_conceded(self) -> bool:
        """Decided by the employer, who gave in, and not by support."""
        return self.decided_by_id == self.submission.task.employer_id

    @property
    def is_agreed(self) -> bool:
        """Ended by the two sides themselves, without support."""
        return self.decided_by_id in self.sides

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def sides(self) -> tuple[int, int]:
        """The worker's key and the employer's."""
        return self.submission.worker_id, self.submission.task.employer_id

    def waits_for_worker(self, now: datetime) -> bool:
        """The employer has spoken, and the worker can still answer to it."""
        return self.is_open and self.replied_at is None and self.reply_by is not None and now < self.reply_by

    def has_side(self, person: User) -> bool:
        return person.pk in self.sides

    @property
    def appealed(self) -> Appeal | None:
        """The appeal against its decision, if there is one."""
        try:
            return self.appeal
        except ObjectDoesNotExist:
            return None

    @property
    def first_outcome(self) -> str:
        """What was decided first, in words, whatever an appeal made of it."""
        appeal = self.appealed
        return str(self.State(appeal.was if appeal else self.state).label)


class Statement(models.Model):
    """What one side says in a case. Never edited."""

    class Kind(models.TextChoices):
        SAID = "said", _("Words")
        OFFERED = "offered", _("A part of the reward proposed")
        PASSED = "passed", _("Nothing to add")
        APPEALED = "appealed", _("An appeal")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="statements")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SAID, db_default=Kind.SAID)
    words = models.TextField(blank=True)
    # The part of the price that the employer proposes to pay, in percent.
    part = models.PositiveSmallIntegerField(null=True, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="offered", part__isnull=False, part__gt=0, part__lt=100)
                | (~Q(kind="offered") & Q(part__isnull=True)),
                name="statement_offers_a_part",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["offered", "passed"]) | ~Q(words=""), name="statement_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class EnclosureQuerySet(models.QuerySet["Enclosure"]):
    def seen_by(self, person: User) -> EnclosureQuerySet:
        """The two sides of the case, and staff who settle disputes."""
        if person.is_staff and person.has_perm("disputes.change_dispute"):
            return self.all()
        cases = Dispute.objects.seen_by(person)
        return self.filter(statement__dispute__in=cases)


class Enclosure(PublicRow):
    """A picture or a file that goes with a statement, in private storage as proofs are."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="enclosures")
    picture = models.FileField(storage=proof_storage, upload_to="%Y/%m/%d/", blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(storage=proof_storage, upload_to="%Y/%m/%d/", blank=True)
    # As its sender called it, made safe to show; and its size in bytes.
    name = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)

    objects = EnclosureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or self.public_id

    def get_absolute_url(self) -> str:
        return reverse("disputes:enclosure", args=[self.public_id])


class AppealQuerySet(models.QuerySet["Appeal"]):
    def filed(self) -> AppealQuerySet:
        return self.filter(state=Appeal.State.FILED)

    def free_for(self, person: User) -> AppealQuerySet:
        """Those this person may decide: neither against a decision of theirs nor about a case they are a side of."""
        work = {"dispute__submission__worker": person, "dispute__submission__task__employer": person}
        return self.exclude(Q(against=person) | Q(**work, _connector=Q.OR))


class Appeal(PublicRow, Stateful):
    """The one appeal against a decision of support, judged by somebody else of the staff. ``was`` is that decision."""

    class State(models.TextChoices):
        FILED = "filed", _("To be decided")
        STOOD = "stood", _("The decision stands")
        CHANGED = "changed", _("The decision is changed")

    MOVES = moves({State.FILED: {State.STOOD, State.CHANGED}, State.STOOD: set(), State.CHANGED: set()})

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="appeal")
    state = models.CharField(max_length=8, choices=State.choices, default=State.FILED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    was = models.CharField(max_length=12, choices=Dispute.State.choices)
    was_part = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whose decision it is against: who may not decide about it.
    against = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True)
    # What the house was proposed to pay, because money had moved already.
    goodwill = models.OneToOneField("wallet.Adjustment", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("against")), name="dispute_appeal_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="filed") | ~Q(decision=""), name="dispute_appeal_decision_has_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["decide_by"], condition=Q(state="filed"), name="appeal_filed")
        ]

    def __str__(self) -> str:
        return f"{self.dispute}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.FILED

    @property
    def is_changed(self) -> bool:
        return self.state == self.State.CHANGED


class JurorQuerySet(models.QuerySet["Juror"]):
    def of(self, person: User) -> JurorQuerySet:
        return self.filter(person=person)

    def asked(self, now: datetime) -> JurorQuerySet:
        """Who may still answer: in time, and the case waits for its decision."""
        waits = Q(dispute__state=Dispute.State.OPENED) | Q(dispute__appeal__state=Appeal.State.FILED)
        return self.filter(waits, voted_at=None, declined_at=None, answer_by__gt=now)


class Juror(PublicRow):
    """Somebody who knows neither side and is asked what they think of a case. It binds nobody."""

    class Vote(models.TextChoices):
        WORKER = "worker", _("The worker is right")
        PART = "part", _("Both are right in part")
        EMPLOYER = "employer", _("The employer is right")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="jurors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Asked as somebody who works, or as somebody who hires.
    is_worker = models.BooleanField()
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    vote = models.CharField(max_length=8, choices=Vote.choices, blank=True)
    words = models.TextField(blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = JurorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dispute", "person"], name="juror_once_per_case"),
            models.CheckConstraint(
                condition=Q(voted_at__isnull=True, vote="") | (Q(voted_at__isnull=False) & ~Q(vote="") & ~Q(words="")),
                name="juror_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id}: {self.get_vote_display()}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:juror", args=[self.public_id])
