"""A task's life as its employer leads it: published, paused, resumed, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import required, standing
from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.counting import figure
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import deposits, escrow

from . import checking, floor, gold, importing, looks, policy, pricing, promotions, quotes, suspects, throttles, turns
from .models import Change, StandingQuote, Task, TopUp


class Unready(Refused):
    """The draft lacks something; the message names it."""


class NotNow(Refused):
    """The task's state does not allow this any more, for instance after a click in another tab."""


class TooMany(Refused):
    """More slots than one task can have, or none at all."""


class TooFew(Refused):
    """Fewer slots than a task for everybody can have."""


class QuoteChanged(Refused):
    """The draft costs something else than what its employer agreed to."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a draft still needs before it can be published, and the step of the wizard where it is given."""

    step: str
    words: str
    # The field of that step, where it is one.
    at: str = ""


class Forbidden(Refused):
    """The policy does not allow what the draft asks for; the message names the rule and the words."""


class PolicyChanged(Refused):
    """Another version of the policy is in force than the one the employer was shown."""


def publish(task: Task, *, by: User, now: datetime, agreed: Money | None = None, edition: int | None = None) -> Task:
    """Fix the price, move the whole cost from the employer's spendable pocket to the task's escrow, go live.

    ``agreed`` is the total the employer was shown, ``edition`` the number of the policy: a quote that stands is kept
    to, whatever the price is by now. Where somebody must look first the task comes back queued, and no money moved.
    Raises NotNow, Unready, BelowMinimum, QuoteExpired, QuoteChanged, PolicyChanged, NotYetRead, Forbidden, Unchanged,
    Suspended, StillAsked or InsufficientFunds; then nothing moved and the draft is as it was.
    """
    with transaction.atomic():
        task = _locked(task, by=by, into=Task.State.PUBLISHED)
        if task.published_at is not None:
            raise NotNow(_("This task is published already."))
        if task.state == Task.State.QUEUED:
            raise NotNow(_("This task waits for a look. It is published as soon as it is approved."))
        quoted = quotes.agreed(task, now=now) if agreed is not None else None
        check_ready(task, quoted=quoted is not None)
        check_may_hire(by)
        required.check(by, required.HIRE, now=now)
        total = (quoted.price if quoted else task.price).cost * task.slots
        if agreed is not None and agreed != total:
            raise QuoteChanged(_("The price changed since you saw it. Nothing was charged; look at the quote again."))
        judgement = _accepted(task, edition, now=now)
        if why := looks.cause(task, judgement):
            found = [charge.words for charge in judgement.charges]
            looks.ask(task, why=why, risk=judgement.weight, found=found, agreed=total, now=now)
            task.move_to(Task.State.QUEUED, "edition", "risks")
        else:
            go_live(task, now=now, quoted=quoted)
    return task


def _accepted(task: Task, edition: int | None, *, now: datetime) -> policy.Judgement:
    """Note the policy in force on the task, and judge it by that. Raises PolicyChanged, NotYetRead or Forbidden."""
    book = policy.book(policy.edition(now=now))
    suspects.check_known(task, by=book.phrases)
    judgement = policy.judge(task, now=now, by=book)
    task.edition, task.risks = judgement.edition, judgement.risks
    if edition is not None and task.edition and edition != task.edition.number:
        raise PolicyChanged(
            _("The policy changed since you saw it. Nothing was charged; look at it and publish again.")
        )
    if judgement.blocked:
        charge = judgement.blocked[0]
        raise Forbidden(f"{charge.words}. {locales.said(charge.rule.fix)}")
    return judgement


def go_live(task: Task, *, now: datetime, agreed: Money | None = None, quoted: StandingQuote | None = None) -> None:
    """Fix the price of a locked draft, that of a quote which stands or today's, and charge it: spendable → escrow.

    Raises as ``publish`` does.
    """
    check_ready(task, quoted=quoted is not None)
    check_may_hire(task.employer)
    price = quoted.price if quoted else task.price
    total = price.cost * task.slots
    if agreed is not None and agreed != total:
        raise QuoteChanged(_("The price changed since you saw it. Nothing was charged; look at the quote again."))
    task.employer_commission, task.worker_commission = price.employer_commission, price.worker_commission
    task.published_at = now
    importing.seal(task)
    gold.lay(task)
    escrow.open_task(task.pk, employer_id=task.employer_id, amount=total, now=now)
    fixed = ("employer_commission", "worker_commission", "published_at", "edition", "risks", "title", "steps")
    task.move_to(Task.State.PUBLISHED, *fixed)


def check_ready(task: Task, *, quoted: bool = False) -> None:
    """Raises Unready or BelowMinimum with the first thing a draft lacks; what was quoted offers enough."""
    lacking = lacks(task)
    if lacking:
        raise Unready(lacking[0].words)
    if not quoted:
        pricing.check_reward(task)


def lacks(task: Task) -> list[Lack]:
    """Everything a draft still lacks but enough reward, in the order of the wizard."""
    rules = settings.RULES
    # How many slots a file makes is not known before it is checked.
    read = bool(task.rows) or importing.of(task) is None
    wanting = [
        (not task.title, "what", _("Give the task a title.")),
        (task.category_id is None, "what", _("Choose a category.")),
        (task.minutes < 1, "what", _("Say how many minutes it takes.")),
        (not task.steps, "what", _("Write at least one step.")),
        (not task.proof_fields.exists(), "proof", _("Ask for at least one proof.")),
        (read and task.slots < least_slots(task), "rows" if task.rows else "pay", too_few(task)),
        (task.slots > importing.most_slots(task), "pay", _("Offer fewer slots.")),
        (task.reward > rules.maximum_reward, "pay", _("Offer a smaller reward.")),
        (read and bool(turns.wrong(task)), "who", turns.wrong(task)),
        (throttles.is_over(task, now=timezone.now()), "review", throttles.day_is_over(task)),
    ]
    lacking = [(step, words) for missing, step, words in wanting if missing]
    by_step = [Lack(step, str(words)) for step, words in [*lacking, *checking.lacks(task)]]
    return [*by_step, *(Lack(*one) for one in importing.lacks(task))]


def least_slots(task: Task) -> int:
    """The fewest slots this task can have."""
    return 1 if task.only_lists else settings.RULES.minimum_slots


def too_few(task: Task) -> str:
    """What to say where it has fewer."""
    least = least_slots(task)
    if least == 1:
        return str(_("Offer at least one slot."))
    words = ngettext(
        "A task for everybody has at least %(least)s slot. Offer that many, or offer it only to people on your lists.",
        "A task for everybody has at least %(least)s slots. Offer that many, or offer it only to people on your lists.",
        least,
    )
    return words % {"least": least}


def pause(task: Task, *, by: User, now: datetime | None = None) -> Task:
    """Give no new slots; claims that stand go on. No money moves."""
    with transaction.atomic():
        task = _locked(task, by=by, into=Task.State.PAUSED)
        _check_not_held(task)
        task.move_to(Task.State.PAUSED)
        _note(task, Change.Kind.PAUSED, by=by, at=now)
    return task


def resume(task: Task, *, by: User, now: datetime | None = None) -> Task:
    """Give slots again. No money moves. Raises NotNow, Suspended or BelowFloor."""
    with transaction.atomic():
        task = _locked(task, by=by, into=Task.State.PUBLISHED)
        if task.published_at is None:
            raise NotNow(_("This task is a draft: publish it first."))
        _check_not_held(task)
        check_may_hire(by)
        floor.check(task)
        task.move_to(Task.State.PUBLISHED)
        _note(task, Change.Kind.RESUMED, by=by, at=now)
    return task


def _note(task: Task, kind: str, *, by: User | None, at: datetime | None, **slots: int) -> None:
    """Keep in the task's history what its employer did, or support without a name; ``slots`` before and after."""
    before, after = ({"slots": slots[name]} if slots else {} for name in ("before", "after"))
    Change.objects.create(task=task, kind=kind, by=by, at=at or timezone.now(), before=before, after=after)


def add_slots(
    task: Task, *, slots: int, key: str, agreed: Money, by: User, now: datetime, for_rows: bool = False
) -> bool:
    """Offer more slots at the same price: their cost goes from spendable to the task's escrow, once per key.

    ``agreed`` is the cost the employer was shown. False when this key added slots before. Raises NotNow for a task
    that is over or a batch, whose slots are ``for_rows`` alone, TooMany, QuoteChanged, Suspended or
    InsufficientFunds; then nothing moved.
    """
    with transaction.atomic():
        task = Task.objects.of(by).select_for_update(no_key=True).get(pk=task.pk)
        if TopUp.objects.filter(key=own_key(task, key)).exists():
            return False
        if task.rows and not for_rows:
            raise NotNow(_("Each slot of this task is for a row of its file. Have rows run again instead."))
        _check_can_grow(task, slots)
        check_may_hire(by)
        cost = task.price.cost * slots
        if agreed != cost:
            raise QuoteChanged(_("The price changed since you saw it. Nothing was charged; look at the quote again."))
        row = TopUp.objects.create(task=task, key=own_key(task, key), slots=slots, amount=cost, added_at=now)
        task.slots += slots
        task.save(update_fields=["slots"])
        _note(task, Change.Kind.ADDED, by=by, at=now, before=task.slots - slots, after=task.slots)
        escrow.top_up(row.pk, task_id=task.pk, employer_id=by.pk, amount=cost, now=now)
    return True


def own_key(task: Task, key: str) -> str:
    """The key is the task's own: another task's same key is another addition."""
    return f"{task.pk}:{key}"[:40]


def _check_can_grow(task: Task, slots: int) -> None:
    if task.state not in (Task.State.PUBLISHED, Task.State.PAUSED):
        raise NotNow(_("This task is %(state)s now.") % {"state": task.get_state_display().lower()})
    most = importing.most_slots(task) - task.slots
    if not 1 <= slots <= most:
        words = ngettext("Add at least one slot; %(most)s more is possible.", "Add 1 to %(most)s slots.", most)
        raise TooMany(words % {"most": figure(most)} if most else _("This task has as many slots as a task can have."))


def _check_not_held(task: Task) -> None:
    if task.state == Task.State.HELD:
        raise NotNow(_("This task is held until support has looked at it."))


def is_kept_back(employer: User) -> bool:
    """Whether a suspension, or what is owed for a deposit that was taken back, keeps new slots from being given."""
    return employer.suspended_at is not None or bool(deposits.owes(employer))


def check_may_hire(employer: User) -> None:
    """Raises Suspended or NotNow where this employer may give no new slots."""
    standing.check(employer)
    if debt := deposits.owes(employer):
        words = _("You still owe %(sum)s for a deposit that was taken back. Deposit that much first.")
        raise NotNow(words % {"sum": debt})


def pause_all(employer: User) -> int:
    """Give no new slots in any of this employer's tasks; how many were paused. Runs in the caller's transaction."""
    published = Task.objects.of(employer).published().order_by("pk").select_for_update(no_key=True)
    return Task.objects.filter(pk__in=[task.pk for task in published]).update(state=Task.State.PAUSED)


def returned_by_stopping(task: Task) -> Money:
    """What stopping now gives back at once: the slots nobody took."""
    return task.price.cost * task.slots_left


def stop(task: Task, *, by: User, now: datetime, by_support: bool = False) -> Task:
    """End a task: escrow of the slots nobody took, and what was left of its promotion → spendable, at once.

    Claims and submissions that stand are still reviewed and paid; a slot that comes to nothing is returned then.
    ``by`` is its employer, in whose place support can do it: the history says so.
    """
    with transaction.atomic():
        task = _locked(task, by=by, into=Task.State.STOPPED)
        end(task, kind=Change.Kind.STOPPED, by=None if by_support else by, now=now)
    return task


def end(task: Task, *, kind: str, by: User | None, now: datetime) -> None:
    """What ``stop`` does, of a locked task, in the caller's transaction. ``kind`` is how its history calls it."""
    returned = returned_by_stopping(task)
    _note(task, kind, by=by, at=now, before=task.slots, after=task.taken)
    task.slots, task.closed_at = task.taken, now
    task.move_to(Task.State.STOPPED, "slots", "closed_at")
    escrow.refund_task(task.pk, employer_id=task.employer_id, amount=returned, now=now)
    promotions.end(task, now=now)


def _locked(task: Task, *, by: User, into: str) -> Task:
    """The employer's own task, locked, if it may become ``into``. Raises NotNow."""
    fresh = Task.objects.of(by).select_for_update(no_key=True).get(pk=task.pk)
    if not fresh.can_become(into):
        raise NotNow(_("This task is %(state)s now.") % {"state": fresh.get_state_display().lower()})
    return fresh
