"""The scripts of the desk, like the picker of permissions and the calendar, speak its reader's language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings as market
from django.test import Client
from django.urls import reverse
from django.utils.translation import to_locale
from pytest_django import Settings

from accounts import profiles
from picomarket.words import borrowed, catalogs, compiling
from tests import make

OFFERED = [code for code, _name in market.LANGUAGES if code != "en"]
# Counted by Django's scripts as in English, by us as CLDR does: nothing is said as one thing.
HINDI = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "%s selected option not visible"
msgid_plural "%s selected options not visible"
msgstr[0] "एक"
msgstr[1] "कई"

msgctxt "one letter Sunday"
msgid "S"
msgstr "र"
"""


def told(language: str) -> dict[str, Any]:
    """What the scripts of the desk are given to say to a reader of this language."""
    reader = make.person(f"reader-of-{language}", staff=True)
    profiles.speak(reader, language=language)
    client = Client()
    client.force_login(reader)
    page = client.get(reverse("admin:jsi18n")).content.decode()
    (catalog,) = re.findall(r"const newcatalog = (\{.*?\});\n", page, re.DOTALL)
    said: dict[str, Any] = json.loads(catalog)
    return said


def chosen(language: str) -> list[Catalog]:
    """What translators of Django's scripts and ours wrote down in this language."""
    file = borrowed.SCRIPTS / "locale" / to_locale(language) / "LC_MESSAGES" / f"{borrowed.SCRIPTS_DOMAIN}.po"
    with file.open("rb") as theirs:
        return [read_po(theirs), catalogs.read(language)]


def is_english(said: str | list[str] | None, message: Message, written: list[Catalog]) -> bool:
    """Whether a script would say the English words, where no translator wrote the same ones down."""
    english = {message.id} if isinstance(message.id, str) else {*message.id}
    texts = {said} if isinstance(said, str) else {*(said or [""])}
    wrote = any((one := catalog.get(message.id, message.context)) and one.string for catalog in written)
    return "" in texts or bool(texts & english and not wrote)


@pytest.mark.django_db
@pytest.mark.parametrize("language", OFFERED)
def test_the_scripts_say_everything_in_every_language(language: str) -> None:
    said, written = told(language), chosen(language)

    asked = {borrowed.key_of(message): message for message in borrowed.scripted()}
    assert [key for key, message in asked.items() if is_english(said.get(key), message, written)] == []


@pytest.mark.django_db
def test_a_script_says_what_pages_say_where_django_has_it_for_pages_alone() -> None:
    assert [told("ar")["Sunday"], told("hi")["May"]] == ["الأحد", "मई"]


@pytest.mark.django_db
def test_what_our_translators_say_is_counted_and_told_apart_as_scripts_do(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "hi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HINDI)
    settings.LOCALE_PATHS = [tmp_path]
    compiling.compile_stale()

    said = told("hi")

    assert said["%s selected option not visible"] == ["एक", "कई"]
    assert (said["one letter Sunday\x04S"], said["Cancel"]) == ("र", "रद्द करें")


def test_translators_are_asked_for_what_the_scripts_lack_in_their_language_alone() -> None:
    asked = {
        language: {(str(message.id), message.context) for message in catalogs.wanted(language, Catalog())}
        for language in ("ar", "fr")
    }
    plural = str(("%s selected option not visible", "%s selected options not visible"))

    lacking = {("Choose all %s", None), (plural, None), ("Sun", "abbrev. day Sunday")}
    assert (lacking <= asked["ar"], lacking & asked["fr"]) == (True, set())
    # Pages say the one in Arabic, scripts the other.
    assert asked["ar"] & {("Sunday", None), ("Today", None)} == set()
