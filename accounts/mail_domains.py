"""Mail addresses that are thrown away: who joins with one cannot get back in, and is nobody twice."""

from __future__ import annotations

from disposable_email_domains import blocklist
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from picomarket.lib.refusals import Refused


class ThrowawayAddress(Refused):
    """Mail to this domain is read by nobody after some minutes."""


def check(address: str) -> None:
    """Raises ThrowawayAddress where the domain, or one it belongs to, is on the list or refused by the operator."""
    labels = address.rpartition("@")[2].lower().rstrip(".").split(".")
    domains = {".".join(labels[first:]) for first in range(len(labels))}
    if domains & set(settings.ALLOWED_MAIL_DOMAINS):
        return
    if not domains.isdisjoint(blocklist) or domains & set(settings.REFUSED_MAIL_DOMAINS):
        words = _("This is a throwaway address. You need one that you keep: it is your way back in, and to your money.")
        raise ThrowawayAddress(words)
