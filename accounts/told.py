"""What people are told of their standing, always by mail too: nobody is kept from anything without knowing why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales

from . import house_rules
from .models import Appeal, Sanction, User

Kind, State = Sanction.Kind, Sanction.State

_OPEN = _(
    "You can still sign in, hand in what you hold and review what waits. What you earned is yours: payouts and refunds"
    " work as before."
)
_SUBJECTS = {
    Kind.WARNING: _("A warning about your account"),
    Kind.STRIKE: _("You got a strike"),
    Kind.SUSPENSION: _("Your account is suspended until {until}"),
    Kind.BAN: _("Your account is banned"),
}
_EFFECTS = {
    Kind.WARNING: _("It has no effect. Please read it all the same."),
    Kind.STRIKE: _("It counts until {until}."),
    Kind.SUSPENSION: format_lazy("{} {}", _("You cannot take new tasks or offer work until {until}."), _OPEN),
    Kind.BAN: format_lazy("{} {}", _("You cannot take new tasks or offer work any more."), _OPEN),
}
_OVER = {
    Kind.WARNING: _("A warning was taken back"),
    Kind.STRIKE: _("A strike counts no more"),
    Kind.SUSPENSION: _("Your account is not suspended any more"),
    Kind.BAN: _("Your account is not banned any more"),
}
_SETTLED = _("Your appeal is settled with that: there is nothing left to decide.")
_FREE = _("You can take tasks and offer work again. Tasks of yours stay paused until you resume them.")


def given(sanction: Sanction, *, now: datetime) -> None:
    """That it holds, by which rule and why, and how to appeal."""
    body = _(
        "{effect}\n\nThe rule: {rule}, as of {edition}\n\nWhat was done: {reason}\n\nOpen the page to answer, or to"
        " appeal until {last}."
    )
    _tell(sanction, _SUBJECTS[Kind(sanction.kind)], body, now)


def ended(sanction: Sanction, *, settled: bool = False, now: datetime) -> None:
    """That it holds no more, why where somebody lifted it, and that an appeal is ``settled`` by that."""
    reason = sanction.ending.replace("{", "{{").replace("}", "}}")
    said = [words for words in (_FREE if sanction.is_barring else "", reason, _SETTLED if settled else "") if words]
    body = format_lazy(" ".join(["{}"] * len(said)), *said)
    _tell(sanction, _OVER[Kind(sanction.kind)], body, now, mail=sanction.is_barring or bool(sanction.ending))


def replied(sanction: Sanction, words: str, *, now: datetime) -> None:
    """That the staff said something."""
    subject, url = _("The staff answered you"), sanction.get_absolute_url()
    notices.tell(sanction.person, subject=subject, body=words, url=url, mail=True, topic=Topic.ACCOUNT, now=now)


def appeal_decided(appeal: Appeal, *, now: datetime) -> None:
    """What came of an appeal, and why."""
    sanction, outcome = appeal.sanction, Appeal.State(appeal.state).label
    body = _("{outcome}. The reason: {decision}\n\nSomebody decided who had no part in it before.")
    notices.tell(
        appeal.person,
        subject=_("Your appeal is decided"),
        body=format_lazy(body, outcome=outcome, decision=appeal.decision),
        url=sanction.get_absolute_url(),
        mail=True,
        topic=Topic.ACCOUNT,
        now=now,
    )


def nobody_decides(sanction: Sanction, *, now: datetime) -> None:
    """To whoever gives access to the desk: that an appeal waits which nobody there may decide."""
    for person in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        notices.tell(
            person,
            subject=_("An appeal waits that nobody may decide"),
            body=_(
                "Everybody of the staff who could decide it decided before, or has a part in it. Give one more person"
                " access to the desk: the person was promised a decision."
            ),
            url=reverse("admin:accounts_sanction_change", args=[sanction.pk]),
            mail=True,
            topic=Topic.DESK,
            now=now,
        )


def _tell(sanction: Sanction, subject: Any, body: Any, now: datetime, *, mail: bool = True) -> None:
    said: dict[str, Any] = {
        "until": _day(sanction, sanction.until),
        "last": _day(sanction, sanction.appeal_until),
        "rule": house_rules.known(sanction.rule) or "",
        "edition": locales.moment(sanction.edition, "DATE_FORMAT") if sanction.edition else "",
        "reason": sanction.reason,
    }
    said["effect"] = format_lazy(_EFFECTS[Kind(sanction.kind)], **said)
    notices.tell(
        sanction.person,
        subject=format_lazy(subject, **said),
        body=format_lazy(body, **said),
        url=sanction.get_absolute_url(),
        mail=mail,
        topic=Topic.ACCOUNT,
        now=now,
    )


def _day(sanction: Sanction, at: datetime | None) -> Any:
    return locales.moment(at.astimezone(sanction.person.tz), "FULL_DATETIME_FORMAT") if at else ""
