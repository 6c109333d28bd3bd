"""What a page says in a language, by eye and by ear: nothing left in English, sums and times as it writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from playwright.sync_api import Page

from picomarket.lib.money import MINUS, usd
from picomarket.words import catalogs

# What people wrote runs as its own letters do; what names a language, or is read by a machine, is no sentence.
SEEN = """() => {
    const theirs = 'bdi, [dir=auto], option, [lang]:not(html), code, script, style, time, data, .sr-only[role=status]';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = new Set();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.parentElement;
        if (!at.closest(theirs) && at.checkVisibility()) texts.add(node.textContent.replace(/\\s+/g, ' ').trim());
    }
    const named = document.querySelectorAll('[aria-label], [placeholder]');
    for (const one of named) texts.add(one.getAttribute('aria-label') || one.placeholder);
    const all = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
    return {
        lang: document.documentElement.lang,
        dir: document.documentElement.dir,
        wide: document.documentElement.scrollWidth - innerWidth,
        texts: [...texts],
        sums: all('data.money').map(one => [one.value, one.innerText]),
        times: all('time[title]').map(one => [one.dateTime, one.innerText]),
    };
}"""
NAMELESS = re.compile(
    r"^\s*- (?:button|link|textbox|searchbox|combobox|checkbox|radio|spinbutton|switch|img|progressbar)(?=:|$| \[)",
    re.MULTILINE,
)
LANDMARKS = ("banner", "main", "contentinfo", "navigation")
HOLE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
FEWEST_WORDS = 2


def amiss(page: Page, language: str) -> list[str]:
    """What is not as a reader of this language needs it on the page that is open."""
    with translation.override(language):
        return [*_by_eye(page, language), *_by_ear(page)]


def _by_eye(page: Page, language: str) -> Iterator[str]:
    seen = page.evaluate(SEEN)
    if (seen["lang"], seen["dir"]) != (language, "rtl" if translation.get_language_bidi() else "ltr"):
        yield f"runs as {seen['lang']}, {seen['dir']}"
    if seen["wide"] > 0:
        yield f"is {seen['wide']} px wider than its screen"
    for value, written in seen["sums"]:
        if written.lstrip(f"+{MINUS}") != str(usd(value)).replace(MINUS, ""):
            yield f"{value} stands as {written}"
    for at, written in seen["times"]:
        if written != date_format(datetime.fromisoformat(at), "SHORT_DATETIME_FORMAT"):
            yield f"{at} stands as {written}"
    whole, patterns = _english(language)
    for text in seen["texts"]:
        if text in whole or any(pattern.fullmatch(text) for pattern in patterns):
            yield f"says {text!r}"


@cache
def _english(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English words that this language says in others: those that stand as they are, and those with holes to fill."""
    whole, patterns = set(), []
    if language == settings.LANGUAGE_CODE:
        return frozenset(), ()
    for message in catalogs.read(language):
        said = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for text in [message.id] if isinstance(message.id, str) else message.id:
            # One letter is the initial of a name; the calendar's days are in no page.
            if len(text) < 2 or text in said:
                continue
            parts = HOLE.split(" ".join(text.split()))
            if len(parts) == 1:
                whole.add(parts[0])
            elif len(re.findall(r"[a-z]{3,}", " ".join(parts))) >= FEWEST_WORDS:
                patterns.append(re.compile(".{1,60}".join(map(re.escape, parts))))
    return frozenset(whole), tuple(patterns)


def _by_ear(page: Page) -> Iterator[str]:
    tree = page.locator("html").aria_snapshot()
    heads = len(re.findall(r"- heading .*\[level=1\]", tree))
    if heads != 1:
        yield f"has {heads} first headings"
    yield from (f"has no {one}" for one in LANDMARKS if not re.search(rf"- {one}\b", tree))
    yield from (f"does not name {line.strip()}" for line in NAMELESS.findall(tree))
