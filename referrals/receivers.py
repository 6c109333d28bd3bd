"""What referrals hear from sign-up, the wallet, accounts and links between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.leaving.parts import OpenEnd, Part
from accounts.models import Link, User
from accounts.signals import data_asked, ends_asked, forgetting, linked
from picomarket.lib.money import Money
from wallet.signals import deposit_arrived, deposit_reversed

from . import arrivals, codes, holding, leaving, rewards


@receiver(user_signed_up)
def remember_who_brought_them(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """By the code that was typed, where the form asked for one: it is filled in with the link's. Else by the link."""
    typed = request.POST.get("code")
    referrer = arrivals.referrer_of(request) if typed is None else codes.owner(typed)
    if referrer:
        rewards.attribute(user, referrer=referrer, now=timezone.now())


@receiver(data_asked)
def give_referrals(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(ends_asked)
def say_what_is_held(person: User, **_kwargs: Any) -> Iterable[OpenEnd]:
    return leaving.ends(person)


@receiver(forgetting)
def end_what_it_earns(person: User, now: datetime, **_kwargs: Any) -> None:
    leaving.forget(person, now=now)


@receiver(deposit_arrived)
def share_a_deposit(person: User, amount: Money, now: datetime, **_kwargs: Any) -> None:
    rewards.note_deposit(person, amount=amount, now=now)


@receiver(deposit_reversed)
def share_it_no_more(person: User, amount: Money, now: datetime, **_kwargs: Any) -> None:
    rewards.note_deposit(person, amount=Money(-amount), now=now)


@receiver(linked)
def hold_what_is_linked(links: Sequence[Link], now: datetime, **_kwargs: Any) -> None:
    holding.hold_linked(links, now=now)
