"""Changes to a task that is live. Slots somebody holds are never touched by what changes the work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import escrow
from wallet.commission import Price, price_of

from . import contents, gold, policy, pricing, throttles, turns
from .models import Change, Task, TopUp
from .publishing import Forbidden, NotNow, QuoteChanged, TooFew, check_may_hire, least_slots, own_key, too_few
from .signals import reward_raised

Kind = Change.Kind
# What each kind of change may set. A country's share is counted from the first slot on, so it stays.
FIELDS: dict[str, tuple[str, ...]] = {
    Kind.AIMED: (
        *("zones", "countries", "excluded", "languages", "minimum_level", "per_worker"),
        *("only_lists", "not_lists", "tests", "test_instead"),
    ),
    Kind.PACED: ("hourly_cap", "daily_cap", "opens_at", "closes_at", "last_day", "clock"),
    Kind.REWRITTEN: ("title", "steps", "minutes"),
    # Which rows are gold is fixed when they are published.
    Kind.CHECKED: ("trusted", "agreeing", "compared", "gold_approves", "gold_least", "gold_after"),
}


class InWork(Refused):
    """Somebody works by the steps as they are, or rows fill them."""


class DayOver(Refused):
    """The last day it is to have has passed, for instance by taking back what gave it more time."""


class NotARaise(Refused):
    """The reward is not more than it was, or more than a task may pay."""


def change(
    task: Task, *, kind: str, fields: Mapping[str, Any], by: User, now: datetime, undoes: Change | None = None
) -> bool:
    """Aim a live task at other people, give it another pace, rewrite it or check it in another way; False where
    nothing is different.

    ``undoes`` is the change it puts back. No money moves. Whoever holds a slot keeps it, so a task is rewritten only
    while nobody does. Raises NotNow, InWork, BelowMinimum where the new countries ask for more than the task pays,
    TooOften or TooFew where a task for everybody may not offer that, DayOver, or Forbidden by the policy.
    """
    with transaction.atomic():
        live = _locked(task, by)
        after = {name: fields[name] for name in FIELDS[kind] if name in fields}
        after = {name: value for name, value in after.items() if getattr(live, name) != value}
        if not after:
            return False
        if kind == Kind.REWRITTEN and (why_not := why_words_stand(live)):
            raise InWork(why_not)
        before = contents.kept(live, after)
        for name, value in after.items():
            setattr(live, name, value)
        if kind == Kind.AIMED:
            _check_aim(live)
        if kind == Kind.PACED and throttles.is_over(live, now=now):
            raise DayOver(throttles.day_is_over(live))
        if kind == Kind.REWRITTEN:
            _check_allowed(live, now=now)
            live.risks = policy.risks_of(live)
        live.save(update_fields=[*after, "risks"])
        if kind == Kind.CHECKED and live.has_gold:
            gold.keep_out(live, now=now)
        Change.objects.create(task=live, kind=kind, by=by, at=now, before=before, after=after, undoes=undoes)
    return True


def _check_aim(task: Task) -> None:
    """What it offers must do for whom it is for now."""
    pricing.check_reward(task)
    turns.check(task)
    if task.slots < least_slots(task):
        raise TooFew(too_few(task))


def why_words_stand(task: Task) -> str:
    """Why a live task cannot be rewritten now; empty where it can."""
    if task.rows:
        return str(_("The words of this task are filled with its rows and stay. Copy it to a new draft instead."))
    held = task.taken - task.paid
    if not held:
        return ""
    words = ngettext(
        "%(count)s slot is in work, waits for a verdict or can still be disputed, by the steps as they are. Pause the"
        " task and rewrite it when that is over, or copy it to a new draft.",
        "%(count)s slots are in work, wait for a verdict or can still be disputed, by the steps as they are. Pause the"
        " task and rewrite it when that is over, or copy it to a new draft.",
        held,
    )
    return words % {"count": held}


def _check_allowed(task: Task, *, now: datetime) -> None:
    """New words are held against the policy as a draft's are; what asks for a look is not changed under way."""
    judgement = policy.judge(task, now=now)
    if judgement.blocked:
        charge = judgement.blocked[0]
        raise Forbidden(f"{charge.words}. {locales.said(charge.rule.fix)}")
    if judgement.answer == policy.Answer.LOOK:
        raise Forbidden(_("Somebody has to look at these words first. Copy the task to a new draft and publish that."))


def undo(task: Task, *, change_id: int, by: User, now: datetime) -> Change:
    """Put back what the last change set; it is kept that it was undone. Raises NotNow where there is nothing to put
    back, or the last change is another one by now: a second press must not put the first one's work back."""
    with transaction.atomic():
        live = _locked(task, by)
        last = undoable(live)
        if last is None and not live.changes.filter(undoes=change_id).exists():
            raise NotNow(_("There is nothing to undo."))
        if last is None or last.pk != change_id:
            raise NotNow(
                _("The task was changed since this page was shown. Look at it again before you undo anything.")
            )
        change(live, kind=last.kind, fields=contents.read(last.before), by=by, now=now, undoes=last)
    return last


def undoable(task: Task) -> Change | None:
    """The last change that stands, if it can be put back: a raise was promised, and slots were paid for."""
    last = task.changes.filter(undoes=None, undone=None).order_by("-pk").first()
    return last if last and last.kind in FIELDS else None


def raised_by(task: Task, reward: Money) -> Price:
    """What each slot that is not paid yet costs more at this reward, by today's commissions."""
    now, then = price_of(reward), task.price
    return Price(
        now.reward - then.reward,
        now.employer_commission - then.employer_commission,
        now.worker_commission - then.worker_commission,
    )


def raise_reward(
    task: Task,
    *,
    reward: Money,
    key: str,
    agreed: Money,
    topped_up: tuple[int, Money] | None = None,
    by: User,
    now: datetime,
) -> bool:
    """Pay more for every slot that is not paid yet, those in work too: nobody does for less what others get more for.

    The difference goes from spendable to the task's escrow, once per key; ``agreed`` is the sum the employer was shown.
    False when this key raised it before. Raises NotNow, NotARaise, QuoteChanged or InsufficientFunds; then nothing
    moved. Paid submissions are marked with what they were paid, which takes their rows after the task's; nobody else
    locks those, because they are final. ``topped_up`` notes how many of them the caller pays more, and what in all.
    """
    with transaction.atomic():
        live = _locked(task, by)
        if TopUp.objects.filter(key=own_key(live, key)).exists():
            return False
        check_may_hire(by)
        check_raise(live, reward)
        more, unpaid = raised_by(live, reward), live.slots - live.paid
        if agreed != more.cost * unpaid:
            raise QuoteChanged(_("The price changed since you saw it. Nothing was charged; look at the sum again."))
        reward_raised.send(sender=Task, task=live)
        row = TopUp.objects.create(task=live, key=own_key(live, key), slots=0, amount=agreed, added_at=now)
        before, after = {"reward": live.reward}, {"reward": reward, **({"topped_up": topped_up} if topped_up else {})}
        Change.objects.create(task=live, kind=Kind.RAISED, by=by, at=now, before=before, after=after)
        _reprice(live, more)
        escrow.top_up(row.pk, task_id=live.pk, employer_id=by.pk, amount=agreed, now=now)
    return True


def _reprice(task: Task, more: Price) -> None:
    """What was paid so far stays spent as it was."""
    task.returned += more.cost * task.paid
    task.reward += more.reward
    task.employer_commission += more.employer_commission
    task.worker_commission += more.worker_commission
    task.save(update_fields=["returned", "reward", "employer_commission", "worker_commission"])


def check_raise(task: Task, reward: Money) -> None:
    """Raises NotARaise unless the reward is more than now, for the worker too, and within the market's limit."""
    more = raised_by(task, reward)
    if reward > settings.RULES.maximum_reward:
        raise NotARaise(_("Offer at most %(most)s.") % {"most": settings.RULES.maximum_reward})
    if more.cost <= 0 or more.receives <= 0:
        raise NotARaise(_("Offer more than %(reward)s, which it pays now.") % {"reward": task.reward})


def _locked(task: Task, by: User) -> Task:
    live = Task.objects.of(by).select_for_update(no_key=True).get(pk=task.pk)
    if live.state not in (Task.State.PUBLISHED, Task.State.PAUSED):
        raise NotNow(_("This task is %(state)s now.") % {"state": live.get_state_display().lower()})
    return live
