"""Bonuses: what an employer gives on top of a reward, free of commission."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import deposits, escrow

from .models import Bonus, Submission


class BonusRefused(Refused):
    """Work that is not approved, a sum nobody can give, or an employer who owes."""


def give(submission: Submission, *, amount: Money, note: str = "", key: str, by: User, now: datetime) -> bool:
    """Give the worker a bonus on approved work: the employer's spendable → the worker's earned, once per key.

    ``amount`` is whole cents, up to the largest reward. False when this key gave one before. Raises BonusRefused or
    InsufficientFunds; then nothing moved.
    """
    with transaction.atomic():
        rows = Submission.objects.reviewable_by(by).select_related("task__employer", "task__batch", "row", "worker")
        row = rows.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
        own_key = f"{row.pk}:{key}"[:40]
        if Bonus.objects.filter(key=own_key).exists():
            return False
        _check(row, amount)
        bonus = Bonus.objects.create(submission=row, key=own_key, amount=amount, note=note, given_at=now)
        escrow.pay_bonus(bonus.pk, employer_id=by.pk, worker_id=row.worker_id, amount=amount, now=now)
        notices.tell(
            row.worker,
            subject=format_lazy(_("A bonus of {amount}: {title}"), amount=amount, title=row.words.title),
            body=note or _("The employer liked your work."),
            url=row.get_absolute_url(),
            topic=Topic.PAY,
            now=now,
        )
    return True


def give_each(given: Iterable[tuple[Submission, Money]], *, note: str, key: str, by: User, now: datetime) -> int:
    """Give many workers something on approved work of one task, of whatever sum: the employer's spendable → their
    earned pockets. Runs in the caller's transaction, which sees to the key being used once. How many it were.

    Raises InsufficientFunds; then nothing moved.
    """
    due = list(given)
    rows = Bonus.objects.bulk_create(
        Bonus(submission=row, key=f"{row.pk}:{key}"[:40], amount=amount, note=note, given_at=now) for row, amount in due
    )
    paid = [(bonus.pk, row.worker_id, amount) for bonus, (row, amount) in zip(rows, due, strict=True)]
    escrow.pay_bonuses(paid, employer_id=by.pk, now=now)
    words = _("Topped up by {amount}: {title}")
    notices.tell_each(
        (
            (row.worker, format_lazy(words, amount=amount, title=row.words.title), note, row.get_absolute_url())
            for row, amount in due
        ),
        topic=Topic.PAY,
        now=now,
    )
    return len(due)


def _check(row: Submission, amount: Money) -> None:
    if row.state != Submission.State.APPROVED:
        raise BonusRefused(_("A bonus is given on approved work."))
    if debt := deposits.owes(row.task.employer):
        # What comes back from a stopped task is not given away before the debt is taken from it.
        words = _("You still owe %(sum)s for a deposit that was taken back. Deposit that much first.")
        raise BonusRefused(words % {"sum": debt})
    most = settings.RULES.maximum_reward
    if not 0 < amount <= most or amount != amount.floor_to_cents():
        raise BonusRefused(_("Give between $0.01 and %(most)s, in whole cents.") % {"most": most})
