"""Proofs of the books as they are kept: one row each, and word to the staff where something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic

from .models import BookCheck

# A proof runs every night; one that is older than this did not run.
STALE = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the books stand by their latest proof; ``tone`` is good, wait (none of late) or bad."""

    tone: str
    check: BookCheck | None

    @property
    def broken(self) -> int:
        """How many rows broke a law at the latest proof."""
        return broken(self.check) if self.check else 0


def keep(
    findings: Sequence[dict[str, object]], *, accounts: int, transfers: int, seconds: float, now: datetime
) -> BookCheck:
    """Keep what a proof found. Who may see the proofs is told at once, in the site and by mail, of any finding."""
    with transaction.atomic():
        check = BookCheck.objects.create(
            ran_at=now, seconds=round(seconds, 2), accounts=accounts, transfers=transfers, findings=list(findings)
        )
        if findings:
            _tell(check, now)
    return check


def _tell(check: BookCheck, now: datetime) -> None:
    said = [f"{one['law']}\n" + "\n".join(f"· {sentence}" for sentence in one["sentences"]) for one in check.findings]
    subject = format_lazy(_("The books do not agree (findings: {count})"), count=broken(check))
    body = format_lazy(
        _("The proof of {at} UTC found this. Look at it before the next payouts go.\n\n{findings}"),
        at=f"{now:%Y-%m-%d %H:%M}",
        findings="\n\n".join(said),
    )
    url = reverse("admin:wallet_bookcheck_change", args=[check.pk])
    notices.tell_each([(one, subject, body, url) for one in staff()], mail=True, topic=Topic.DESK, now=now)


def staff() -> list[User]:
    """Who looks after the money: superusers, and who may see the proofs of the books."""
    return list(ModelBackend().with_perm("wallet.view_bookcheck").filter(is_staff=True).order_by("pk"))


def broken(check: BookCheck) -> int:
    """How many rows broke a law at that proof."""
    return sum(int(one["broken"]) for one in check.findings)


def latest() -> BookCheck | None:
    return BookCheck.objects.order_by("-ran_at", "-pk").first()


def standing(*, now: datetime) -> Standing:
    """How the books stand now: wrong, right, or not known because the last proof is too old."""
    check = latest()
    if check is None:
        return Standing("wait", None)
    if check.findings:
        return Standing("bad", check)
    return Standing("wait" if check.ran_at <= now - STALE else "good", check)
