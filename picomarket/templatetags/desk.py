"""What the desk's lists need to be cards on a phone, and to say what they were narrowed by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from picomarket import narrowing

register = template.Library()

CELL = re.compile(r"<(?P<tag>t[dh])(?P<attributes>[^>]*)>(?P<inside>.*)</t[dh]>\s*", re.DOTALL)
# Words alone, or as a link.
TEXT = re.compile(r"(<a [^<>]*>)?([^<>]+)(</a>)?")
# The picture of what is so or is not: Django has these words in every language, and says others there, in English.
ICON = re.compile(r'(?P<before><img src="[^"]*" alt=")(?P<is>True|False|None)">')
ICONS = {"True": "Yes", "False": "No", "None": "Unknown"}
ROLES = {"td": "cell", "th": "rowheader"}
NOTHING = {"", "-", "–", "&nbsp;"}


@register.filter
def narrowed(listed: ChangeList) -> list[narrowing.Narrowed]:
    """All that the rows of a list were chosen by, in words."""
    return narrowing.narrowed(listed)


@register.filter
def unnarrowed(listed: ChangeList) -> str:
    """The address of a list with all its rows."""
    return narrowing.unnarrowed(listed)


@register.filter
def named_cells(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row of a list, as Django drew them, each with the name of its column.

    A card shows that name, because it has no columns. Its parts are rows and cells no more to a browser, so their roles
    say it. What is mere text may be somebody's own and run the other way than the reader's language.
    """
    for cell, header in zip(cells, headers, strict=False):
        name = "" if "action-checkbox" in cell[:40] else capfirst(str(header["text"]))
        yield _named(cell, name)


def _named(cell: str, name: str) -> SafeString:
    found = CELL.fullmatch(cell)
    if found is None:
        return SafeString(cell)
    tag, attributes, inside = (SafeString(part) for part in found.groups())
    shown = SafeString(" data-nothing") if inside.strip() in NOTHING else ""
    if icon := ICON.fullmatch(inside):
        said = ICONS[icon["is"]]
        inside = format_html('{}{}">', SafeString(icon["before"]), gettext(said))
    if text := TEXT.fullmatch(inside):
        inside = format_html("{}<bdi>{}</bdi>{}", *map(SafeString, text.groups(default="")))
    return format_html(
        '<{0} role="{1}" data-label="{2}"{3}{4}><div>{5}</div></{0}>', tag, ROLES[tag], name, shown, attributes, inside
    )
