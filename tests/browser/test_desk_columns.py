"""The desk at a desk: all columns of a list are seen at once, who has a case too, and its filter beside or beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.atlas import Atlas
from tests.browser.conftest import Opener
from tests.browser.test_desk_on_a_phone import HIRED, READER, SUPPORT, lists, reading, show

pytestmark = pytest.mark.browser

WIDTHS = (1024, 1280, 1440)
# What stands outside of its box is seen by who scrolls in it sideways, and by nobody else.
MEASURE = """() => {
    const all = [...document.querySelectorAll('html, #changelist, .results')];
    const wide = all.filter(one => one.scrollWidth > one.clientWidth + 1);
    const table = document.querySelector('#result_list');
    return [
        ...wide.map(one => `${one.className || one.localName}: ${one.scrollWidth} in ${one.clientWidth}`),
        ...(table && getComputedStyle(table).display !== 'table' ? ['has no columns'] : []),
    ];
}"""


@pytest.mark.parametrize("email", [SUPPORT, READER], ids=["from-the-left", "from-the-right"])
def test_a_list_of_the_desk_fits_a_desk(
    market: str, in_the_market: Callable[[str], None], open_page: Opener, email: str
) -> None:
    if email == READER:
        in_the_market(HIRED)
    page = reading(open_page, Atlas(market, email))

    wrong = [f"{path} {what}" for path in lists() for what in measured(page, path)]

    assert not wrong, "\n".join(wrong)


def measured(page: Page, path: str) -> Iterator[str]:
    show(page, path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"at {width}: {what}" for what in page.evaluate(MEASURE))
