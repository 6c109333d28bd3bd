"""The desk where staff have no desk: on a phone a row of a list is a card, in both directions, and a thumb decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.atlas import Atlas
from tests.browser.conftest import PHONE, Opener
from tests.browser.people import DEMO_PASSWORD

pytestmark = pytest.mark.browser

SUPPORT = "sam@example.org"
# Somebody of the staff who reads from the right. A password set anew would sign them out, so it is set once.
READER = "mona@example.org"
HIRED = f"""
from django.db import connection, transaction
from accounts.models import User
from tests import make
with transaction.atomic():
    # Another test hires her at the same time, maybe: whoever comes second finds her as she is to be.
    connection.cursor().execute("SELECT pg_advisory_xact_lock(hashtext('{READER}'))")
    if not User.objects.filter(email="{READER}").exists():
        mona = make.person("mona", staff=True)
        mona.language = "ar"
        mona.set_password("{DEMO_PASSWORD}")
        mona.save()
"""
# A list of which some rows were chosen says so over them, with links for a thumb.
NARROWED = "/admin/wallet/payout/?clock=next&state__exact=requested&q=example.org"
# A table may scroll in a box of its own that is no list; a picture of what was handed in is as small as its card.
MEASURE = """() => {
    const size = node => node.getBoundingClientRect();
    const seen = node => node.checkVisibility({visibilityProperty: true}) && size(node).width > 1;
    const all = selector => [...document.querySelectorAll(selector)].filter(seen);
    const named = node => `${node.outerHTML.slice(0, 90)} ${size(node).width | 0}×${size(node).height | 0}`;
    const boxes = ['html', '.results', '.inline-group', '#change-history', '.cards', '#changelist-form', 'fieldset'];
    const big = '#changelist button, #changelist select, #changelist input:is([type=text], [type=submit]),'
        + '#result_list tbody th a, .paginator a, .object-tools a, .submit-row :is(input, a), .to-filters a,'
        + '.narrowed a';
    const small = 'main input:is([type=checkbox], [type=radio]), #result_list a, #changelist-filter a, #user-tools a';
    return [
        ...all(boxes.join()).filter(one => one.scrollWidth > one.clientWidth + 1)
            .map(one => `is wider than a phone: ${named(one)}`),
        ...all('#result_list tbody td:not(.action-checkbox), .tabular td[data-label]')
            .filter(one => !one.dataset.label).map(one => `does not name a cell: ${named(one)}`),
        ...all('#result_list tbody td:not(.action-checkbox)')
            .filter(one => getComputedStyle(one, '::before').content === 'none')
            .map(one => `does not show the name of a cell: ${named(one)}`),
        ...all(big).filter(one => size(one).height < 43.5).map(one => `is hard to hit: ${named(one)}`),
        ...all(small).filter(one => size(one).height < 23.5).map(one => `is hard to hit: ${named(one)}`),
    ];
}"""
# A card is no row to a browser any more, unless its role says so.
ROLES = """() => [...document.querySelectorAll('#result_list, #result_list :is(thead, tbody, tr, th, td)')]
    .filter(one => !one.role).map(one => `has lost its role: ${one.outerHTML.slice(0, 90)}`)"""
WRONG = "found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))"
AXE = f"options => axe.run(document, options).then({WRONG})"
# Django names its search field by a picture alone, and leaves the first header of its tables empty.
OPTIONS = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {name: {"enabled": False} for name in ("label-title-only", "empty-table-header", "color-contrast")},
}


@pytest.mark.parametrize(
    ("email", "direction"), [(SUPPORT, "ltr"), (READER, "rtl")], ids=["from-the-left", "from-the-right"]
)
def test_a_list_of_the_desk_is_cards_on_a_phone(
    market: str, in_the_market: Callable[[str], None], open_page: Opener, email: str, direction: str
) -> None:
    if email == READER:
        in_the_market(HIRED)
    page = reading(open_page, Atlas(market, email))

    wrong = [f"{path} {what}" for path in [*lists(), NARROWED] for what in looked_at(page, path, direction)]

    assert not wrong, "\n".join(wrong)


def reading(open_page: Opener, atlas: Atlas) -> Page:
    page = open_page(PHONE)
    page.emulate_media(reduced_motion="reduce")
    cookies = [{"name": name, "value": value, "url": atlas.market} for name, value in atlas.session.cookies.items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return page


def lists() -> list[str]:
    """Every list there is, so that a new one cannot be forgotten."""
    names = sorted((model._meta.app_label, model._meta.model_name) for model in admin.site._registry)
    return [reverse(f"admin:{app}_{name}_changelist") for app, name in names]


def show(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer, path
    assert answer.ok, f"{path} is no page to its reader"
    assert page.locator("#logout-form").count(), f"{path} wants somebody to sign in"


def looked_at(page: Page, path: str, direction: str) -> Iterator[str]:
    """What is wrong with a list, and with the page of its first row."""
    show(page, path)
    assert page.locator("html").get_attribute("dir") == direction, path
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(AXE_SCRIPT)
    yield from page.evaluate(MEASURE)
    yield from page.evaluate(ROLES)
    if direction == "ltr":
        yield from page.evaluate(AXE, OPTIONS)
    first = page.locator("#result_list tbody th a")
    if first.count():
        page.goto(str(first.first.get_attribute("href")))
        yield from (f"{page.url} {what}" for what in page.evaluate(MEASURE))
