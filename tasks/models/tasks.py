"""A task: the work on offer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, Func, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import spoken
from accounts.models import Level, User
from picomarket.lib.blanks import Blank, IsOneOf
from picomarket.lib.fields import MoneyField
from picomarket.lib.money import CENT, Money
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from picomarket.lib.zones import Zone
from tasks import ranking
from wallet.commission import Price, price_of

from . import ties
from .askers import Asker, asker
from .categories import Category
from .checking import Checked
from .policy import Edition, Risk
from .throttles import Throttled, gives_at, has_place_for, places_of_a_country

# States of a submission that is held, waits or was judged.
COUNTING = [
    *("claimed", "rejected", "disputed", "submitted", "revision"),
    *("approved", "confirmed", "awarded", "screened"),
]
# Of a task's submissions those that wait for its employer's verdict, which is not given yet.
WAITS = Q(submissions__state="submitted", submissions__given=None)


class TaskQuerySet(models.QuerySet["Task"]):
    def of(self, employer: User) -> TaskQuerySet:
        return self.filter(employer=employer)

    def drafts(self) -> TaskQuerySet:
        return self.filter(state=Task.State.DRAFTED)

    def unpublished(self) -> TaskQuerySet:
        """Drafts, and those that wait for a look before they are published."""
        return self.filter(state__in=[Task.State.DRAFTED, Task.State.QUEUED])

    def untouched(self) -> TaskQuerySet:
        """Drafts nothing was saved in yet and no file was put beside."""
        return self.drafts().filter(begun=False, batch=None)

    def written(self) -> TaskQuerySet:
        return self.exclude(begun=False, batch=None)

    def published(self) -> TaskQuerySet:
        return self.filter(state=Task.State.PUBLISHED)

    def live(self) -> TaskQuerySet:
        """Published with a slot to give."""
        return self.published().filter(taken__lt=F("slots"))

    def ever_published(self) -> TaskQuerySet:
        """What anybody may read."""
        return self.exclude(state__in=[Task.State.DRAFTED, Task.State.QUEUED, Task.State.DISCARDED])

    def seen_by(self, person: User | None) -> TaskQuerySet:
        """What this person may read: every task that was ever published, and their own drafts."""
        return self.ever_published() if person is None else self.ever_published() | self.of(person).unpublished()

    def kept(self) -> TaskQuerySet:
        return self.exclude(state=Task.State.DISCARDED)

    def others_than(self, person: User | Asker) -> TaskQuerySet:
        return self.exclude(employer=person.pk)

    def public(self) -> TaskQuerySet:
        """Tasks that are not only for people their employer invited."""
        return self.filter(only_lists=[])

    def aimed_at(self, worker: User | Asker) -> TaskQuerySet:
        """Tasks whose countries include this worker's."""
        return self.filter(_aims_at(asker(worker)))

    def not_aimed_at(self, worker: User | Asker) -> TaskQuerySet:
        return self.exclude(_aims_at(asker(worker)))

    def open_to(self, worker: User | Asker, held: ties.Held = ties.ANYTHING) -> TaskQuerySet:
        """Live tasks of others that targeting opens to this worker, also those they did already."""
        return self.live().others_than(worker).filter(_opens_to(asker(worker), held))

    def locked_for(self, worker: User | Asker) -> TaskQuerySet:
        """Near misses: live tasks of others that targeting keeps from this worker.

        What its employer offers to others alone is private, and no miss.
        """
        who = asker(worker)
        return self.live().others_than(who).filter(ties.invites(who)).exclude(_suits(who))

    def closed_to(self, worker: User | Asker, held: ties.Held, *, now: datetime | Blank) -> TaskQuerySet:
        """Near misses, and what gives this worker a slot at another time: both in one condition."""
        who = asker(worker)
        shut = ~(gives_at(now) & has_place_for(who.country))
        tasks = self.live().others_than(who).with_places()
        return tasks.filter(ties.invites(who, held) & (~_suits(who, held) | shut))

    def giving_to(self, worker: User | Asker, *, now: datetime | Blank) -> TaskQuerySet:
        """Those whose pace and country's share leave this worker a slot now."""
        return self.with_places().filter(gives_at(now) & has_place_for(asker(worker).country))

    def shut_for(self, worker: User | Asker, *, now: datetime | Blank) -> TaskQuerySet:
        """Those that give this worker a slot at another time."""
        return self.with_places().filter(~(gives_at(now) & has_place_for(asker(worker).country)))

    def with_places(self) -> TaskQuerySet:
        """Knows ``places``: how many slots one country may hold."""
        return self.alias(places=places_of_a_country())

    def not_done_by(self, worker: User | Asker) -> TaskQuerySet:
        """Leaves out what this worker holds, did as often as one may, or waits for the end of a rejection of."""
        # Asked for its task and not for its key: so PostgreSQL sees that it can leave out what it finds.
        return self.annotate(own=_in_the_way(asker(worker))).filter(own__task__isnull=True)

    def done_by_any(self, people: Any) -> TaskQuerySet:
        """Those that some of these people hold or did, by keys or a blank for them."""
        # An outer app's rows, reached by name.
        keys = people if isinstance(people, Blank) else Value(people, ArrayField(models.BigIntegerField()))
        theirs = IsOneOf(F("submissions__worker"), keys, output_field=models.BooleanField())
        return self.filter(theirs, submissions__state__in=COUNTING)

    def with_lock(self, worker: User | Asker, held: ties.Held = ties.ANYTHING) -> TaskQuerySet:
        """Adds ``lock``: the first rule of targeting that keeps this worker out, by name; empty where none does: it may
        be shut for now."""
        who = asker(worker)
        if who.barred:
            return self.annotate(lock=Value("standing"))
        closed = Case(
            When(~_aims_at(who), then=Value("countries")),
            When(~_speaks_with(who), then=Value("languages")),
            When(minimum_level__gt=who.level, then=Value("level")),
            When(~ties.qualifies(who, held), then=Value("tests")),
            When(_opens_to(who), then=Value("")),
            default=Value("other"),
        )
        return self.annotate(lock=closed)

    def with_waiting(self) -> TaskQuerySet:
        """Adds ``waiting``: how many submissions wait for the employer's verdict."""
        return self.annotate(waiting=Count("submissions", filter=WAITS))


def _in_the_way(who: Asker) -> FilteredRelation:
    # An outer app's rows, reached by name. A claim that came to nothing does not count; the states are named because
    # "none of the others" would allow for there being none, which their index does not.
    open_ones = ["rejected", "disputed"]
    counts = Q(submissions__worker=who.pk, submissions__state__in=COUNTING)
    last = Q(submissions__turn__gte=F("per_worker"))
    unsettled = Q(per_worker__isnull=False, submissions__state__in=open_ones)
    return FilteredRelation("submissions", condition=counts & (Q(submissions__state="claimed") | last | unsettled))


def _aims_at(who: Asker) -> Q:
    worldwide = Q(zones=[], countries=[])
    here = worldwide | Q(zones__contains=[who.zone]) | Q(countries__contains=[who.country])
    return here & ~Q(excluded__contains=[who.country])


def _speaks_with(who: Asker) -> Q:
    return Q(languages=[]) | Q(languages__overlap=who.languages)


def _suits(who: Asker, held: ties.Held = ties.ANYTHING) -> Q:
    if who.barred:
        return Q(pk=None)
    return _aims_at(who) & _speaks_with(who) & ties.qualifies(who, held)


def _opens_to(who: Asker, held: ties.Held = ties.ANYTHING) -> Q:
    return _suits(who, held) & ties.invites(who, held)


def _facets() -> Func:
    text = ArrayField(models.TextField())
    places = (Cast(F(name), text) for name in ("zones", "countries", "languages"))
    numbers = map(F, ("minimum_level", "difficulty", "measured_seconds", "minutes"))
    return Func(F("category"), *places, *numbers, F("kept"), function="tasks_facets")


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class Task(PublicRow, Stateful, Throttled, Checked):
    """Paid work, posted once and done in ``slots`` places. Money per slot is fixed when it is published.

    ``taken`` counts slots held by a claim or a submission, ``paid`` those that were approved. Escrow always
    holds (slots - paid) times the cost; stopping gives back the slots nobody took and shrinks ``slots`` to ``taken``.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Draft")
        DISCARDED = "discarded", _("Discarded")
        QUEUED = "queued", _("Waiting for a look")
        PUBLISHED = "published", _("Published")
        PAUSED = "paused", _("Paused")
        HELD = "held", _("Held")
        STOPPED = "stopped", _("Stopped")
        FINISHED = "finished", _("Finished")

    MOVES = moves(
        {
            State.DRAFTED: {State.QUEUED, State.PUBLISHED, State.DISCARDED},
            State.DISCARDED: set(),
            State.QUEUED: {State.DRAFTED, State.PUBLISHED},
            State.PUBLISHED: {State.PAUSED, State.HELD, State.STOPPED, State.FINISHED},
            State.PAUSED: {State.PUBLISHED, State.HELD, State.STOPPED, State.FINISHED},
            State.HELD: {State.PUBLISHED, State.PAUSED, State.STOPPED, State.FINISHED},
            State.STOPPED: set(),
            State.FINISHED: set(),
        }
    )

    employer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks")
    category = models.ForeignKey(Category, models.PROTECT, related_name="tasks", null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFTED)
    title = models.CharField(_("title"), max_length=120, blank=True)
    steps = ArrayField(models.CharField(max_length=1000), default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=5)
    zones = ArrayField(models.CharField(max_length=20, choices=Zone.choices), default=list, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    excluded = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    # Codes of languages; workers speak at least one of them.
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    minimum_level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.STARTER)
    # Keys of worker lists of the employer, and of qualifications; empty for everybody.
    only_lists = ArrayField(models.BigIntegerField(), default=list, blank=True)
    not_lists = ArrayField(models.BigIntegerField(), default=list, blank=True)
    tests = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Whoever passed the tests may be of any level.
    test_instead = models.BooleanField(default=False)
    # So that most tasks are let through by one look.
    by_name = models.GeneratedField(
        expression=~Q(only_lists=[], not_lists=[], tests=[]),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    reward = MoneyField(default=0)
    employer_commission = MoneyField(default=0)
    worker_commission = MoneyField(default=0)
    # What of the reward is paid for finding out that one does not qualify; nothing: there is no such verdict.
    screen_out = MoneyField(default=0, db_default=0)
    slots = models.PositiveIntegerField(default=1)
    # Of a batch: how many rows it has, and how many answers to each are wanted. Any other task has no rows.
    rows = models.PositiveIntegerField(default=0, db_default=0)
    answers = models.PositiveSmallIntegerField(default=1, db_default=1)
    # How many of its slots, or rows, go to one worker; nothing: as many as they like.
    per_worker = models.PositiveIntegerField(default=1, db_default=1, null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    paid = models.PositiveIntegerField(default=0)
    # What paid slots cost less than the price says: parts given back by disputes, and all that was paid before a raise.
    returned = MoneyField(default=0)
    claim_minutes = models.PositiveSmallIntegerField(default=15)
    review_days = models.PositiveSmallIntegerField(default=3)
    # The median from claim to hand-in once enough were approved, and how many there were.
    measured_seconds = models.PositiveIntegerField(null=True, blank=True)
    measured_from = models.PositiveIntegerField(default=0)
    # When it paused itself because by its measured time it pays less than the hourly floor; once in its life.
    floored_at = models.DateTimeField(null=True, blank=True)
    # What "best match" sorts by, kept by a sweep. Until it is known, a task stands before those whose merit is.
    merit = models.FloatField(null=True, blank=True, editable=False)
    # Kept by the same sweep. Until it is known, it is worked out for who asks.
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True, editable=False, choices=Difficulty.choices)
    # Found out by the same sweep: facets that depend on other rows, with spaces between.
    kept = models.TextField(default="", db_default="", blank=True, editable=False)
    # What it can be filtered by; tasks.facets says what they mean.
    facets = models.GeneratedField(expression=_facets(), output_field=ArrayField(models.TextField()), db_persist=True)
    # What the policy engine says a worker should know; written with the contents.
    risks = ArrayField(models.CharField(max_length=12, choices=Risk.choices), default=list, db_default=[], blank=True)
    # The policy its employer accepted by publishing it.
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    # Something was saved in it, on whichever page: a new task does not begin in it.
    begun = models.BooleanField(default=False, db_default=False, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When it had been looked at for those who wait for new tasks.
    announced_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(taken__lte=F("slots")), name="task_no_slot_twice"),
            models.CheckConstraint(condition=Q(paid__lte=F("taken")), name="task_paid_were_taken"),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "discarded"]) | Q(reward__gt=0), name="task_published_pays"
            ),
            models.CheckConstraint(
                condition=Q(screen_out=0) | Q(screen_out__gte=CENT, reward__gte=F("screen_out") * 2),
                name="task_screens_out_for_half_at_most",
            ),
            models.CheckConstraint(condition=Q(test_instead=False) | ~Q(tests=[]), name="task_instead_by_a_test"),
            models.CheckConstraint(
                condition=Q(per_worker__isnull=True) | Q(per_worker__gt=0), name="task_once_at_least"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "discarded"])
                | Q(rows__gt=0)
                | ~Q(only_lists=[])
                | Q(per_worker__isnull=False) & (Q(per_worker=1) | Q(minimum_level__gte=Level.ADVANCED)),
                name="task_often_by_the_advanced",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="task_newest"),
            models.Index(fields=["-merit", "-published_at", "-id"], condition=Q(state="published"), name="task_best"),
            models.Index(
                (F("reward") - F("worker_commission")).desc(),
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="task_best_paid",
            ),
            models.Index(
                ranking.hourly().desc(),
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="task_best_hourly",
            ),
            models.Index(fields=["employer", "-drafted_at"], name="task_of_employer"),
            models.Index(fields=["last_day"], condition=Q(last_day__isnull=False), name="task_last_day"),
            GinIndex(fields=["facets"], condition=Q(state="published"), name="task_facets"),
            models.Index(
                fields=["published_at"], condition=Q(state="published", announced_at=None), name="task_unannounced"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled draft"))

    def get_absolute_url(self) -> str:
        return reverse("tasks:detail", args=[self.public_id])

    @property
    def price(self) -> Price:
        """The price of a slot: fixed once published, by today's rates in a draft."""
        if self.published_at is None:
            return price_of(self.reward)
        return Price(self.reward, self.employer_commission, self.worker_commission)

    @property
    def screen_out_price(self) -> Price | None:
        """What a slot comes to where its worker turns out not to qualify; None where that is no verdict."""
        return self.price.scaled(self.screen_out) if self.screen_out else None

    @property
    def zone_names(self) -> list[str]:
        return [str(Zone(zone).label) for zone in self.zones]

    @property
    def language_names(self) -> list[str]:
        return spoken.told(self.languages)

    @property
    def slots_left(self) -> int:
        return self.slots - self.taken

    @property
    def rows_left(self) -> int:
        """Rows of a batch that the slots left are enough for, where each takes several answers."""
        return -(-self.slots_left * self.rows // self.slots) if self.slots else 0

    @property
    def needed_in_escrow(self) -> Money:
        return self.price.cost * (self.slots - self.paid)

    @property
    def spent(self) -> Money:
        """What paid slots cost the employer so far."""
        return self.price.cost * self.paid - self.returned

    @property
    def has_ended(self) -> bool:
        return self.state in (self.State.STOPPED, self.State.FINISHED)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PUBLISHED and self.slots_left > 0
