"""Referrals held: what a referral earns is kept aside while its two sides may be one person, until somebody has looked.

What is held is counted and stays with the house; released, it is paid in one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import links
from accounts.models import Link, User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.refusals import Refused
from wallet import shares

from .models import Month, Referral

State = Referral.State
SHORTEST_REASON = 20
# The kind of reason that is no link between the two sides.
RING = "ring"

_HELD = gettext_lazy(
    "{name} joined by your link, and {reasons}. People who live together do too, so somebody looks at it by {day}."
    " Until then what it earns you is counted and kept aside; nothing else of yours is touched. If you want to say"
    " something to it, write to {support}."
)


class HoldRefused(Refused):
    """A decision without a reason, about one's own referral, or about one that is not held."""


def hold_linked(found: Sequence[Link], *, now: datetime) -> None:
    """Hold the referrals whose two sides are linked, and those of linked people whom one person brought.

    Once: what the staff decided stands. Their referrers are told why.
    """
    pairs = {(link.one_id, link.other_id): link for link in found}
    people = {key for pair in pairs for key in pair}
    rows = Referral.objects.filter(referred__in=people, state=State.EARNING, decided_at=None, ends_at__gt=now)
    locked = list(rows.order_by("pk").select_for_update(no_key=True))
    for row, reasons in _to_hold(locked, pairs):
        row.held_for, row.held_at = reasons, now
        row.due_at = now + timedelta(days=settings.RULES.referral_look_days)
        row.move_to(State.HELD, "held_for", "held_at", "due_at")
        _tell_held(row, now=now)


def _to_hold(rows: Iterable[Referral], pairs: dict[tuple[int, int], Link]) -> list[tuple[Referral, dict[str, int]]]:
    rows = list(rows)
    brought: defaultdict[int, set[int]] = defaultdict(set)
    beside = Referral.objects.filter(referrer__in=[row.referrer_id for row in rows])
    for key, referrer in beside.values_list("referred", "referrer"):
        brought[referrer].add(key)
    held = []
    for row in rows:
        link = pairs.get((min(row.referrer_id, row.referred_id), max(row.referrer_id, row.referred_id)))
        if link and _is_more_than_chance(link):
            held.append((row, links.shares(link)))
        elif _in_a_ring(row, brought[row.referrer_id], pairs):
            held.append((row, {RING: 1}))
    return held


def because(referral: Referral) -> str:
    """Why it is held, or was, as its referrer reads it, in the language of now."""
    if RING in referral.held_for:
        return _("they share a device or more with another person you brought")
    shared = links.reasons(referral.held_for)
    return _("you two share %(what)s") % {"what": locales.listed(shared)} if shared else ""


def _is_more_than_chance(link: Link) -> bool:
    """Whether it holds a referral. Friends sit in one café and strangers behind one address of a telephone company, so
    a network counts with another sign, or when it was shared hour after hour."""
    rules = settings.RULES
    if link.devices or link.payouts or link.proofs:
        return link.score >= rules.referral_hold_score
    return 0 < rules.referral_hold_hours <= link.networks


def _in_a_ring(row: Referral, brought: set[int], pairs: dict[tuple[int, int], Link]) -> bool:
    """Whether two whom the same person brought look like one: more than a network they share by chance."""
    return any(
        row.referred_id in pair and set(pair) <= brought and link.counted >= settings.RULES.link_closes
        for pair, link in pairs.items()
    )


def release(referral: Referral, *, reason: str, by: User, now: datetime) -> Referral:
    """Let a referral earn again; what was held is paid to the referrer: the house's commission → earned, once.

    Raises HoldRefused.
    """
    with transaction.atomic():
        row = _to_decide(referral, reason, by)
        row.released, row.earned, row.held = row.held, row.earned + row.held, row.held - row.held
        _decide(row, State.EARNING, reason, by, now)
        Month.objects.filter(referral=row).update(earned=F("earned") + F("held"), held=0)
        if row.released:
            shares.release(row.pk, referrer_id=row.referrer_id, amount=row.released, now=now)
        words = gettext_lazy("{money} was kept aside and is yours now. {reason}")
        _tell(row, gettext_lazy("What {name} earns you is released"), words, reason, now)
    return row


def void(referral: Referral, *, reason: str, by: User, now: datetime) -> Referral:
    """Let a referral earn nothing any more; what was held stays with the house. No money moves. Raises HoldRefused."""
    with transaction.atomic():
        row = _to_decide(referral, reason, by)
        _decide(row, State.VOIDED, reason, by, now)
        words = gettext_lazy("{reason} What you earned before stays yours. To answer, write to {support}.")
        _tell(row, gettext_lazy("{name} earns you nothing any more"), words, reason, now)
    return row


def end_all(referrer: User, *, now: datetime) -> None:
    """The account of who would be paid is deleted, so nobody has to decide any more. No money moves: what was held
    stays with the house. In a transaction."""
    for row in Referral.objects.held().filter(referrer=referrer).order_by("pk").select_for_update(no_key=True):
        row.decided_at = now
        row.move_to(State.VOIDED, "decided_at")


def _to_decide(referral: Referral, reason: str, by: User) -> Referral:
    if len(reason.strip()) < SHORTEST_REASON:
        raise HoldRefused(_("Write the reason in a full sentence: the person reads it."))
    row = Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    if by.pk in (row.referrer_id, row.referred_id):
        raise HoldRefused(_("You have a part in this: somebody else must decide."))
    if row.state != State.HELD:
        raise HoldRefused(_("This referral is not held any more."))
    return row


def _decide(row: Referral, state: State, reason: str, by: User, now: datetime) -> None:
    row.decision, row.decided_by, row.decided_at = reason.strip(), by, now
    row.move_to(state, "decision", "decided_by", "decided_at", "released", "earned", "held")


def _tell_held(row: Referral, *, now: datetime) -> None:
    facts = {
        "reasons": locales.later(partial(because, row)),
        "day": locales.moment(row.due_at, "DATE_FORMAT"),
        "support": settings.SUPPORT_EMAIL,
    }
    body = format_lazy(_HELD, name=row.referred.public_name, **facts)
    subject = format_lazy(gettext_lazy("What {name} earns you is kept aside"), name=row.referred.public_name)
    notices.tell(
        row.referrer,
        topic=Topic.REFERRALS,
        subject=subject,
        body=body,
        url=reverse("referrals:home"),
        mail=True,
        now=now,
    )


def _tell(row: Referral, subject: Any, words: Any, reason: str, now: datetime) -> None:
    facts = {"reason": reason.strip(), "money": row.released, "support": settings.SUPPORT_EMAIL}
    notices.tell(
        row.referrer,
        topic=Topic.REFERRALS,
        subject=format_lazy(subject, name=row.referred.public_name),
        body=format_lazy(words, **facts),
        url=reverse("referrals:home"),
        mail=True,
        now=now,
    )
