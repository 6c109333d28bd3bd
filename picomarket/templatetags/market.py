"""What templates need to show a sum, a time or a country."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop
from django_countries import countries

from picomarket.lib import counting, locales, moments
from picomarket.lib.drawing import drawn, drawn_each
from picomarket.lib.money import Money

register = template.Library()


@register.simple_tag
def draw(template_name: str, **shown: Any) -> SafeString:
    """Like an include of these values only, but remembered where the same ones were drawn before."""
    return drawn(template_name, **shown)


@register.simple_tag
def draw_each(template_name: str, name: str, values: Iterable[Any], **shown: Any) -> SafeString:
    """The same for each of these values, one after the other."""
    return drawn_each(template_name, name, values, **shown)


WHYS = {
    "level": ("accounts:level", _noop("how levels work")),
    "points": ("accounts:points", _noop("how points are given")),
    "eligibility": ("tasks:why", _noop("every rule of this task, and what you have")),
    "notice": ("inbox:why", _noop("why you were told this, and how to be told otherwise")),
    "hold": ("wallet:why", _noop("why your money is where it is")),
}


@register.simple_tag
def why(topic: str, *of: str) -> SafeString:
    """The link *Why?* beside what a person may wonder about, to the page that explains it with their own numbers.

    ``of`` says of which thing, where there are many. Asks the database nothing.
    """
    name, words = WHYS[topic]
    address = reverse(name, args=of)
    link = '<a class="small" href="{}">{}<span class="sr-only">: {}</span></a>'
    return format_html(link, address, _("Why?"), _(words))


@register.filter
def apart(typed: object) -> SafeString:
    """What somebody typed, inside of a sentence: it may run the other way, and its marks stay its own."""
    return format_html("<bdi>{}</bdi>", typed)


@register.filter
def money(sum_: int) -> SafeString:
    """A sum as <data> in tabular figures, exact to the micro-dollar."""
    sum_ = Money(sum_)
    return format_html('<data class="money" value="{}">{}</data>', sum_.plain(), str(sum_))


@register.filter
def marked(parts: Iterable[Any]) -> SafeString:
    """A text in parts (``words``, ``marked``), what was found in it marked."""
    pieces = (format_html("<mark>{}</mark>", part.words) if part.marked else part.words for part in parts)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.simple_tag
def moment(at: datetime | None, short: bool = False) -> SafeString:
    """A moment: the date with the distance beside it; ``short`` leaves the distance out."""
    return moments.moment(at, short=short)


@register.simple_tag
def countdown(at: datetime | None, over: str = "") -> SafeString:
    """The time left, counted down where JavaScript runs; ``over``: what to say when it has passed."""
    return moments.countdown(at, over=over)


@register.filter
def duration(time: timedelta) -> str:
    """How long something took, no finer than anybody cares: 42 s, 12 min, 3 h."""
    # No line ends between the number and its unit.
    return moments.duration(time).replace(" ", "\xa0")


@register.filter
def percent(number: float) -> str:
    """So many of a hundred: 85%."""
    return counting.percent(number)


@register.filter
def hours_long(hours: float) -> str:
    """How long so many hours are, in one unit: 7 days, 30 hours, 5 minutes."""
    return moments.in_one_unit(timedelta(hours=hours))


@register.filter
def zone_said(name: Any, at: datetime | None = None) -> str:
    """A time zone as people say it, as far from UTC as it is at a moment, or now."""
    return locales.zone(str(name), *([at] if at else []))


@register.filter
def listed(names: Iterable[object]) -> str:
    """Names in a row, as the reader's language parts them."""
    return locales.listed(names)


@register.filter
def said(text: Any) -> str:
    """Words that the market came with, in the reader's language."""
    return locales.said(str(text or ""))


@register.filter
def country(code: Any) -> str:
    """The name of a country in the reader's language."""
    return str(countries.name(str(code)) or code)


@register.filter
def country_names(codes: Iterable[str]) -> list[str]:
    """The names of countries in the reader's language."""
    return [country(code) for code in codes]
