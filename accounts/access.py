"""Who is staff, in which roles. Nobody is shut out here: an account is closed by its owner, work barred by a ban."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.refusals import Refused

from . import deeds
from .models import User

SHORTEST_REASON = 20


class AccessRefused(Refused):
    """One's own access, that of a closed account, a change without a reason, or none."""


def change(
    person: User, *, is_staff: bool, groups: Collection[Group], reason: str, by: User, now: datetime
) -> list[str]:
    """Give access to the desk or take it; what was changed, in words. The person is told, with the reason.

    Raises AccessRefused.
    """
    reason = reason.strip()
    if person.pk == by.pk:
        raise AccessRefused(_now("This is your own access: somebody else must change it."))
    if len(reason) < SHORTEST_REASON:
        raise AccessRefused(_now("Write the reason in at least 20 characters: the person reads it."))
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not row.is_active:
            raise AccessRefused(_now("This account is closed."))
        said = _changed(row, is_staff, groups)
        if not said:
            raise AccessRefused(_now("This is their access already."))
        row.is_staff = is_staff
        row.save(update_fields=["is_staff"])
        row.groups.set(groups)
        _tell(row, reason, now)
    return said


def _changed(person: User, is_staff: bool, groups: Collection[Group]) -> list[str]:
    """For the log, so in the language of the house."""
    held, wanted = {group.name for group in person.groups.all()}, {group.name for group in groups}
    said = [] if person.is_staff == is_staff else [deeds.MADE_STAFF if is_staff else deeds.STAFF_NO_MORE]
    said += [deeds.GIVEN.format(role=name) for name in sorted(wanted - held)]
    return said + [deeds.WITHOUT.format(role=name) for name in sorted(held - wanted)]


def _tell(person: User, reason: str, now: datetime) -> None:
    held = sorted(group.name for group in person.groups.all())
    roles = locales.later(lambda: locales.listed(map(locales.said, held)))
    if not person.is_staff:
        subject = _("You are not staff any more")
    elif held:
        subject = format_lazy(_("You are staff: {roles}"), roles=roles)
    else:
        subject = _("You are staff, without a role yet")
    notices.tell(
        person,
        subject=subject,
        body=reason,
        url=reverse("admin:index") if person.is_staff else reverse("accounts:log"),
        mail=True,
        topic=Topic.ACCOUNT,
        now=now,
    )
