"""Every word the desk has for what it shows can be translated: of apps, models, columns, filters, forms and deeds.

In the language of these tests each message stands in brackets. So a new column without a name of its own shows here, in
the words Django made of the code: give it one in its app's ``desk_names.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as market
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, get_fields_from_path, label_for_field
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from accounts import deeds
from accounts.items import Item
from accounts.models import Sanction, StaffEntry, User
from picomarket import desk_names
from picomarket.lib import rule_facts
from picomarket.words import sources
from tests import brackets, make
from wallet import event_words

ROOT = Path(market.BASE_DIR)
APPS = (*desk_names.APPS, "inbox", "picomarket")
ADMINS = list(admin.site._registry.values())
# What rails and languages call themselves, and the lands, which another package has in every language.
OWN_NAMES = {"country", "language", "languages", "time_zone", "rail"}
Said = Iterator[tuple[str, str]]


def admin_modules(app: str) -> list[Path]:
    found = [*(ROOT / app).glob("admin.py"), *(ROOT / app).glob("admin/*.py"), *(ROOT / app).glob("casework.py")]
    return [path for path in found if path.stem != "__init__"]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brackets")
    brackets.write(folder)
    return folder


@pytest.fixture(scope="module")
def own() -> set[Any]:
    return {(message.id, message.context) for message in sources.read(ROOT)}


@pytest.fixture
def bracketed(catalog: Path, settings: Settings) -> Iterator[None]:
    settings.LOCALE_PATHS = [catalog]
    with translation.override(brackets.LANGUAGE):
        yield


@pytest.fixture
def asked(db: None) -> HttpRequest:
    boss = make.person("boss", staff=True)
    User.objects.filter(pk=boss.pk).update(is_superuser=True)
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=boss.pk)
    return request


@pytest.mark.parametrize("desk", ADMINS, ids=lambda desk: str(desk.opts.label))
def test_all_that_the_desk_calls_it_is_marked_for_translation(
    desk: ModelAdmin[Any], bracketed: None, asked: HttpRequest
) -> None:
    said = [*of_model(desk), *of_list(desk, asked), *of_form(desk, asked)]
    for inline in desk.get_inline_instances(asked):
        said += [*of_model(inline), *of_form(inline, asked)]

    assert [f"{where}: {text}" for where, text in said if text and not brackets.is_said(text)] == []


def of_model(desk: BaseModelAdmin[Any]) -> Said:
    facts = desk.opts
    yield from (("app", str(facts.app_config.verbose_name)), ("one", str(facts.verbose_name)))
    yield "many", str(facts.verbose_name_plural)


def of_list(desk: ModelAdmin[Any], request: HttpRequest) -> Said:
    for column in desk.get_list_display(request):
        if column != "__str__":
            yield f"column {column}", str(label_for_field(column, desk.model, desk))
    actions: dict[str, Any] = desk.get_actions(request)
    for _does, name, words in actions.values():
        yield f"action {name}", str(words)
    yield "search", str(desk.search_help_text or "")
    for given in desk.get_list_filter(request):
        kind: Any = given[0] if isinstance(given, list | tuple) else given
        field: Any = get_fields_from_path(desk.model, kind)[-1] if isinstance(kind, str) else None
        yield f"filter {kind}", str(field.verbose_name if field else kind.title)
        if field is None and kind.parameter_name not in OWN_NAMES:
            yield from (
                (f"filter {kind}", str(words)) for _value, words in kind(request, {}, desk.model, desk).lookup_choices
            )


def of_form(desk: BaseModelAdmin[Any], request: HttpRequest) -> Said:
    """Labels, helps and choices; twice, because who may only look reads the column's name, not the form's label."""
    form = desk.form
    for name in () if has_own_page(desk) else flatten_fieldsets(desk.get_fieldsets(request)):
        field = form.declared_fields.get(name)
        if field is not None:
            yield f"label {name}", str(field.label)
            yield f"help of {name}", str(field.help_text)
        if name in {one.name for one in desk.opts.get_fields()} or field is None:
            yield f"field {name}", str(label_for_field(name, desk.model, desk))
            yield from of_choices(desk, name)


def of_choices(desk: BaseModelAdmin[Any], name: str) -> Said:
    columns = {one.name: one for one in (*desk.opts.fields, *desk.opts.many_to_many)}
    if name not in columns:
        return
    field: Any = columns[name]
    yield f"help of {name}", str(field.help_text)
    if name not in OWN_NAMES:
        yield from ((f"choice of {name}", str(words)) for _value, words in field.flatchoices)


def has_own_page(desk: BaseModelAdmin[Any]) -> bool:
    """Whether a row has a page of ours, without Django's form."""
    page: Any = getattr(desk, "change_view", None)
    while hasattr(page, "__wrapped__"):
        page = page.__wrapped__
    # What ends in Django's own page calls it.
    return page is not None and not page.__module__.startswith("django.") and "super" not in page.__code__.co_names


@pytest.mark.parametrize("app", desk_names.APPS)
def test_what_has_a_name_is_there(app: str) -> None:
    said = import_module(f"{app}.desk_names")
    models = {str(model._meta.model_name): model for model in apps.get_app_config(app).get_models()}
    columns = {field.name for model in models.values() for field in model._meta.get_fields()}
    columns |= {f"{name}.{field.name}" for name, model in models.items() for field in model._meta.get_fields()}

    assert set(said.MODELS) - set(models) == set()
    assert set(said.COLUMNS) - columns == set()


def test_a_name_given_on_the_desk_is_the_one_django_makes_in_english() -> None:
    columns: list[Any] = [column for model in apps.get_models() for column in model._meta.local_fields]
    named = [one for one in columns if one._verbose_name is None and one.model._meta.app_label in APPS]

    with translation.override("en"):
        assert [str(one) for one in named if str(one.verbose_name) != one.name.replace("_", " ")] == []


def test_extraction_knows_what_the_functions_are_called_everywhere() -> None:
    """Under another name it would find none of the words."""
    known = set(sources.KEYWORDS)
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "tests" not in path.parts]
    called = {
        (path.name, one.asname or one.name)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.name in known
    }

    assert {pair for pair in called if pair[1] not in known} == set()


@pytest.mark.parametrize("path", [path for app in APPS for path in admin_modules(app)], ids=str)
def test_what_the_staff_did_is_logged_in_words_that_are_marked(path: Path, own: set[Any]) -> None:
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    messages = [message for call in ast.walk(ast.parse(path.read_text())) for message in logged_by(call)]
    texts = [str(part.value) for message in messages for part in said_plainly(message)]
    names = {one.id for message in messages for one in ast.walk(message) if isinstance(one, ast.Name)}
    words = [word for name in names if name.isupper() for word in words_of(getattr(module, name))]

    assert [text for text in texts if any(map(str.isalpha, text))] == []
    assert [word for word in words if (word, None) not in own] == []


def logged_by(call: ast.AST) -> Iterator[ast.expr]:
    """The message of the line of the log, where this is a call that writes one."""
    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("log_change", "log_addition"):
        yield call.args[-1]


def said_plainly(message: ast.expr) -> list[ast.Constant]:
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    return [part for part in parts if isinstance(part, ast.Constant)]


def words_of(value: Any) -> list[str]:
    return list(value.values()) if isinstance(value, dict) else [str(value)]


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("Held", "⟦Held⟧"),
        ("Upheld in part, 30%", "⟦Upheld in part, 30%⟧"),
        ("Rule “Undo seconds” changed from 60 to 90", "⟦Rule “⟦Undo seconds⟧” changed from 60 to 90⟧"),
        ("Access changed, made staff", "⟦Access changed, ⟦made staff⟧⟧"),
        ("Access changed, without the role Support", "⟦Access changed, ⟦without the role ⟦Support⟧⟧⟧"),
        ("Something nobody says any more", "Something nobody says any more"),
        ("", ""),
    ],
)
def test_a_deed_is_told_in_the_readers_language(kept: str, told: str, bracketed: None) -> None:
    assert StaffEntry(what=kept).said == told


def test_what_a_sanction_is_about_is_named_in_the_readers_language(bracketed: None) -> None:
    work = Item("x", "Describe 10 shops", "/", (), "Submission: %(title)s")

    (told,) = Sanction(items=[work.kept()]).told_items

    assert told["label"] == "⟦Submission: Describe 10 shops⟧"


def test_a_rule_is_called_and_explained_in_the_readers_language(bracketed: None) -> None:
    said = [words for fact in rule_facts.facts().values() for words in (fact.called, fact.means)]

    assert [words for words in said if not brackets.is_said(words)] == []


def test_a_history_names_fields_and_rows_as_the_form_did(bracketed: None) -> None:
    message = "Changed: Minutes “5” → “9”; Least reward, in dollars – → “$1”; minimum reward added “Writing: $1; a; b”"

    told = deeds.told(message, "tasks.category").split("; ", 2)

    assert told[0] == "⟦Changed⟧: <bdi>⟦minutes⟧ “5” → “9”"
    assert told[1] == "⟦Least reward, in dollars⟧ – → “$1”"


def test_the_reason_of_a_deed_stays_what_its_author_wrote(bracketed: None) -> None:
    assert deeds.told("Held: the bank asks; “again”", "wallet.payout") == "⟦Held⟧: <bdi>the bank asks; “again”</bdi>"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("settled", "⟦Arrived⟧"),
        ("unchanged", "⟦unchanged⟧"),
        ("refused with 401: The signature is wrong.", "⟦refused with 401: The signature is wrong.⟧"),
        (
            "The rail says of k: paid $6.00. The books say: $6.00, Failed, money returned. Looked into by S.",
            "⟦⟦The rail says of k: ⟦paid⟧ $6.00. The books say: ⟦$6.00, ⟦Failed, money returned⟧⟧.⟧ Looked into by S.⟧",
        ),
        ("", ""),
    ],
)
def test_what_came_of_what_a_rail_said_is_told_in_the_readers_language(kept: str, told: str, bracketed: None) -> None:
    assert event_words.said(kept) == told
