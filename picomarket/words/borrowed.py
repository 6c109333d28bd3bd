"""What Django and allauth say in our pages and have not in every language: asked of our translators as well."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation import to_locale

_DJANGO, _ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
# Where the words stand that somebody here may meet; the rest is of parts this market has not, or of pages of its own.
MET = {
    _DJANGO / "conf": ("core/", "db/models/", "forms/", "template/", "utils/"),
    _DJANGO / "contrib" / "admin": ("contrib/admin/",),
    _DJANGO / "contrib" / "auth": ("contrib/auth/",),
    _DJANGO / "contrib" / "humanize": ("contrib/humanize/",),
    _DJANGO / "contrib" / "postgres": ("contrib/postgres/fields/array", "contrib/postgres/forms/array"),
    _ALLAUTH: (
        "account/",
        "mfa/",
        "socialaccount/adapter",
        "socialaccount/forms",
        "socialaccount/models",
        "templates/",
    ),
}
# Whose scripts speak too. What they say stands in files of its own.
SCRIPTS, SCRIPTS_DOMAIN = _DJANGO / "contrib" / "admin", "djangojs"
# What is switched off here, or has no page.
UNUSED = (
    *("templates/idp", "templates/openid", "templates/account/phone", "templates/usersessions"),
    *("account/admin", "account/apps"),
    *("contrib/auth/hashers", "contrib/auth/views", "contrib/auth/templates"),
    *("contrib/admin/templates/registration", "contrib/humanize/apps"),
)

_SPANS = ("year", "month", "week", "day", "hour", "minute")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# What they say and say wrong: in Arabic "2 two days", "was added" of what was changed, and a ministry for a second
# step; in Bengali no space after a comma; in French "jui" for June and one word for Tuesday and March; in Hindi a
# postal address for an e-mail one, months misspelt or cut off, and a picker that is filtered to be typed in; in
# Portuguese months and weekdays with a capital in the middle of a sentence. Short ones are as CLDR has them.
WRONG = {
    "ar": {
        *(f"%(num)d {span}" for span in _SPANS),
        *(f"{one} {when}" for one in ("an hour", "a minute", "a second") for when in ("ago", "from now")),
        *("%(delta)s ago", "%(delta)s from now"),
        "The {name} “{obj}” was changed successfully.",
        "MFA",
    },
    "bn": {", "},
    "fr": {*_MONTHS, *_WEEKDAYS},
    "hi": {
        "Enter a valid email address.",
        *("September", "November", "December", *_MONTHS, "Thu"),
        "Type into this box to filter down the list of available %s.",
    },
    "pt-br": {*calendar.month_name[1:], *calendar.day_name, *_WEEKDAYS},
}


def lacking(language: str, templates: Path) -> Iterator[Message]:
    """What the packages do not say in this language. A template that is ours says its words itself."""
    for package, met in MET.items():
        theirs = _translated(package, language)
        for message in _asked(package):
            places = [name for name, _line in message.locations]
            is_said = _is_said(theirs, message) and not _is_wrong(language, message)
            if any(_is_met(name, met, templates) for name in places) and not is_said:
                yield message
    yield from _lacking_in_scripts(language)


def scripted() -> list[Message]:
    """All that the desk's scripts say: the picker of permissions, the calendar, the clock."""
    return _asked(SCRIPTS, SCRIPTS_DOMAIN)


def is_wrong_in_scripts(language: str, message: Message) -> bool:
    """Whether Django's scripts say this in this language, and say it wrong; their short days are their own."""
    return not message.context and _is_wrong(language, message)


def key_of(message: Message) -> str:
    """What scripts find a message by, as gettext keeps it."""
    first = _first(message)
    return f"{message.context}\x04{first}" if message.context else first


def _lacking_in_scripts(language: str) -> Iterator[Message]:
    """What pages say in this language, like the months, a script need not be told in other words."""
    said_in = [_translated(SCRIPTS, language, SCRIPTS_DOMAIN), *(_translated(package, language) for package in MET)]
    for message in scripted():
        if is_wrong_in_scripts(language, message) or not any(_is_said(theirs, message) for theirs in said_in):
            yield message


def _is_met(name: str, met: tuple[str, ...], templates: Path) -> bool:
    own = templates / name.removeprefix("templates/")
    return name.startswith(met) and not name.startswith(UNUSED) and not own.exists()


def _is_wrong(language: str, message: Message) -> bool:
    return _first(message) in WRONG.get(language, set())


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _is_said(theirs: NullTranslations, message: Message) -> bool:
    if isinstance(message.id, str):
        return bool(theirs.pgettext(message.context, message.id) if message.context else theirs.gettext(message.id))
    one, many = message.id
    said = (
        theirs.npgettext(message.context, one, many, count) if message.context else theirs.ngettext(one, many, count)
        for count in (1, 2, 5)
    )
    return all(said)


@cache
def _asked(package: Path, domain: str = "django") -> list[Message]:
    with (package / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@cache
def _translated(package: Path, language: str, domain: str = "django") -> NullTranslations:
    try:
        theirs = translation(domain, package / "locale", [to_locale(language)])
    except FileNotFoundError:
        return _Silent()
    theirs.add_fallback(_Silent())
    return theirs


class _Silent(NullTranslations):
    """Says nothing where others say the English words, so that what is missing shows."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - as in the class above
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return ""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return ""
