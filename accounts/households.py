"""Households: two people who share a device or a home say so, and then it counts for nothing between them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import contacts, rates
from picomarket.lib.refusals import Refused

from . import links
from .models import Household, User

# How often one person can say it, or say yes to it, within an hour.
SAID_AN_HOUR = 10


class HouseholdRefused(Refused):
    """Somebody who is not there, oneself, said already, or more people than one home has."""


class LeadsOutside(HouseholdRefused):
    """Words that name a way to reach somebody outside the market: the other one reads them."""


def declare(person: User, *, public_id: str, words: str, now: datetime) -> Household:
    """Say that one shares a device or a home with somebody, who is asked to confirm it.

    Raises HouseholdRefused, LeadsOutside or TooOften.
    """
    _check_words(words)
    rates.check(person.pk, "household", most=SAID_AN_HOUR, within=rates.HOUR, now=now)
    other = User.objects.filter(is_active=True, public_id=public_id).first()
    if other is None:
        raise HouseholdRefused(_("There is nobody with this profile. Copy the address of their page here."))
    if other.pk == person.pk:
        raise HouseholdRefused(_("This is your own profile. Copy the address of theirs."))
    with transaction.atomic():
        _lock(person, other)
        if Household.objects.of(person.pk).open().filter(pk__in=Household.objects.of(other.pk)).exists():
            raise HouseholdRefused(_("You two have said so already. It stands below."))
        _check_few(person)
        said = Household.objects.create(asked_by=person, other=other, words=words.strip(), asked_at=now)
        subject = format_lazy(gettext_lazy("{name} says you share a device or a home"), name=person.public_name)
        body = gettext_lazy(
            "If it is so, confirm it: then you are not taken for one person. If it is not, say no; nothing follows."
        )
        notices.tell(other, topic=Topic.ACCOUNT, subject=subject, body=body, url=reverse("accounts:household"), now=now)
    return said


def confirm(said: Household, *, by: User, now: datetime) -> Household:
    """The other one says that it is so. Device and network count for nothing between the two from now on; a payout
    address does. Raises HouseholdRefused or TooOften."""
    rates.check(by.pk, "household", most=SAID_AN_HOUR, within=rates.HOUR, now=now)
    with transaction.atomic():
        row = _locked(said)
        if row.other_id != by.pk or row.ended_at:
            raise HouseholdRefused(_("There is nothing to confirm any more."))
        if row.confirmed_at is None:
            # One at a time, so that nobody confirms more of them at once.
            links.alone()
            _check_few(by)
            row.confirmed_at = now
            row.save(update_fields=["confirmed_at"])
            links.weigh([(row.asked_by_id, row.other_id)], now=now)
            subject = format_lazy(gettext_lazy("{name} confirmed that you share"), name=by.public_name)
            notices.tell(row.asked_by, topic=Topic.ACCOUNT, subject=subject, url=reverse("accounts:household"), now=now)
    return row


def end(said: Household, *, by: User, now: datetime) -> Household:
    """Either says that it is not so, or not any more. Raises HouseholdRefused for anybody else."""
    with transaction.atomic():
        row = _locked(said)
        if by.pk not in (row.asked_by_id, row.other_id):
            raise HouseholdRefused(_("This is between two other people."))
        if row.ended_at is None:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
            links.weigh([(row.asked_by_id, row.other_id)], now=now)
    return row


def of(person: User) -> list[Household]:
    """What this person and others say of one another, the newest first."""
    said = Household.objects.of(person.pk).open().select_related("asked_by", "other")
    return list(said.order_by("-asked_at", "-pk"))


def _check_words(words: str) -> None:
    if stretches := contacts.found(words):
        named = words[stretches[0]]
        raise LeadsOutside(_("They read this. Take out “%(named)s”: work and pay stay here.") % {"named": named})


def _check_few(person: User) -> None:
    """What others merely say of somebody keeps them from nothing."""
    mine, most = Household.objects.of(person.pk).open(), settings.RULES.household_people
    if mine.filter(Q(asked_by=person) | Q(confirmed_at__isnull=False)).count() >= most:
        words = ngettext(
            "You share with %(count)s person already, and that is the most. Write to support if it is more.",
            "You share with %(count)s people already, and that is the most. Write to support if it is more.",
            most,
        )
        raise HouseholdRefused(words % {"count": most})


def _lock(*people: User) -> None:
    """One at a time for these: nobody says it twice at once."""
    keys = [person.pk for person in people]
    list(User.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _locked(said: Household) -> Household:
    return Household.objects.select_related("asked_by", "other").select_for_update(of=("self",)).get(pk=said.pk)
