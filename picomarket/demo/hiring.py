"""What employers of the demo market do: pay in, post, look at their desk, pause and stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from picomarket.lib.money import MICRO, Money, total
from submissions import budget, cosigns, review, revisions
from submissions.models import MENDABLE, Proposal
from tasks import drafts, publishing
from wallet import deposits
from wallet.commission import price_of

from . import arguing, changing, words
from .offers import Offer
from .town import DAYS, Employer, Handed, OnOffer, Town

# Tasks paid for by one deposit.
TASKS_PER_DEPOSIT = 5
RAIL = "manual"


def plan(town: Town, offers: Sequence[Offer]) -> None:
    """Spread the tasks over employers and days; each deposit comes before what it pays for."""
    for number, employer in enumerate(town.employers):
        mine = offers[number :: len(town.employers)]
        times = sorted(_some_day(town) for _offer in mine)
        for first in range(0, len(mine), TASKS_PER_DEPOSIT):
            part = range(first, min(first + TASKS_PER_DEPOSIT, len(mine)))
            pay_in(town, employer, cost_of(mine[one] for one in part), arrives=times[first] - timedelta(hours=2))
            for one in part:
                town.agenda.at(times[one], partial(_post, town, employer, mine[one]))
        open_desk(town, employer, until=town.now)


def _some_day(town: Town) -> datetime:
    """Many early, so that there is work for the first workers, and some in the last days, so that there is news."""
    if town.chance.random() < 0.15:
        return town.ago(days=town.chance.uniform(0.02, 5))
    return town.ago(days=(DAYS - 2) * town.chance.random() ** 0.6)


def cost_of(offers: Iterable[Offer]) -> Money:
    """What publishing these takes."""
    return total(price_of(offer.reward).cost * offer.slots for offer in offers)


def pay_in(town: Town, employer: Employer, need: Money, *, arrives: datetime) -> None:
    """A deposit of a round sum somewhat above the need, started a day before it arrives."""
    amount = Money((int(need) // (10 * MICRO) + town.chance.randint(1, 4)) * 10 * MICRO)
    starts = town.later(arrives, -30, -4)
    town.agenda.at(starts, partial(_start_deposit, town, employer, amount, arrives))


def _start_deposit(town: Town, employer: Employer, amount: Money, arrives: datetime, now: datetime) -> None:
    paper = deposits.start(employer.user, amount=amount, rail=RAIL, now=now)
    town.agenda.at(arrives, lambda at: deposits.mark_received(paper, by=town.staff, now=at))
    town.agenda.at(arrives, lambda at: deposits.mark_received(paper, by=town.second, now=at))


def _post(town: Town, employer: Employer, offer: Offer, now: datetime) -> None:
    on_offer = post(town, employer, offer, now)
    town.open.append(on_offer)
    what = town.next_of("posted")
    if what % 31 == 17:
        town.agenda.at(town.later(now, 60, 400), partial(pause, town, on_offer))
    elif what % 23 == 11:
        town.agenda.at(town.later(now, 100, 500), partial(stop, town, on_offer))


def post(town: Town, employer: Employer, offer: Offer, now: datetime) -> OnOffer:
    """Write a task and publish it; the employer must have the money."""
    task = drafts.start(employer.user, now=now - timedelta(minutes=town.chance.randint(6, 50)))
    drafts.write(task, by=employer.user, fields=offer.fields(), proofs=offer.blueprint.proofs)
    task = publishing.publish(task, by=employer.user, now=now)
    return OnOffer(task, tuple(task.proof_fields.order_by("position")), offer, employer)


def pause(town: Town, on_offer: OnOffer, now: datetime) -> None:
    """Paused, unless its last slot was paid before, or it paused itself."""
    if _withdraw(town, on_offer) and on_offer.task.state == on_offer.task.State.PUBLISHED:
        publishing.pause(on_offer.task, by=on_offer.employer.user, now=now)


def stop(town: Town, on_offer: OnOffer, now: datetime) -> None:
    """Stopped, unless its last slot was paid before; what nobody took comes back."""
    if _withdraw(town, on_offer):
        publishing.stop(on_offer.task, by=on_offer.employer.user, now=now)


def _withdraw(town: Town, on_offer: OnOffer) -> bool:
    if on_offer in town.open:
        town.open.remove(on_offer)
    on_offer.task.refresh_from_db()
    return on_offer.task.can_become(on_offer.task.State.STOPPED)


def open_desk(town: Town, employer: Employer, *, until: datetime) -> None:
    """The employer looks at what was handed in every so many days, until a day."""
    day = town.start.replace(hour=employer.hour, minute=town.chance.randint(0, 59))
    while day <= until:
        town.agenda.at(day, partial(_review, town, employer))
        day += timedelta(days=employer.every)


def _review(town: Town, employer: Employer, now: datetime) -> None:
    handed, employer.desk = employer.desk, []
    if good := [one.submission.pk for one in handed if one.is_good]:
        review.approve_many(good, by=employer.user, now=now)
    for one in handed:
        if not one.is_good:
            turn_down(town, one, now)


def turn_down(town: Town, handed: Handed, now: datetime) -> None:
    """Reject one submission, which the worker may take to a dispute; or ask for a change where that comes first."""
    submission = handed.submission
    submission.refresh_from_db()
    # Whose time to review ended moments ago is approved by the sweep.
    is_over = submission.review_until is not None and submission.review_until <= now
    if submission.state == submission.State.SUBMITTED and not is_over:
        reason = words.REASONS[town.next_of("rejected") % len(words.REASONS)]
        comment = words.STORIES[reason].comment
        step = town.chance.randint(1, len(handed.on_offer.task.steps))
        if reason in MENDABLE and revisions.left(submission):
            changing.ask(town, handed, reason, comment, now)
            return
        by = handed.on_offer.employer.user
        why: Any = {"reason": reason, "step": step, "comment": comment}
        try:
            review.reject(submission, by=by, now=now, **why)
        except budget.OverBudget:
            waits = cosigns.propose(submission, by=by, now=now, **why)
            town.agenda.at(town.later(now, 3, 20), partial(_cosign, town, handed, waits))
        else:
            arguing.react(town, handed, now)


def _cosign(town: Town, handed: Handed, proposal: Proposal, now: datetime) -> None:
    """Support agrees, unless the work was approved by itself before."""
    handed.submission.refresh_from_db()
    if handed.submission.state == handed.submission.State.SUBMITTED:
        cosigns.sign(proposal, words="The work lacks what the step asks for.", by=town.staff, now=now)
        arguing.react(town, handed, now)
