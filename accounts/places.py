"""Where people are: the country they live in and change, the one they travel to, and the one they are seen in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from picomarket.lib import whereabouts
from picomarket.lib.refusals import Refused

from .models import Move, Travel, User

A_YEAR = timedelta(days=365)
# So long a change of country can be undone.
UNDONE_WITHIN = timedelta(hours=1)


class SeenElsewhere(Refused):
    """A claim from another country than the person lives in or travels to; the message says what to do."""


class PlaceRefused(Refused):
    """A country that cannot be said now: the same, too often, or too soon after the last change."""


def check(person: User, *, seen: str, now: datetime) -> None:
    """Whether somebody may work from the country they are seen in, where that is known.

    Asks the database only where it is another one than theirs. Raises SeenElsewhere.
    """
    if not seen or whereabouts.are_one(seen, str(person.country)):
        return
    if any(whereabouts.are_one(seen, str(one.country)) for one in travels(person, now=now)):
        return
    words = _(
        "Your connection comes from %(seen)s, and you live in %(home)s. Employers choose workers by country, so work"
        " from where you live. If a VPN is on, switch it off. If you travel, say so below, and you can go on at once."
    )
    raise SeenElsewhere(words % {"seen": name_of(seen), "home": name_of(str(person.country))})


def name_of(country: str) -> str:
    return str(countries.name(country) or country)


def travels(person: User, *, now: datetime) -> list[Travel]:
    """Where this person says they are now, besides home."""
    return list(Travel.objects.filter(person=person, until__gt=now).order_by("until", "pk"))


def travel(person: User, *, country: str, days: int, now: datetime) -> Travel:
    """Say that one is in another country for so many days; from there one can work at once. Raises PlaceRefused."""
    rules = settings.RULES
    if not 1 <= days <= rules.travel_days:
        words = ngettext("Say %(most)s day at most.", "Say between 1 and %(most)s days.", rules.travel_days)
        raise PlaceRefused(words % {"most": rules.travel_days})
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if country == str(row.country):
            raise PlaceRefused(_("This is where you live: you can work from there anyway."))
        said = list(Travel.objects.filter(person=row, said_at__gt=now - A_YEAR).order_by("said_at"))
        if len(said) >= rules.travels_a_year:
            day = date_format(localtime(said[0].said_at + A_YEAR, row.tz), "DATE_FORMAT")
            words = _("You said so %(count)s times within a year, which is the most. You can again on %(day)s.")
            raise PlaceRefused(words % {"count": len(said), "day": day})
        return Travel.objects.create(person=row, country=country, said_at=now, until=now + timedelta(days=days))


def check_move(person: User, *, country: str, now: datetime) -> None:
    """Whether somebody can say that they live in this country now. Raises PlaceRefused."""
    if country == str(person.country):
        raise PlaceRefused(_("You live there already, as far as your profile says."))
    if person.country_since and person.settled_at > now:
        day = date_format(localtime(person.settled_at, person.tz), "DATE_FORMAT")
        raise PlaceRefused(_("You changed it a short while ago. You can change it again on %(day)s.") % {"day": day})


def move(person: User, *, country: str, now: datetime) -> User:
    """Say that one lives in another country. Tasks for certain countries are closed for ``country_days`` from then on,
    so that nobody changes it for one task. Raises PlaceRefused."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        check_move(row, country=country, now=now)
        Move.objects.create(person=row, country=row.country, since=row.country_since, moved_at=now)
        row.country, row.country_since = country, now
        row.save(update_fields=["country", "country_since"])
    return row


def slip(person: User, *, now: datetime) -> Move | None:
    """The change that this person can undo: made within the hour, and the only one undone within ``country_days``, so
    that nobody lives in two countries by turns."""
    last = Move.objects.filter(person=person, undone_at=None, moved_at__gt=now - UNDONE_WITHIN).order_by("pk").last()
    if last is None or last.moved_at != person.country_since:
        return None
    lately = now - timedelta(days=settings.RULES.country_days)
    return None if Move.objects.filter(person=person, undone_at__gt=lately).exists() else last


def move_back(person: User, *, now: datetime) -> User:
    """Undo a change of country that was a slip: all is as it was before, also what was closed then. Raises
    PlaceRefused."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        last = slip(row, now=now)
        if last is None:
            raise PlaceRefused(_("You can go back within an hour of a change, and not twice in a row. This is over."))
        row.country, row.country_since = last.country, last.since
        row.save(update_fields=["country", "country_since"])
        last.undone_at = now
        last.save(update_fields=["undone_at"])
    return row
