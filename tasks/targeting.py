"""Who a task is for, and, to whoever it is not for, why and what would open it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import levels, required, standing
from accounts.models import Level, User
from picomarket.lib.refusals import Refused

from .models import Block, GoldStop, Listing, Pass, Qualification, Task


class NotForYou(Refused):
    """Targeting keeps this person from this task; the message says why and what would open it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Why a task is closed to someone, and the shortest way to open it (empty where there is none), with its page."""

    reason: str
    way: str = ""
    url: str = ""

    def __str__(self) -> str:
        return f"{self.reason} {self.way}".strip()


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a worker to employers: the lists they stand on, who blocked them, what they passed, by keys.

    ``tests`` are the qualifications some tasks ask for, ``stops`` the batches that give them no more rows, ``linked``
    the tasks an account did that may be theirs too. ``is_banned`` says what keeps them from all of them.
    """

    lists: frozenset[int] = frozenset()
    blocked_by: frozenset[int] = frozenset()
    passed: frozenset[int] = frozenset()
    tests: Mapping[int, Qualification] = field(default_factory=dict)
    stops: frozenset[int] = frozenset()
    linked: frozenset[int] = frozenset()
    is_banned: bool = False


def ties_to(tasks: Iterable[Task], worker: User) -> Ties:
    """The ties that matter to these tasks: one query, and one more where a task asks for a test."""
    tasks = list(tasks)
    employers = {task.employer_id for task in tasks}
    tests = {key for task in tasks for key in task.tests}
    measured = [task.pk for task in tasks if task.gold_least]
    blocks = Block.objects.filter(worker=worker, employer__in=employers)
    found = User.objects.filter(pk=worker.pk).values_list(
        ArraySubquery(Listing.objects.present().filter(worker=worker).values("list_id")),
        ArraySubquery(blocks.values("employer_id")),
        ArraySubquery(Pass.objects.valid().of(worker).filter(qualification__in=tests).values("qualification_id")),
        ArraySubquery(GoldStop.objects.filter(worker=worker, task__in=measured).values("task_id")),
    )
    # Where a subquery cannot find anything, Django answers without asking it.
    lists, blocked_by, passed, stops = (frozenset(keys or ()) for keys in found.get())
    named = Qualification.objects.in_bulk(tests) if tests else {}
    linked = _done_by_linked(tasks, worker)
    return Ties(lists, blocked_by, passed, named, stops, linked, standing.is_banned(worker))


def _done_by_linked(tasks: Iterable[Task], worker: User) -> frozenset[int]:
    """Which of these tasks an account holds or did that may be this person's too. Asks nothing where there is none."""
    if not worker.linked:
        return frozenset()
    done = Task.objects.filter(pk__in=[task.pk for task in tasks]).done_by_any(worker.linked)
    return frozenset(done.values_list("pk", flat=True))


def ties_of_each(workers: Collection[int], task: Task) -> dict[int, Ties]:
    """The ties of many workers, by key, that matter to one task. Four queries at most, however many they are."""
    named = [*task.only_lists, *task.not_lists]
    blocked = Block.objects.filter(employer=task.employer_id, worker__in=workers).values_list("worker", flat=True)
    blocks = set(blocked)
    on = Listing.objects.present().filter(worker__in=workers, list__in=named).values_list("worker", "list")
    held = Pass.objects.valid().filter(worker__in=workers, qualification__in=task.tests)
    passed = held.values_list("worker", "qualification")
    lists, passes = _by_worker(on) if named else {}, _by_worker(passed) if task.tests else {}
    tests = Qualification.objects.in_bulk(task.tests) if task.tests else {}
    nothing = frozenset[int]()
    return {
        worker: Ties(
            lists=lists.get(worker, nothing),
            blocked_by=frozenset({task.employer_id}) if worker in blocks else nothing,
            passed=passes.get(worker, nothing),
            tests=tests,
        )
        for worker in workers
    }


def _by_worker(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for worker, key in pairs:
        found[worker].add(key)
    return {worker: frozenset(keys) for worker, keys in found.items()}


def lock_of(
    task: Task, worker: User, *, ahead: Mapping[int, levels.NextLevel] | None = None, ties: Ties | None = None
) -> Lock | None:
    """The first rule that closes this task to this worker, or None.

    ``ahead``, the worker's ``levels.levels_ahead``, and their ``ties`` to these tasks save asking for them per task.
    """
    if task.employer_id == worker.pk:
        return Lock(_("This is your own task."))
    ties = ties or ties_to([task], worker)
    lock = (
        _lock_by_standing(worker, is_banned=ties.is_banned) or _lock_by_tie(task, ties) or _lock_by_place(task, worker)
    )
    if lock:
        return lock
    by_level, by_test = _lock_by_level(task, worker, ahead), _lock_by_test(task, ties)
    if task.test_instead and by_level and by_test:
        also = _("Passing a test opens it too.")
        return Lock(f"{by_level.reason} {also}", by_test.way, by_test.url)
    return None if task.test_instead else by_level or by_test


def locks_of(task: Task, worker: User) -> dict[str, Lock | None]:
    """What each rule of this task says to this worker, by its name: None where it lets them in."""
    ties = ties_to([task], worker)
    offered = _lock_by_offer(task, ties)
    by_level, by_test = _lock_by_level(task, worker), _lock_by_test(task, ties)
    if task.test_instead and task.tests and not (by_level and by_test):
        by_level = by_test = None
    said = {
        "standing": _lock_by_standing(worker, is_banned=ties.is_banned),
        "offered": offered,
        "others": _lock_by_others(task, ties),
        "rows": _lock_by_rows(task, ties),
        "country": _lock_by_aim(task, worker),
        "languages": None if _speaks(task, worker) else _silent(task),
        "level": by_level,
        "tests": by_test,
    }
    unasked = {
        "offered": not (task.only_lists or offered),
        "others": not worker.linked,
        "rows": not task.gold_least,
        "languages": not task.languages,
        "level": task.minimum_level == Level.STARTER,
        "tests": not task.tests,
    }
    return {rule: lock for rule, lock in said.items() if not unasked.get(rule)}


def _lock_by_standing(worker: User, *, is_banned: bool) -> Lock | None:
    if is_banned:
        words = _(
            "Your account is banned, so you cannot take new tasks. What you hold can be handed in, and what you earned"
            " stays yours."
        )
        return Lock(words, _("Read why, and answer."), reverse("accounts:standing"))
    if worker.suspended_at is not None:
        words = _("Your account is suspended, so you cannot take new tasks. What you earned stays yours.")
        return Lock(words, _("Read why, and answer."), reverse("accounts:standing"))
    if worker.leaves_at is not None:
        words = _("Your account is going to be deleted, so you cannot take new tasks.")
        return Lock(words, _("Keep your account first."), reverse("accounts:leave"))
    asked = required.of(worker, required.WORK, now=timezone.now())
    if asked and asked.is_barring:
        return Lock(asked.words, asked.todo, asked.url)
    if worker.frozen_until is None or not worker.is_frozen(timezone.now()):
        return None
    at = date_format(timezone.localtime(worker.frozen_until, worker.tz), "SHORT_DATETIME_FORMAT")
    words = _("You can take no new tasks until %(at)s, because many of your last ones were rejected.") % {"at": at}
    return Lock(words, _("See which verdicts count."), reverse("accounts:standing"))


def _lock_by_tie(task: Task, ties: Ties) -> Lock | None:
    return _lock_by_offer(task, ties) or _lock_by_rows(task, ties) or _lock_by_others(task, ties)


def _lock_by_offer(task: Task, ties: Ties) -> Lock | None:
    """What the employer keeps to themselves is not told: a block and a list left out sound the same."""
    if task.employer_id in ties.blocked_by or ties.lists & set(task.not_lists):
        return Lock(_("This task is not offered to you."))
    if task.only_lists and not ties.lists & set(task.only_lists):
        return Lock(_("This task is for people its employer invited."))
    return None


def _lock_by_rows(task: Task, ties: Ties) -> Lock | None:
    if task.pk not in ties.stops:
        return None
    reason = _("Too few of your answers to rows with a known answer were right, so there are no more rows for you.")
    return Lock(reason, _("What you handed in is judged and paid as ever."))


def _lock_by_others(task: Task, ties: Ties) -> Lock | None:
    return _linked() if task.pk in ties.linked else None


def _linked() -> Lock:
    """Accuses nobody: people who live together share a device and a network too."""
    reason = _(
        "Each task goes to different people, and somebody who may share a device, a network or a payout address with"
        " you has this one already."
    )
    return Lock(reason, _("If you share with somebody you live with, say so"), reverse("accounts:household"))


def _lock_by_place(task: Task, worker: User) -> Lock | None:
    return _lock_by_aim(task, worker) or (None if _speaks(task, worker) else _silent(task))


def _lock_by_aim(task: Task, worker: User) -> Lock | None:
    if _aims_at(task, worker):
        return None
    return _moved(worker) if worker.moved_lately else _elsewhere()


def _elsewhere() -> Lock:
    return Lock(_("This task is for people in other countries."))


def _lock_by_level(task: Task, worker: User, ahead: Mapping[int, levels.NextLevel] | None = None) -> Lock | None:
    if worker.level >= task.minimum_level:
        return None
    reason = _("This task asks for level %(level)s.") % {"level": Level(task.minimum_level).label}
    return Lock(reason, way_up((ahead or levels.levels_ahead(worker))[task.minimum_level]))


def _lock_by_test(task: Task, ties: Ties) -> Lock | None:
    missing = next((key for key in task.tests if key not in ties.passed), None)
    if missing is None:
        return None
    test = ties.tests[missing]
    words = ngettext("Pass “%(title)s” (%(minutes)s minute).", "Pass “%(title)s” (%(minutes)s minutes).", test.minutes)
    way = words % {"title": test.title, "minutes": test.minutes}
    return Lock(_("This task asks for a test."), way, test.get_absolute_url())


def _aims_at(task: Task, worker: User) -> bool:
    country = str(worker.country)
    if worker.moved_lately and (task.zones or task.countries or task.excluded):
        return False
    if country in task.excluded:
        return False
    return not (task.zones or task.countries) or worker.zone in task.zones or country in task.countries


def _moved(worker: User) -> Lock:
    day = date_format(localtime(worker.settled_at, worker.tz), "DATE_FORMAT")
    reason = _("You changed your country a short while ago.")
    return Lock(reason, _("Tasks for certain countries open to you on %(day)s.") % {"day": day})


def _speaks(task: Task, worker: User) -> bool:
    return not task.languages or bool(set(task.languages) & set(worker.languages))


def _silent(task: Task) -> Lock:
    reason = _("This task is for people who speak %(languages)s.") % {"languages": _(" or ").join(task.language_names)}
    return Lock(reason, _("If you do, say so in your profile."))


def way_up(ahead: levels.NextLevel) -> str:
    """What it takes to reach a level, in one sentence."""
    words = ngettext(
        "%(level)s after %(count)s more approved task at %(rate)s%% or better.",
        "%(level)s after %(count)s more approved tasks at %(rate)s%% or better.",
        ahead.missing,
    )
    return words % {"level": ahead.label, "count": ahead.missing, "rate": ahead.rate_needed}


def check(task: Task, worker: User) -> None:
    """Raises NotForYou with the reason and the way, by the rules that need no look at the database.

    ``tasks_admit`` looks at the others while the slot is taken, and ``check_ties`` says why it let nobody in.
    """
    if task.employer_id == worker.pk:
        raise NotForYou(_("This is your own task."))
    by_person = _lock_by_standing(worker, is_banned=standing.is_banned(worker)) or _lock_by_place(task, worker)
    _refuse(by_person or (None if task.test_instead else _lock_by_level(task, worker)))


def refuse_linked() -> None:
    """Raises NotForYou with why an account that may be theirs too keeps a task from somebody."""
    _refuse(_linked())


def check_ties(task: Task, worker: User) -> None:
    """Raises NotForYou where any rule closes the task, also lists, blocks, tests and what came to hold meanwhile."""
    worker.refresh_from_db(fields=["suspended_at", "frozen_until", "leaves_at"])
    _refuse(lock_of(task, worker))


def _refuse(lock: Lock | None) -> None:
    if lock:
        raise NotForYou(str(lock))
