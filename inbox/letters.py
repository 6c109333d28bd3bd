"""Letters: every mail as plain text and as HTML, which says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picomarket.lib.counting import figure

from . import stopping
from .models import Notice
from .topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a letter says: a headline, words, and where one goes from there."""

    headline: str
    words: str = ""
    url: str = ""
    # The notices of a digest under what they are about.
    parts: Sequence[tuple[str, Sequence[Notice]]] = field(default_factory=list)
    why: str = ""
    choose_url: str = ""
    stop_url: str = ""


def of_notice(notice: Notice) -> EmailMultiAlternatives:
    """The letter that says what a notice says, in its reader's language of now."""
    person, topic = notice.person, Topic(notice.topic)
    with translation.override(_language(person)):
        page = Page(
            headline=notice.headline,
            words=notice.text,
            url=_whole(notice.url) if notice.url else "",
            why=_("This is mail about “%(topic)s”.") % {"topic": topic.label},
            choose_url=_whole(reverse("inbox:choices")),
            stop_url="" if topic.is_serious else _whole(stopping.address(person, topic=topic)),
        )
        return _letter(notice.headline, page, to=notice.mail_to or person.email)


def digest(person: AbstractBaseUser, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """One letter with all of these, topic by topic, the newest last."""
    with translation.override(_language(person)):
        count = len(notices)
        subject = ngettext("%(count)s notice since yesterday", "%(count)s notices since yesterday", count)
        page = Page(
            headline=subject % {"count": figure(count)},
            parts=[
                (str(topic.label), theirs)
                for topic in Topic
                if (theirs := [one for one in notices if one.topic == topic])
            ],
            url=_whole(reverse("inbox:notices")),
            why=_("You chose to read of these once a day."),
            choose_url=_whole(reverse("inbox:choices")),
            stop_url=_whole(stopping.address(person, topic=None)),
        )
        return _letter(page.headline, page, to=str(getattr(person, "email", "")))


def dress(letter: Any) -> EmailMultiAlternatives:
    """A letter of plain words, as sign-in writes them, with the same words as HTML beside it."""
    dressed = EmailMultiAlternatives(
        letter.subject, letter.body, letter.from_email, letter.to, headers=letter.extra_headers
    )
    _add_html(dressed, "plain", _frame() | {"letter": letter})
    return dressed


def _letter(subject: str, page: Page, *, to: str) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated"}
    if page.stop_url:
        # RFC 8058: the mail program itself offers to stop these.
        headers |= {"List-Unsubscribe": f"<{page.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = _frame() | {"page": page}
    letter = EmailMultiAlternatives(subject, _text(context), to=[to], headers=headers)
    _add_html(letter, "page", context)
    return letter


def _add_html(letter: EmailMultiAlternatives, name: str, context: dict[str, Any]) -> None:
    letter.attach_alternative(render_to_string(f"inbox/mail/{name}.html", context).strip(), "text/html")


def _text(context: dict[str, Any]) -> str:
    """The plain part, without the empty lines that what was left out would leave."""
    lines = render_to_string("inbox/mail/page.txt", context).strip().splitlines()
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line.strip() or before.strip()]
    return "\n".join(kept)


def _frame() -> dict[str, Any]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    side = "rtl" if translation.get_language_bidi() else "ltr"
    return {"market_name": settings.MARKET_NAME, "site_url": settings.SITE_URL, "lang": language, "side": side}


def _language(person: AbstractBaseUser) -> str:
    return str(getattr(person, "language", settings.LANGUAGE_CODE))


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
