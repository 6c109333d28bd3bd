"""In which language people are spoken to, and what follows from it: names of countries, dates, sums."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django_countries import countries
from pytest_django import Settings

from accounts import profiles, spoken
from accounts.models import User
from inbox import notices
from picomarket.lib import locales
from picomarket.lib.money import read_amount, usd
from picomarket.words import catalogs

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _two_languages(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]


def language_of(client: Client, path: str = "/work/") -> str:
    return client.get(path)["Content-Language"]


def test_a_stranger_is_spoken_to_as_their_browser_asks_or_as_they_chose(client: Client, ann: User) -> None:
    page = client.get("/", headers={"Accept-Language": "es-MX,es;q=0.9"})
    client.post(reverse("set_language"), {"language": "ar", "next": "/work/"})

    assert page["Content-Language"] == "es"
    assert language_of(client) == "ar"
    assert '<html lang="ar" dir="rtl">' in client.get("/work/").content.decode()


def test_a_persons_own_language_comes_before_that_of_the_device(client: Client, ben: User) -> None:
    profiles.speak(ben, language="es")
    client.force_login(ben)
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "ar"

    assert language_of(client) == "es"


def test_choosing_in_the_foot_is_choosing_for_all_one_is_told(client: Client, ben: User) -> None:
    client.force_login(ben)

    answer = client.post(reverse("set_language"), {"language": "ar", "next": "/work/?view=locked"})
    client.post(reverse("set_language"), {"language": "xx", "next": "/work/"})

    ben.refresh_from_db()
    assert (answer["Location"], ben.language, language_of(client)) == ("/work/?view=locked", "ar", "ar")


def test_the_languages_to_choose_from_are_named_in_themselves(client: Client, ben: User) -> None:
    profiles.speak(ben, language="ar")
    client.force_login(ben)

    page = client.get("/work/").content.decode()

    assert re.search(r'<option value="es"\s+lang="es"\s*>Español</option>', page)


def test_a_letter_about_signing_in_is_in_its_readers_language(client: Client, ben: User) -> None:
    profiles.speak(ben, language="ar")

    client.post(reverse("account_reset_password"), {"email": ben.email}, headers={"Accept-Language": "es"})

    letter = mail.outbox[0]
    assert isinstance(letter, EmailMultiAlternatives)
    (html, _kind) = letter.alternatives[0]
    assert '<html lang="ar" dir="rtl">' in str(html)


def test_a_moment_is_said_in_the_language_of_whoever_is_told(ben: User) -> None:
    profiles.speak(ben, language="es")

    with translation.override("ar"):
        told = notices.tell(ben, subject=locales.moment(NOW, "YEAR_MONTH_FORMAT"), now=NOW)

    assert told.subject == "noviembre de 2026"


@pytest.mark.parametrize(
    ("language", "written", "date"),
    [
        ("en", "$1,234,567.043", "24 Nov 2026, 10:00"),
        ("es", f"1.234.567,043{SPACE}US$", "24 nov 2026, 10:00"),
        ("pt-br", f"US${SPACE}1.234.567,043", "24 de nov de 2026, 10:00"),
        ("fr", f"1{THIN}234{THIN}567,043{SPACE}$US", "24 nov 2026, 10:00"),
        ("id", "US$1.234.567,043", "24 Nov 2026, 10:00"),
        ("bn", f"12,34,567.043{SPACE}US$", "24 নভে. 2026, 10:00"),
        ("hi", "$12,34,567.043", "24 नव 2026, 10:00"),
        ("ar", f"\u2066US${SPACE}1,234,567.043\u2069", "24 نوفمبر 2026، 10:00"),
    ],
)
def test_sums_and_dates_are_written_as_the_language_does(language: str, written: str, date: str) -> None:
    with translation.override(language):
        assert (str(usd("1234567.043")), date_format(NOW, "DATETIME_FORMAT")) == (written, date)


def test_a_sum_copied_from_a_page_that_runs_from_the_right_is_read() -> None:
    with translation.override("ar"):
        assert read_amount(str(usd("5.25"))) == usd("5.25")


@pytest.mark.parametrize(("typed", "read"), [("5,25", "5.25"), ("0,043 US$", "0.043"), ("5.25", "5.25"), ("$5", "5")])
def test_a_comma_for_the_point_is_read_where_people_write_one(typed: str, read: str) -> None:
    with translation.override("es"):
        assert read_amount(typed) == usd(read)


@pytest.mark.parametrize("typed", ["1,250", "1.250,50"])
def test_what_may_be_a_thousand_or_a_part_is_asked_for_again(typed: str) -> None:
    with translation.override("es"), pytest.raises(ValidationError, match=r"1250\.50"):
        read_amount(typed)


def test_names_come_in_the_readers_language_and_its_order() -> None:
    with translation.override("es"):
        names = [name for _code, name in countries]
        tongues = [name for _code, name in spoken.choices()]

    assert names[:3] == ["Afganistán", "Albania", "Alemania"]
    assert tongues.index("árabe") < tongues.index("bengalí")


@pytest.mark.parametrize("language", ["en", "es", "pt-br", "fr", "id", "bn", "hi", "ar"])
def test_every_country_has_a_name_in_every_language(language: str) -> None:
    with translation.override(language):
        assert [code for code, name in countries if name == code] == []


def test_the_page_for_when_the_market_is_away_speaks_every_language() -> None:
    page = (Path(configured.BASE_DIR) / "picomarket" / "proxy" / "away.html").read_text()

    said = dict(re.findall(r'<section id="\S+" lang="([\w-]+)"(?: dir="(\w+)")?>', page))

    assert said == {code: "rtl" if get_language_info(code)["bidi"] else "" for code in ["en", *catalogs.languages()]}
