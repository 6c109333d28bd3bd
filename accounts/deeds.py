"""What the staff did, as the log and the history of a page tell it: kept in the language of the code, said in the
reader's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Field
from django.utils import translation
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from picomarket.lib import locales
from picomarket.lib.retelling import Retold

from .first_words import READY_TEXTS

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

PARTLY = gettext_noop("Upheld in part, {percent}%")
RULE = gettext_noop("Rule “{rule}” changed from {before} to {after}")
ACCESS = gettext_noop("Access changed, {changes}")
MADE_STAFF, STAFF_NO_MORE = gettext_noop("made staff"), gettext_noop("staff no more")
GIVEN, WITHOUT = gettext_noop("given the role {role}"), gettext_noop("without the role {role}")

ADDED = gettext_noop("{thing} added “{name}”")
CHANGED = gettext_noop("{thing} changed “{name}”")
DELETED = gettext_noop("{thing} deleted “{name}”")

WHAT, ROWS = Retold(PARTLY, RULE, ACCESS, GIVEN, WITHOUT), Retold(ADDED, CHANGED, DELETED)
# A field as its form called it, and what stood in it or stands there now.
FIELD = re.compile(r"(?P<name>[^“”]+?) (?P<rest>[“–].*)", re.DOTALL)


def said(what: str) -> str:
    """What was done, in the reader's language, as far as there are words for it."""
    return WHAT.say(what, part=lambda text: locales.listed(map(said, text.split(", "))))


def told(message: str, kind: str) -> str:
    """What was done and why, as it stands in the history of a row of this kind, like ``wallet.payout``.

    It is HTML: the reason may run the other way than the reader's language.
    """
    what, colon, reason = message.partition(": ")
    return format_html("{}{}<bdi>{}</bdi>", said(what), colon, because(reason, kind)) if colon else said(what)


def because(reason: str, kind: str) -> str:
    """Why it was done: the words of whoever did it, or what a form changed, with the names it has for that.

    A ready text stands in the language it went out in.
    """
    if reason in READY_TEXTS:
        return reason
    return "; ".join(_line(line, kind) for line in reason.split("; "))


def _line(line: str, kind: str) -> str:
    if found := FIELD.fullmatch(line):
        name = _columns(kind).get(found["name"]) or gettext(found["name"])
        return f"{capfirst(name)} {found['rest']}"
    return ROWS.say(line, part=lambda text: str(_models().get(text, text)))


@cache
def _columns(kind: str) -> dict[str, StrOrPromise]:
    """What the columns of a model are called, by their English names as a form writes them."""
    try:
        columns = apps.get_model(kind)._meta.get_fields()
    except (LookupError, ValueError):
        return {}
    with translation.override(None):
        return {capfirst(str(one.verbose_name)): one.verbose_name or "" for one in columns if isinstance(one, Field)}


@cache
def _models() -> dict[str, StrOrPromise]:
    with translation.override(None):
        return {str(model._meta.verbose_name): model._meta.verbose_name or "" for model in apps.get_models()}
