"""Having one's account deleted: what is open first, then days of grace, then all that says who it was is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signals import ends_asked, forgetting
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales, sweeps
from picomarket.lib.refusals import Refused

from . import own
from .parts import OpenEnd


class StillOpen(Refused):
    """Money or work is under way; the page lists it."""


class NotLeftBehind(Refused):
    """Something would be left behind, and the person did not say that it may."""


def ends(person: User, *, now: datetime) -> list[OpenEnd]:
    """What this person has open, here and in each app that listens."""
    answers: list[tuple[Any, Any]] = ends_asked.send(sender=User, person=person, now=now)
    return [*own.ends(person), *chain.from_iterable(answer for _receiver, answer in answers)]


def ask(person: User, *, leaves_behind: bool, now: datetime) -> None:
    """Have the account deleted after ``leaving_days``. No money moves. Raises StillOpen or NotLeftBehind."""
    open_ends = ends(person, now=now)
    if any(end.blocks for end in open_ends):
        raise StillOpen(_("Something is still open. Settle what stands in the list first."))
    if open_ends and not leaves_behind:
        raise NotLeftBehind(_("Say that you leave behind what stands in the list, or fetch it first."))
    due = now + timedelta(days=settings.RULES.leaving_days)
    if not User.objects.filter(pk=person.pk, leaves_at=None, left_at=None).update(leaves_at=due):
        return
    notices.tell(
        person,
        subject=_("Your account will be deleted"),
        body=format_lazy(
            _("It is deleted on {day}. Until then you can stop that: sign in and press “Keep my account”."),
            day=locales.moment(timezone.localtime(due, person.tz), "DATETIME_FORMAT"),
        ),
        url=reverse("accounts:leave"),
        mail_to=person.email,
        topic=Topic.ACCOUNT,
        now=now,
    )


def stay(person: User, *, now: datetime) -> None:
    """Keep the account after all; one that is not to be deleted stays as it is."""
    if User.objects.filter(pk=person.pk, left_at=None).exclude(leaves_at=None).update(leaves_at=None):
        notices.tell(
            person,
            subject=_("Your account stays"),
            url=reverse("accounts:profile"),
            mail=True,
            topic=Topic.ACCOUNT,
            now=now,
        )


def let_go_who_never_came(*, now: datetime) -> int:
    """Have accounts deleted whose address nobody confirmed for ``unconfirmed_days``: somebody may have typed another
    one's. Nobody could sign in to them, so nobody is told, and there are no days of grace; how many.
    """
    joined = now - timedelta(days=settings.RULES.unconfirmed_days)
    never = User.objects.filter(date_joined__lt=joined, last_login=None, is_staff=False, leaves_at=None, left_at=None)
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return never.filter(~Exists(confirmed)).update(leaves_at=now)


def go_due(*, now: datetime, most: int = 100) -> int:
    """Delete the accounts whose days of grace are over; how many."""
    due = User.objects.filter(leaves_at__lte=now, left_at=None).order_by("leaves_at")
    return sweeps.sweep(list(due.values_list("pk", flat=True)[:most]), lambda keys: _go_all(keys, now))


@transaction.atomic
def _go_all(keys: Sequence[int], now: datetime) -> int:
    return sum(_go(person, now=now) for person in User.objects.filter(pk__in=keys).order_by("pk"))


def _go(person: User, *, now: datetime) -> bool:
    """Forget this person; where something came to be open meanwhile, or they kept the account, they stay."""
    if any(end.blocks for end in ends(person, now=now)):
        User.objects.filter(pk=person.pk).update(leaves_at=None)
        notices.tell(
            person,
            subject=_("Your account is not deleted, because something is open"),
            body=_("Since you asked, something began that must end first. See what it is, and ask again then."),
            url=reverse("accounts:leave"),
            mail=True,
            topic=Topic.ACCOUNT,
            now=now,
        )
        return False
    forgetting.send(sender=User, person=person, now=now)
    if not User.objects.filter(pk=person.pk, leaves_at__lte=now, left_at=None).update(leaves_at=None, left_at=now):
        raise RuntimeError("kept at the last moment")
    own.forget(person)
    return True
