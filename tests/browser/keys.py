"""A page used with keys alone: where Tab comes to, and whether that can be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

MOST = 80
# A card is ringed as a whole when the link in it has the focus.
FOCUS = """() => {
    const at = document.activeElement;
    const around = [];
    for (let node = at; node && node !== document.body; node = node.parentElement) around.push(node);
    return {
        left: at === document.body,
        text: at.innerText,
        seen: at.checkVisibility() && at.getBoundingClientRect().width > 1,
        ringed: around.some(node => getComputedStyle(node).outlineStyle !== 'none'),
    };
}"""
# Whether the bars at the top and the bottom cover it.
COVERED = """() => {
    const at = document.activeElement;
    const {left, top, width, height} = at.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return seen && (at.contains(seen) || seen.contains(at)) ? '' : at.outerHTML.slice(0, 120);
}"""


def tabbed(page: Page) -> Iterator[str]:
    """The words of what the focus comes to with each press of Tab; each must show that it has it."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["left"]:
            return
        assert at["seen"], at
        assert at["ringed"], at
        yield at["text"]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it comes to this, with nothing on the way hidden beneath a bar."""
    for _at in tabbed(page):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(COVERED) == ""
            return
    pytest.fail(f"Tab never comes to {selector}")


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))
