"""What people are told about deposits, in plain words: how much came, how much went, and why."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.money import Money

from .models import Deposit

State = Deposit.State


def arrived(deposit: Deposit, *, before: Money, was: str, now: datetime) -> None:
    """Money came. ``before`` is what had arrived until then, ``was`` the deposit's state until then."""
    sums = {"amount": deposit.amount, "asked": deposit.asked, "more": deposit.amount - before}
    subject, body = ARRIVALS[_arrival(deposit, before, was)]
    notices.tell(
        deposit.person,
        subject=format_lazy(subject, **sums),
        body=format_lazy(body, **sums),
        url=deposit.get_absolute_url(),
        topic=Topic.MONEY,
        now=now,
    )


def _arrival(deposit: Deposit, before: Money, was: str) -> str:
    if before:
        return "more"
    if deposit.amount != deposit.asked:
        return "short" if deposit.amount < deposit.asked else "over"
    return "whole" if was == State.STARTED else "late"


ARRIVALS = {
    "whole": (_("Your deposit arrived"), _("{amount} is in your wallet, ready to spend.")),
    "short": (
        _("Part of your deposit arrived"),
        _("{amount} of the {asked} is in your wallet. What is missing is added when it arrives."),
    ),
    "over": (
        _("Your deposit arrived"),
        _("{amount} came, more than the {asked} you meant to send. All of it is in your wallet."),
    ),
    "more": (
        _("More of your deposit arrived"),
        _("{more} came later and is in your wallet. That makes {amount}."),
    ),
    "late": (_("Your deposit arrived after all"), _("It came late: {amount} is in your wallet, ready to spend.")),
}


def never_arrived(deposit: Deposit, *, by_mail: bool, now: datetime) -> None:
    """Nothing came in time, and the deposit is closed. ``by_mail``: the person may have sent money by hand."""
    notices.tell(
        deposit.person,
        subject=format_lazy(_("Your deposit of {amount} never arrived"), amount=deposit.asked),
        body=_(
            "It is closed, and nothing was taken in. If you did pay, the money is added as soon as it arrives; where "
            "that takes long, write to support with the reference."
        ),
        url=deposit.get_absolute_url(),
        mail=by_mail,
        topic=Topic.MONEY,
        now=now,
    )


def taken_back(deposit: Deposit, *, taken: Money, short: Money, now: datetime) -> None:
    """A payer's bank took a deposit back: the person and the staff are told. ``short`` is what was spent already."""
    sums = {"taken": taken, "short": short, "there": taken - short}
    notices.tell(
        deposit.person,
        subject=format_lazy(_("{taken} of your deposit was taken back"), **sums),
        body=format_lazy(OWED if short else COVERED, **sums),
        url=deposit.get_absolute_url(),
        mail=True,
        topic=Topic.MONEY,
        now=now,
    )
    subject = format_lazy(_("A deposit was taken back: {taken}"), **sums)
    body = format_lazy(_("Out of the person's spendable money: {there}. Out of the house's losses: {short}."), **sums)
    url = reverse("admin:wallet_deposit_change", args=[deposit.pk])
    notices.tell_each(((one, subject, body, url) for one in _cashiers(deposit)), mail=True, topic=Topic.DESK, now=now)


COVERED = _(
    "Your bank or card company took this money back, so it is gone from what you can spend. If you have published "
    "tasks, they are paused; you can resume them."
)
OWED = _(
    "Your bank or card company took this money back after part of it was spent. {there} was taken from what you can "
    "spend; {short} is still owed and is taken from the next money that comes there. Until then your tasks are paused. "
    "What you earn is not touched."
)


def recovered(deposit: Deposit, *, amount: Money, now: datetime) -> None:
    """Money that came went to what was owed."""
    sums = {"amount": amount, "left": deposit.shortfall - deposit.recovered}
    paid = _("That pays all that was owed for it.")
    left = _("{left} is still owed and is taken from the next money that comes there.")
    notices.tell(
        deposit.person,
        subject=format_lazy(_("{amount} was taken for a deposit that was taken back"), **sums),
        body=format_lazy(left if sums["left"] else paid, **sums),
        url=deposit.get_absolute_url(),
        topic=Topic.MONEY,
        now=now,
    )


def _cashiers(deposit: Deposit) -> QuerySet[User]:
    """The staff who may work on deposits, but for the person themselves."""
    may = ModelBackend().with_perm("wallet.change_deposit")
    return may.filter(is_staff=True).exclude(pk=deposit.person_id)
