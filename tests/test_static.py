"""What every page brings along: folded, small, ours, and the same in both directions of writing."""

from __future__ import annotations

import gzip
import json
import re
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.http import HttpRequest
from django.template.loader import render_to_string
from pytest_django import Settings

from picomarket import bundle, styleguide

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
BUNDLES = {"js/site.js": "*.js", "js/work.js": "work/*.js"}
MODULES = {
    bundle_: [path for path in sorted((STATIC / "js").glob(which)) if f"js/{path.name}" not in BUNDLES]
    for bundle_, which in BUNDLES.items()
}
STYLES = sorted((STATIC / "css").rglob("*.css"))
# What Django's desk has, and what names files of others.
NOT_OURS = {"admin.css", "desk_form.css", "desk_list.css", "site.css"}
OWN_APPS = ("accounts", "wallet", "tasks", "submissions", "disputes", "referrals", "threads", "inbox", "picomarket")
PYTHON = [path for app in OWN_APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
# What only the body of a page is, and what its scripts make.
ELSEWHERE = {"has-dock", "upload"}
KILOBYTE = 1024


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """The folder of static files as production serves it."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "picomarket.bundle.FoldedStaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def paths() -> bundle.Paths:
    storage = FileSystemStorage(STATIC)
    names = (str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file())
    return {name: (storage, name) for name in names}


def packed(*texts: str) -> int:
    return sum(len(gzip.compress(text.encode())) for text in texts)


def test_the_stylesheet_brings_every_component_in_its_layer() -> None:
    text = bundle.fold("css/site.css", paths())

    assert "@import" not in text
    assert text.count("@layer components {") == len(list((STATIC / "css" / "components").glob("*.css")))
    assert text.index("@layer pico, tokens") < text.index("@layer pico {") < text.index("@layer tokens {")


@pytest.mark.parametrize("name", BUNDLES)
def test_a_script_brings_every_module_in_a_block_of_its_own(name: str) -> None:
    text = bundle.fold(name, paths())

    assert "import " not in text
    assert [path.name for path in MODULES[name] if path.read_text() not in text] == []


def test_collected_files_carry_a_hash_and_are_folded(collected: Path) -> None:
    named = json.loads((collected / "staticfiles.json").read_text())["paths"]

    styles = (collected / named["css/site.css"]).read_text()

    assert "@import" not in styles
    assert ".task-card" in styles
    assert (collected / (named["css/site.css"] + ".gz")).exists()


def test_collecting_again_folds_what_has_changed(collected: Path) -> None:
    before = (collected / "css" / "site.css").read_text()

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (collected / "css" / "site.css").read_text() == before


def test_what_is_left_out_of_pico_is_on_no_page() -> None:
    pages = "".join(path.read_text() for path in chain(TEMPLATES.rglob("*.html"), (STATIC / "js").rglob("*.js")))

    assert re.findall(r"data-theme|data-tooltip|<dialog|type=\"(?:range|color)\"|role=\"switch\"", pages) == []


def test_no_rule_is_for_a_class_that_nothing_has() -> None:
    used = "".join(path.read_text() for path in chain(TEMPLATES.rglob("*.html"), (STATIC / "js").rglob("*.js"), PYTHON))
    names = {name for path in STYLES if path.name not in NOT_OURS for name in classes(path)}
    # Some are put together of what they are and how: `message--{{ tone }}`.
    built = set(re.findall(r"([\w-]+--)\{", used))

    dead = {one for one in names if not re.search(rf"(?<![\w-]){re.escape(one)}(?![\w])", used)}
    assert sorted(one for one in dead if f"{one.partition('--')[0]}--" not in built) == []


def classes(path: Path) -> set[str]:
    """The classes a stylesheet names."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return set(re.findall(r"\.([a-zA-Z_][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", text)))


def test_styles_and_scripts_stay_within_their_budgets() -> None:
    styles = packed(bundle.fold("css/site.css", paths()))
    scripts = packed(*(bundle.fold(name, paths()) for name in BUNDLES))

    assert styles <= 20 * KILOBYTE
    assert scripts <= 30 * KILOBYTE


@pytest.mark.parametrize("path", [*chain(*MODULES.values())], ids=lambda path: path.name)
def test_a_module_exports_nothing_so_that_it_can_be_folded(path: Path) -> None:
    assert re.findall(r"^export |^import ", path.read_text(), re.MULTILINE) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_name_sides_by_the_line_not_by_the_hand(path: Path) -> None:
    side, size = "(?:left|right|top|bottom)", "(?:max-|min-)?(?:width|height)"
    declarations = re.sub(r"@media[^{]+", "", path.read_text())

    assert re.findall(rf"(?<![\w-])((?:margin-|padding-|border-)?{side}|{size}):", declarations) == []


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    text = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))

    asked = set(re.findall(r'_icon\.html" with name="([\w-]+)"', text))
    asked |= set(re.findall(r'(?:action_)?icon="([\w-]+)"', text))

    assert asked - drawn == set()


def test_what_is_vendored_carries_its_licence() -> None:
    licences = {path.name for path in (STATIC / "vendor").glob("*-LICENSE*")}

    assert licences == {"pico-LICENSE.md", "bootstrap-icons-LICENSE"}


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "errors/offline"])
def test_an_error_page_needs_neither_a_request_nor_a_database(code: str) -> None:
    page = render_to_string(f"{code}.html")

    assert "<h1>" in page
    assert 'href="/"' in page


def test_the_style_page_shows_every_component(db: None) -> None:
    page = render_to_string("styleguide.html", styleguide.samples(), HttpRequest())
    shown = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', page))))
    named = set().union(*(classes(path) for path in (STATIC / "css" / "components").glob("*.css")))

    # Of each what it is called by itself: how else it may look is said at the end of the page.
    assert sorted(one for one in named - shown - ELSEWHERE if "--" not in one and "__" not in one) == []
    assert page.count('class="task-card ') == 3
    assert page.count("errorlist") == 5
