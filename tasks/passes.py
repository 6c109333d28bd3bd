"""Passes: who holds a qualification, by an attempt or by the staff's word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from .models import Pass, Qualification


class NotTheHouses(Refused):
    """Staff grant what the house tests, not what an employer does."""


class OwnPass(Refused):
    """Nobody of the staff gives themselves a pass without the test, or takes their own."""


def award(test: Qualification, workers: Collection[int], *, now: datetime) -> list[int]:
    """Give the pass to people by their keys who have none or an expired one; to whom. What staff revoked stays."""
    kept = Pass.objects.filter(Q(until=None) | Q(until__gt=now) | ~Q(revoked_at=None), qualification=test)
    new = sorted(set(workers) - set(kept.filter(worker__in=workers).values_list("worker", flat=True)))
    until = _until(test, now)
    Pass.objects.bulk_create(
        (Pass(qualification=test, worker_id=worker, since=now, until=until) for worker in new),
        update_conflicts=True,
        unique_fields=["qualification", "worker"],
        update_fields=["since", "until", "granted_by", "reason"],
    )
    return new


def grant(test: Qualification, *, worker: User, reason: str, by: User, now: datetime) -> Pass:
    """Give a pass of the house without a test, also one that was revoked; the person is told. Raises NotTheHouses
    or OwnPass.
    """
    _check_not_own(worker, by)
    if not test.is_house:
        raise NotTheHouses(_("This is an employer's test: only passing it gives the pass."))
    given = {"since": now, "until": _until(test, now), "granted_by": by, "reason": reason}
    fresh = {**given, "revoked_at": None, "revoked_by": None}
    with transaction.atomic():
        row, _made = Pass.objects.update_or_create(qualification=test, worker=worker, defaults=fresh)
        subject = format_lazy(_("You hold “{title}” now"), title=test.title)
        notices.tell(worker, subject=subject, body=reason, url=test.get_absolute_url(), topic=Topic.TESTS, now=now)
    return row


def revoke(row: Pass, *, reason: str, by: User, now: datetime) -> None:
    """Take a pass of the house back; the person reads the reason. Raises NotTheHouses or OwnPass."""
    _check_not_own(row.worker, by)
    if not row.qualification.is_house:
        raise NotTheHouses(_("This is an employer's test: its passes are not the staff's to take."))
    with transaction.atomic():
        fresh = Pass.objects.select_for_update(no_key=True).get(pk=row.pk)
        fresh.revoked_at, fresh.revoked_by, fresh.reason = now, by, reason
        fresh.save(update_fields=["revoked_at", "revoked_by", "reason"])
        subject = format_lazy(_("Your pass of “{title}” was taken back"), title=row.qualification.title)
        notices.tell(
            row.worker,
            subject=subject,
            body=reason,
            url=row.qualification.get_absolute_url(),
            topic=Topic.TESTS,
            now=now,
        )


def _check_not_own(worker: User, by: User) -> None:
    if worker.pk == by.pk:
        raise OwnPass(_("This is your own pass: somebody else must decide."))


def _until(test: Qualification, now: datetime) -> datetime | None:
    return now + timedelta(days=test.valid_days) if test.valid_days else None
