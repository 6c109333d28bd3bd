"""Every language people may choose says everything, in words that can be filled in as the English ones are."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.template.base import Lexer, TokenType
from django.utils import translation
from pytest_django import Settings

from picomarket.words import catalogs, compiling, proving, sources
from tasks.models import Category
from tasks.models.policy import Rule

OFFERED = [code for code, _name in settings.LANGUAGES if code != "en"]
PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext

def words(count, name, template):
    _("Pay "
      "now")
    ngettext("%(count)s task", "%(count)s tasks", count)
    pgettext("of a shop", "Open")
    _(template)
"""
TEMPLATE = """{% load i18n %}
  <p>{% translate "Your work" %}</p>
      {% blocktranslate count counter=count trimmed %}
        {{ counter }} slot
      {% plural %}
        {{ counter }} slots
      {% endblocktranslate %}
"""


# Names of formats, a class of the desk, files to look at; the page of components is of development.
UNTRANSLATED = {"PDF", "CSV", "JSON", "case"}
EXAMPLES = {"tasks/_rows_how.html"}
SILENT = re.compile(r"{% comment %}.*?{% endcomment %}|<(style|script|svg|code|kbd)\b.*?</\1>", re.DOTALL)
SAID = re.compile(r"\b(?:aria-label|title|placeholder|alt|label)=\"([^\"]*)\"|>([^<]*)<")


@pytest.fixture(scope="module")
def own() -> Catalog:
    return sources.read(Path(settings.BASE_DIR))


def test_english_words_have_one_apostrophe(own: Catalog) -> None:
    assert [message.id for message in own if "\N{RIGHT SINGLE QUOTATION MARK}" in str(message.id)] == []


def test_no_line_ends_between_a_number_and_its_percent_sign(own: Catalog) -> None:
    assert [message.id for message in own if proving.LOOSE.search(str(message.id))] == []


@pytest.mark.parametrize("language", OFFERED)
def test_a_language_says_everything(language: str, own: Catalog) -> None:
    wanted = catalogs.wanted(language, own)

    assert proving.complaints(language, catalogs.read(language), wanted) == []


def test_words_are_found_in_python_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "market.py").write_text(PYTHON)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)

    found = {(message.id, message.context) for message in sources.read(tmp_path) if message.id}

    assert found == {
        ("Pay now", None),
        (("%(count)s task", "%(count)s tasks"), None),
        ("Open", "of a shop"),
        ("Your work", None),
        (("%(counter)s slot", "%(counter)s slots"), None),
    }


def test_what_a_new_market_comes_with_can_be_translated(db: None, own: Catalog) -> None:
    kinds = Category.objects.values_list("name", "guidance")
    rules = Rule.objects.values_list("title", "sentence", "fix", "allowed", "forbidden")
    words = {line for row in [*kinds, *rules] for text in row for line in text.splitlines()}

    assert sorted(text for text in words if own.get(text) is None) == []


def test_no_template_says_words_that_nobody_can_translate() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    pages = {str(path.relative_to(folder)): path for path in folder.rglob("*.html")}

    found = {
        name: words
        for name, path in pages.items()
        if "styleguide" not in name and name not in EXAMPLES and (words := bare_words(path.read_text()))
    }

    assert found == {}


def bare_words(template: str) -> list[str]:
    """What a page says by itself: the text and the labels that stand in no tag of the template."""
    parts: list[str] = []
    translated = False
    for token in Lexer(SILENT.sub("", template)).tokenize():
        if token.token_type is TokenType.BLOCK:
            tag = token.contents.split()[0]
            translated = tag == "blocktranslate" or (translated and tag != "endblocktranslate")
        parts.append(token.contents if token.token_type is TokenType.TEXT and not translated else " ")
    said = (label or text for label, text in SAID.findall(f">{''.join(parts)}<"))
    found = (re.sub(r"&\w+;", "", text).strip() for text in said)
    return [text for text in found if re.search(r"[A-Za-z]{2}", text) and text not in UNTRANSLATED]


@pytest.mark.parametrize(
    ("asked", "said", "problems"),
    [
        ("%(count)s of %(most)s", "%(most)s / %(count)s", []),
        ("%(count)s of %(most)s", "%(count)s", ["other things to fill in, %(count)s for %(count)s, %(most)s"]),
        ("{name} pays", "{nombre} paga", ["other things to fill in, {nombre} for {name}"]),
        ("50%% off, %d left", "%d, 50%%", []),
        ("%(rate)s%% of all", "el %(rate)s %% de todas", ["a line may end before %"]),
        ("{rate}% of all", "el {rate}\N{NO-BREAK SPACE}% de todas", []),
        ("<a href='/x/'>Look</a>", "<a href='/x/'>Mira</a>", []),
        ("<b>Look</b>", "Mira", ["other tags, nothing for </b>, <b>"]),
        ("Pay ", "Paga", ["other spaces or lines at an end"]),
        (("%(n)s task", "%(n)s tasks"), ("una tarea", "%(n)s tareas"), []),
        (("after one", "%(n)s in %(minutes)s"), ("tras una", "%(n)s en %(minutes)s"), []),
        (("%(n)s task", "%(n)s tasks"), ("una tarea", "tareas"), ["other things to fill in, nothing for %(n)s"]),
        (("%(n)s task", "%(n)s tasks"), ("%(n)s tarea",), ["1 forms, not 2"]),
    ],
)
def test_a_translation_that_would_break_a_page_is_named(
    asked: str | tuple[str, str], said: str | tuple[str, ...], problems: list[str]
) -> None:
    catalog = Catalog()
    catalog.mime_headers = catalogs.headers("es")
    message = catalog.add(asked)
    message.string = said

    assert list(proving.problems("es", catalog, message)) == problems


def test_what_is_missing_empty_or_uncertain_counts_as_not_translated() -> None:
    wanted = Catalog()
    for text in ("Gone", "Empty", "Fuzzy", "Half", "Told"):
        wanted.add((text, f"{text}s") if text == "Half" else text)
    file = 'msgid "Empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "Fuzzy"\nmsgstr "Difuso"\n\nmsgid "Told"\nmsgstr "Dicho"\n\n'
    file += 'msgid "Half"\nmsgid_plural "Halfs"\nmsgstr[0] "Medio"\nmsgstr[1] ""\n'

    left = proving.untold(read_po(BytesIO(file.encode())), [message for message in wanted if message.id])

    assert [message.id for message in left] == ["Gone", "Empty", "Fuzzy", ("Half", "Halfs")]


def test_the_command_keeps_what_is_translated_and_drops_what_nobody_says(tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "market.py").write_text(PYTHON)
    call_command("words", "ar", verbosity=0)
    path = catalogs.path_of("ar")
    path.write_text(path.read_text().replace('msgid "Pay now"\nmsgstr ""', 'msgid "Pay now"\nmsgstr "ادفع"'))
    (tmp_path / "market.py").write_text(PYTHON.replace("Open", "Shut"))

    call_command("words", verbosity=0)

    catalog = catalogs.read("ar")
    assert catalog.num_plurals == 6
    assert catalog.get("Pay now").string == "ادفع"  # type: ignore[union-attr]
    assert (catalog.get("Open", "of a shop"), catalog.get("Shut", "of a shop").string) == (None, "")  # type: ignore[union-attr]


def test_words_are_compiled_anew_when_their_source_is_another(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "xx" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    said = []
    for word in ("Uno", "Dos"):
        source.write_text(f'msgid ""\nmsgstr "Language: xx\\n"\n\nmsgid "One"\nmsgstr "{word}"\n')
        compiling.compile_stale()
        said.append(word.encode() in source.with_suffix(".mo").read_bytes())

    assert said == [True, True]


@pytest.mark.parametrize("language", OFFERED)
def test_what_is_compiled_is_what_is_said(language: str) -> None:
    catalog = catalogs.read(language)
    message = next(one for one in catalog if one.id and isinstance(one.id, str) and not one.context)

    with translation.override(language):
        assert translation.gettext(str(message.id)) == message.string
