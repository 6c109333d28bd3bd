"""Paid attempts: promised when one begins, paid or free again when it ends, and what is left when a test closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.statements import save_all
from wallet import offers

from .models import Attempt, Offer, Pass, Qualification, Reply


@dataclass(frozen=True, slots=True)
class Terms:
    """What trying a test pays one worker: now, and before; whether its author ever offered anything, and whether all
    of what is offered is promised or paid."""

    reward: Money
    received: Money
    ever: bool
    used_up: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """All offers of a test together, as its author reads them."""

    places: int
    paid: int
    under_way: int
    open: int
    reward: Money
    returned: Money


def terms(test: Qualification, worker: User) -> Terms:
    """How trying this test would be paid this worker, were it begun now."""
    received = Attempt.objects.of(worker).paid().filter(qualification=test).first()
    offered = rewards([test.pk], worker)
    running = test.offers.filter(ended_at=None)
    return Terms(
        reward=offered.get(test.pk, Money(0)),
        received=received.paid if received else Money(0),
        ever=test.offers.exists(),
        used_up=running.exists() and not running.open().exists(),
    )


def rewards(tests: Iterable[int], worker: User) -> dict[int, Money]:
    """Of these tests, by key, those that pay this worker for trying, and how much: the oldest offer goes first.

    Whoever was paid once or cannot begin the test again is promised nothing.
    """
    if worker.suspended_at:
        return {}
    open_ = Offer.objects.open().filter(qualification__in=list(tests)).exclude(qualification__author=worker)
    done = Attempt.objects.of(worker).paid().values("qualification")
    held = Pass.objects.barring().of(worker).values("qualification")
    rows = open_.exclude(qualification__in=done).exclude(qualification__in=held).order_by("-pk")
    return dict(rows.values_list("qualification", "reward"))


def summary(test: Qualification) -> Summary | None:
    """None where its author never offered anything."""
    rows = list(test.offers.order_by("pk"))
    if not rows:
        return None
    running = [one for one in rows if one.ended_at is None]
    return Summary(
        places=sum(one.places for one in rows),
        paid=sum(one.paid for one in rows),
        under_way=sum(one.taken - one.paid for one in rows),
        open=sum(one.places - one.taken for one in running),
        reward=next((one.reward for one in running if one.taken < one.places), rows[-1].reward),
        returned=Money(sum(one.returned for one in rows)),
    )


def reserve(attempt: Attempt, *, by: User) -> Money:
    """Promise this new attempt its pay, where some is left and this worker had none; how much. No money moves.

    Runs in the caller's transaction. Two that want the last place find it taken in turn.
    """
    if by.suspended_at or Attempt.objects.of(by).paid().filter(qualification=attempt.qualification_id).exists():
        return Money(0)
    for offer in Offer.objects.open().filter(qualification=attempt.qualification_id).order_by("pk"):
        if Offer.objects.open().filter(pk=offer.pk).update(taken=F("taken") + 1):
            attempt.offer = offer
            attempt.save(update_fields=["offer"])
            return offer.reward
    return Money(0)


def settle(rows: Sequence[Attempt], *, now: datetime) -> None:
    """Pay the attempts that ended and were serious: the offer → earned. The places of the others are free again.

    What was free only after the test had closed goes back to its author. The caller holds the rows and their tests.
    """
    promised = [row for row in rows if row.offer_id]
    if not promised:
        return
    keys = {row.offer_id for row in promised if row.offer_id}
    found = Offer.objects.filter(pk__in=keys).select_related("qualification").order_by("pk")
    held = {one.pk: one for one in found.select_for_update(no_key=True, of=("self",))}
    replied = _replied(promised)
    for row in promised:
        row.unpaid = _why_not(row, replied[row.pk])
        row.paid = Money(0) if row.unpaid else held[row.offer_id or 0].reward
    _count(promised, held)
    save_all(promised, "paid", "unpaid")
    offers.settle(
        tried=[offers.Tried(row.pk, row.offer_id or 0, row.worker_id, row.paid) for row in promised if row.paid],
        left=_left(held.values()),
        now=now,
    )
    save_all(list(held.values()), "taken", "paid", "returned")


def _replied(rows: Sequence[Attempt]) -> Counter[int]:
    said = Reply.objects.filter(attempt__in=rows, question__fallen_at=None).exclude(text="")
    return Counter(dict(said.order_by().values_list("attempt").annotate(Count("pk"))))


def _why_not(row: Attempt, replied: int) -> str:
    """Serious is whoever replied to each question that stands, and took the time to read them."""
    if replied < row.counted:
        return Attempt.Unpaid.UNANSWERED
    took = (row.ended_at or row.until) - row.started_at
    return Attempt.Unpaid.QUICK if took < least_time(row.counted) else ""


def least_time(questions: int) -> timedelta:
    """How long a serious attempt at so many questions takes at least."""
    return timedelta(seconds=settings.RULES.test_seconds * questions)


def _count(rows: Sequence[Attempt], held: dict[int, Offer]) -> None:
    for row in rows:
        offer = held[row.offer_id or 0]
        if row.paid:
            offer.paid += 1
        else:
            offer.taken -= 1


def _left(held: Iterable[Offer]) -> list[offers.Left]:
    """What ended offers hold beyond what is promised, and is not returned yet."""
    found = []
    for offer in held:
        free = offer.reward * (offer.places - offer.taken) - offer.returned
        if offer.ended_at and free:
            offer.returned = Money(offer.returned + free)
            found.append(offers.Left(offer.pk, offer.qualification.author_id, Money(free)))
    return found


def end(test: Qualification, *, now: datetime) -> None:
    """What its offers did not promise yet → the author's spendable pocket. Attempts under way keep their promise.

    Runs in the caller's transaction, which holds the test's row.
    """
    rows = test.offers.filter(ended_at=None).select_related("qualification").order_by("pk")
    ending = list(rows.select_for_update(no_key=True, of=("self",)))
    for row in ending:
        row.ended_at = now
    offers.settle(left=_left(ending), now=now)
    save_all(ending, "ended_at", "returned")
