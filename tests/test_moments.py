"""Moments: how far away one is reads as Django says it, though it is put into words once for all that are as far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone, translation
from django.utils.formats import get_format
from django.utils.timesince import timeuntil

from picomarket.formats.en import formats
from picomarket.lib import locales, moments

FAR = [
    *(timedelta(minutes=1.5), timedelta(minutes=59.5), timedelta(hours=3, minutes=12.5)),
    *(timedelta(hours=23, minutes=59.5), timedelta(days=1, minutes=1), timedelta(days=2, hours=5, minutes=50)),
    *(timedelta(days=13, hours=1.5), timedelta(days=27, hours=23.5), timedelta(days=45), timedelta(days=800)),
]


@pytest.mark.parametrize("language", ["en", "es", "ar", "hi"])
@pytest.mark.parametrize("far", FAR, ids=str)
def test_how_far_is_said_as_django_says_it(far: timedelta, language: str) -> None:
    now = timezone.now()

    with translation.override(language):
        said = [(moments.ago(at), moments.left(at)) for at in (now - far, now + far)]

        assert said == [(str(naturaltime(at)), timeuntil(at)) for at in (now - far, now + far)]


def test_the_last_minute_is_said_in_seconds_and_what_is_over_as_over() -> None:
    now = timezone.now()

    assert moments.left(now + timedelta(seconds=59.5)) == "59 seconds"
    assert moments.left(now + timedelta(seconds=1.5)) == "1 second"
    assert ">59 seconds</time>" in moments.countdown(now + timedelta(seconds=59.5), over="it begins")
    assert ">it begins</time>" in moments.countdown(now - timedelta(seconds=1), over="it begins")
    assert ">time is up</time>" in moments.countdown(now - timedelta(seconds=1))


def test_a_moment_is_read_by_the_readers_clock() -> None:
    with timezone.override("Asia/Dhaka"):
        words = moments.moment(datetime(2026, 3, 1, 20, 30, tzinfo=UTC), short=True)

    exact = "2026-03-02 02:30, Dhaka time (UTC+06:00)"
    assert words == f'<time datetime="2026-03-02T02:30:00+06:00" title="{exact}">Mon 2 Mar, 02:30</time>'
    assert moments.moment(None) == moments.countdown(None) == ""


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=150), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=7), "7 days"),
    ],
)
def test_a_length_is_said_in_the_smaller_unit_until_there_are_two_of_the_larger(time: timedelta, words: str) -> None:
    assert moments.in_one_unit(time) == words


def test_arabic_has_no_short_names_of_weekdays() -> None:
    thursday = datetime(2026, 1, 1, 9, tzinfo=UTC)
    told = locales.moment(thursday, "FULL_DATE_FORMAT")

    assert str(told) == "Thu 1 Jan 2026"
    with translation.override("ar"):
        assert str(told).startswith("الخميس، 1")
        assert "الخميس" in moments.moment(thursday, short=True)


def test_where_no_language_is_on_a_moment_is_said_in_english() -> None:
    with translation.override(None):
        assert locales.dated(datetime(2026, 1, 1, 9, tzinfo=UTC), "FULL_DATETIME_FORMAT") == "Thu 1 Jan 2026, 09:00"


@pytest.mark.parametrize(("language", "_name"), settings.LANGUAGES)
def test_every_language_has_every_format_of_dates(language: str, _name: str) -> None:
    """A format that one lacks would be shown by its name."""
    names = {name for name in dir(formats) if name.endswith("_FORMAT")}

    assert {name for name in names if get_format(name, language) == name} == set()
