"""What the staff does to somebody's standing, in writing: warnings, strikes, suspensions, bans, and appeals of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves

from .people import User


def file_storage() -> Storage:
    """Private: stored outside what is served, read only through the view that checks who asks."""
    return storages["files"]


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def shown_to(self, person: User) -> SanctionQuerySet:
        """What this person is told of: theirs, once it is given."""
        return self.filter(person=person).exclude(state__in=Sanction.UNTOLD)

    def given(self) -> SanctionQuerySet:
        return self.filter(state=Sanction.State.GIVEN)

    def barring(self) -> SanctionQuerySet:
        """What keeps its person from working and hiring now."""
        return self.given().filter(kind__in=Sanction.BARRING)

    def strikes(self) -> SanctionQuerySet:
        return self.given().filter(kind=Sanction.Kind.STRIKE)

    def proposed(self) -> SanctionQuerySet:
        return self.filter(state=Sanction.State.PROPOSED)

    def due(self, now: datetime) -> SanctionQuerySet:
        return self.given().filter(until__lte=now)

    def waiting(self) -> SanctionQuerySet:
        """Somebody of the staff is to look at it: its person said something, or has many strikes."""
        return self.filter(waits_since__isnull=False)

    def appealed(self) -> SanctionQuerySet:
        return self.filter(appeal__state=Appeal.State.FILED)

    def appealed_late(self, now: datetime) -> SanctionQuerySet:
        """The person was promised a decision before now."""
        return self.appealed().filter(appeal__decide_by__lte=now)

    def appealed_running(self, now: datetime) -> SanctionQuerySet:
        return self.appealed().filter(appeal__decide_by__gt=now)

    def free_for(self, person: User) -> SanctionQuerySet:
        """Appeals this person of the staff may decide."""
        sides = Q(person=person) | Q(by=person) | Q(agreed_by=person) | Q(sides__contains=[person.pk])
        return self.appealed().exclude(pk__in=Sanction.objects.filter(sides).values("pk"))


class Sanction(PublicRow, Stateful):
    """A warning, a strike, a suspension or a ban: by which rule, for what, until when, and who decided.

    Its person reads all of it but who decided by name. A ban has no end, so a second person must agree to it before it
    is given. ``items`` are what it is about: dictionaries with ``id``, ``label``, ``url`` and the ``words`` around the
    label; ``sides`` the people who have a part in these, none of whom decides.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("Warning")
        STRIKE = "strike", _("Strike")
        SUSPENSION = "suspension", _("Suspension")
        BAN = "ban", _("Ban")

    class Role(models.TextChoices):
        """As whom the person did what it is for."""

        WORKER = "worker", _("as a worker")
        EMPLOYER = "employer", _("as an employer")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DECLINED = "declined", _("Not agreed to")
        GIVEN = "given", _("In force")
        EXPIRED = "expired", _("Over")
        LIFTED = "lifted", _("Lifted")

    MOVES = moves(
        {
            State.PROPOSED: {State.GIVEN, State.DECLINED},
            State.DECLINED: set(),
            State.GIVEN: {State.EXPIRED, State.LIFTED},
            # An appeal can end well after the time is over: then it should not have been.
            State.EXPIRED: {State.LIFTED},
            State.LIFTED: set(),
        }
    )
    BARRING = (Kind.SUSPENSION, Kind.BAN)
    UNTOLD = (State.PROPOSED, State.DECLINED)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.GIVEN)
    # The number of a house rule; 0 of what was decided before rules had numbers.
    rule = models.PositiveSmallIntegerField(_("rule"), default=0)
    # The edition of the rules of the house it was decided by.
    edition = models.DateField(null=True, blank=True)
    reason = models.TextField()
    items = models.JSONField(default=list, blank=True)
    sides = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What the person reads instead of a name.
    decided_as = models.CharField(max_length=40, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Why it was lifted or not agreed to.
    ending = models.TextField(blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="given", kind__in=["suspension", "ban"]),
                name="sanction_bars_once",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(state="proposed"), name="sanction_proposed_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="sanction_by_another"),
            models.CheckConstraint(
                condition=~Q(kind="ban") | Q(state__in=["proposed", "declined"]) | Q(agreed_by__isnull=False),
                name="sanction_ban_is_agreed_to",
            ),
            models.CheckConstraint(condition=~Q(agreed_by=F("by")), name="sanction_agreed_by_a_second"),
            models.CheckConstraint(condition=~Q(agreed_by=F("person")), name="sanction_agreed_by_another"),
            models.CheckConstraint(condition=~Q(kind="ban") | Q(until=None), name="sanction_ban_has_no_end"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(state="given"), name="sanction_due"),
            models.Index(fields=["waits_since"], condition=Q(waits_since__isnull=False), name="sanction_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:sanction", args=[self.public_id])

    @property
    def is_given(self) -> bool:
        return self.state == self.State.GIVEN

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_barring(self) -> bool:
        """Keeps its person from working and hiring while it is given."""
        return self.kind in self.BARRING

    @property
    def said_decided_as(self) -> str:
        """In what role it was decided, in the reader's language."""
        return str(gettext(self.decided_as)) if self.decided_as else ""

    @property
    def appeal_until(self) -> datetime:
        return self.at + timedelta(days=settings.RULES.appeal_days)

    def has_decided(self, person: User) -> bool:
        return person.pk in (self.by_id, self.agreed_by_id)

    def has_side(self, person: User) -> bool:
        """Whether it is about this person, or about something they have a part in."""
        return person.pk == self.person_id or person.pk in self.sides

    @property
    def told_items(self) -> list[dict[str, str]]:
        """What it is about, in the reader's language."""
        # What was kept before its words were has them in its label.
        named = [(one, one.get("words", "%(title)s"), {"title": one["label"]}) for one in self.items]
        return [one | {"label": gettext(words) % title} for one, words, title in named]


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    def seen_by(self, person: User) -> ExhibitQuerySet:
        """The person it speaks of, once told; and whoever of the staff looks at sanctions."""
        if person.is_staff and person.has_perm("accounts.view_sanction"):
            return self.all()
        return self.filter(sanction__in=Sanction.objects.shown_to(person))


class Exhibit(PublicRow):
    """A private file a sanction rests on: pictures are made anew, other files are only ever saved."""

    sanction = models.ForeignKey(Sanction, models.CASCADE, related_name="exhibits")
    file = models.FileField(storage=file_storage, upload_to="exhibits/%Y/%m/")
    name = models.CharField(max_length=100)
    is_picture = models.BooleanField()

    objects = ExhibitQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:exhibit", args=[self.public_id])


class Remark(models.Model):
    """What the person or the staff says about a sanction. Never edited."""

    sanction = models.ForeignKey(Sanction, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField()
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_of_staff(self) -> bool:
        return self.author_id != self.sanction.person_id


class Appeal(PublicRow, Stateful):
    """A person says a sanction is wrong, once; somebody who had no part in it decides.

    Who decided before stands here too, so that the database itself keeps them from deciding again.
    """

    class State(models.TextChoices):
        FILED = "filed", _("Waiting for a decision")
        GRANTED = "granted", _("Granted: it is lifted")
        SHORTENED = "shortened", _("Granted in part: it ends earlier")
        TURNED_DOWN = "turned_down", _("Turned down: it stands")
        # Nobody decides it any more, so whoever lifted the sanction need not be somebody else.
        LIFTED = "lifted", _("Settled: it was lifted before")

    MOVES = moves(
        {
            State.FILED: {State.GRANTED, State.SHORTENED, State.TURNED_DOWN, State.LIFTED},
            State.GRANTED: set(),
            State.SHORTENED: set(),
            State.TURNED_DOWN: set(),
            State.LIFTED: set(),
        }
    )

    sanction = models.OneToOneField(Sanction, models.CASCADE, related_name="appeal")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appeals")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.FILED)
    words = models.TextField()
    filed_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("first")) & ~Q(decided_by=F("second")) & ~Q(decided_by=F("person")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="filed") | (~Q(decision="") & (Q(state="lifted") | Q(decided_by__isnull=False))),
                name="appeal_decision_has_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["decide_by"], condition=Q(state="filed"), name="appeal_open")
        ]

    def __str__(self) -> str:
        return f"{self.sanction}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.FILED
