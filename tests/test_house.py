"""The house's own rules, held by a test so that nobody has to remember them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from picomarket.lib import rules, states

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "wallet", "tasks", "submissions", "disputes", "referrals", "threads", "inbox")
EDGE = ("views", "jobs", "receivers", "forms", "admin")
BANNED_NAMES = {"utils", "helpers", "services", "managers", "constants", "exceptions"}
WRITES = {
    "save", "delete", "create", "update", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "select_for_update", "move_to",
}  # fmt: skip
WORDS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}
SETTINGS = ("settings.py", "rail_settings.py", "step_settings.py")
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_JOB = 40, 400, 150, 8


def sources(*patterns: str) -> list[Path]:
    skipped = {".venv", ".data", "vendor", "migrations", "node_modules"}
    found = (path for pattern in patterns for path in ROOT.rglob(pattern))
    return sorted(path for path in found if not skipped & set(path.relative_to(ROOT).parts))


PYTHON = sources("*.py")
TEMPLATES = sources("*.html")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def edge_modules() -> list[Path]:
    def is_edge(path: Path) -> bool:
        parts = path.relative_to(ROOT).with_suffix("").parts
        return parts[0] in (*APPS, "picomarket") and "tests" not in parts and bool(set(parts[1:]) & set(EDGE))

    return [path for path in PYTHON if is_edge(path)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_python_stays_small(path: Path) -> None:
    long_functions = [f"{node.name}: {length(node)}" for node in functions(path) if length(node) > LONGEST_FUNCTION]

    assert long_functions == []
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sources("*.css", "*.js"), ids=name)
def test_styles_and_scripts_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


def test_files_are_named_by_what_they_do() -> None:
    assert [name(path) for path in PYTHON if path.stem in BANNED_NAMES] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_small_and_hold_no_code(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= LONGEST_TEMPLATE
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text) == []
    assert re.findall(r"\son[a-z]+=|javascript:", text) == []
    # Mail programs read no style sheet.
    assert "mail" in path.parts or re.findall(r"<style|\sstyle=", text) == []


@pytest.mark.parametrize("path", [path for path in PYTHON if path.name == "jobs.py"], ids=name)
def test_a_job_calls_one_verb(path: Path) -> None:
    assert [node.name for node in functions(path) if length(node) > LONGEST_JOB] == []


@pytest.mark.parametrize("path", edge_modules(), ids=name)
def test_the_edge_never_writes(path: Path) -> None:
    """Views, jobs, receivers, forms and admin call verbs; only verbs write rows."""
    calls = [
        f"line {node.lineno}: {node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if not (isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super")
        # A mapping is updated with another one, rows with named columns.
        if not (node.func.attr == "update" and node.args)
    ]

    assert calls == []


def words_in_formatted_strings(path: Path) -> Iterator[str]:
    for text in ast.walk(ast.parse(path.read_text())):
        for call in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WORDS:
                yield ast.unparse(call)


def test_no_words_stand_inside_a_formatted_string_where_nobody_finds_them_to_translate() -> None:
    found = {name(path): words for path in PYTHON if (words := list(words_in_formatted_strings(path)))}

    assert found == {}


def test_only_the_ledger_creates_transfers() -> None:
    writers = re.compile(r"Transfer\.objects\.(create|bulk_create|get_or_create)|INTO wallet_transfer\b|Transfer\(\w+=")
    callers = re.compile(r"\bwallet_(try|post)\(")
    code = {name(path): path.read_text() for path in PYTHON if "tests" not in path.parts}
    migrations = {name(path): path.read_text() for path in ROOT.glob("*/migrations/*.py")}

    assert [path for path, text in code.items() if writers.search(text)] == []
    assert [path for path, text in code.items() if callers.search(text)] == ["wallet/ledger.py"]
    assert [path for path, text in migrations.items() if writers.search(text)] == ["wallet/migrations/0002_laws.py"]
    assert {path.split("/")[0] for path, text in migrations.items() if callers.search(text)} == {"wallet"}


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns)
        else:
            yield one


def own_views() -> list[str]:
    found = {f"{one.callback.__module__}:{one.callback.__name__}" for one in routes(get_resolver().url_patterns)}
    return sorted(view for view in found if view.split(".")[0] in APPS)


@pytest.mark.parametrize("view", own_views())
def test_a_view_that_changes_something_says_so(view: str) -> None:
    """A view that reads POST names its methods in a decorator or asks for the method."""
    module, _colon, function = view.partition(":")
    source = (ROOT / f"{module.replace('.', '/')}.py").read_text()
    node = next(node for node in ast.walk(ast.parse(source)) if getattr(node, "name", "") == function)
    text = ast.get_source_segment(source, node) or ""
    decorators = " ".join(ast.unparse(one) for one in getattr(node, "decorator_list", []))

    assert (
        "request.POST" not in text
        or re.search("require_POST|require_http_methods", decorators)
        or "request.method" in text
    )


@pytest.mark.parametrize("model", list(states.stateful_models()), ids=lambda model: model.__name__)
def test_every_state_has_a_row_in_its_table(model: type[states.Stateful]) -> None:
    every = {value for value, _label in model._meta.get_field("state").choices or []}

    assert set(model.MOVES) == every
    assert {end for ends in model.MOVES.values() for end in ends} <= every


def test_the_states_page_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == states.diagrams()


def test_every_rule_is_listed_in_the_example_environment() -> None:
    listed = set(re.findall(r"^#?(PICOMARKET_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    # The image's tag, which is no rule.
    listed.remove("PICOMARKET_VERSION")
    assert listed == {rules.variable(field) for field in rules.Rules.__dataclass_fields__}


def test_every_setting_is_listed_in_the_example_environment() -> None:
    source = "".join((ROOT / "picomarket" / name).read_text() for name in SETTINGS)
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", source)) | {"EMAIL_URL"}
    listed = set(re.findall(r"^#?([A-Z][A-Z_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read <= listed


@pytest.mark.parametrize("app", APPS)
def test_a_desk_borrows_no_template_of_another_apps_desk(app: str) -> None:
    """What several need stands in ``templates/admin`` itself."""
    texts = [path.read_text() for path in (*PYTHON, *TEMPLATES) if {app, "tests"} & set(path.parts) == {app}]
    named = {found for text in texts for found in re.findall(r"[\"']admin/([a-z]+)/", text)}

    assert named & set(APPS) <= {app}
