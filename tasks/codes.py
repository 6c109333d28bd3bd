"""Completion codes: an employer's own site proves that somebody did the work there.

The site is reached by a link that names the task, the worker and the claim. It answers with the first 16 hexadecimal
digits of HMAC-SHA256 (RFC 2104) over ``task:worker:nonce`` under the employer's secret, so a code is worth nothing to
anybody else and nothing a second time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from accounts.models import User

from .models import CodeKey

DIGITS = 16
# How long the former secret stays good, so that no worker on the way is sent home.
CHANGE_OVER = timedelta(days=1)
PARTS = ("task", "worker", "nonce")


def key_of(employer: User, *, now: datetime) -> CodeKey:
    """The employer's secret; their first one where they have none yet."""
    key, _made = CodeKey.objects.get_or_create(employer=employer, defaults={"secret": _new(), "made_at": now})
    return key


def renew(employer: User, *, now: datetime) -> CodeKey:
    """A new secret, as when the old one was seen by others. The old one is good for one day more."""
    key_of(employer, now=now)
    key = CodeKey.objects.select_for_update().get(employer=employer)
    key.former, key.former_until = key.secret, now + CHANGE_OVER
    key.secret, key.made_at = _new(), now
    key.save()
    return key


def _new() -> str:
    return secrets.token_hex(32)


def code(secret: str, *, task: str, worker: str, nonce: str) -> str:
    """The code for one claim; the three are public ids, as the link has them."""
    text = f"{task}:{worker}:{nonce}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def is_right(typed: str, *, employer: User, task: str, worker: str, nonce: str, now: datetime) -> bool:
    """Whether a code is the one for this claim. Case, spaces and hyphens do not matter."""
    key = CodeKey.objects.filter(employer=employer).first()
    if key is None:
        return False
    former = [key.former] if key.former and key.former_until and key.former_until > now else []
    plain = "".join(one for one in typed.casefold() if one.isalnum()).encode()
    wanted = [code(secret, task=task, worker=worker, nonce=nonce).encode() for secret in (key.secret, *former)]
    return any(hmac.compare_digest(plain, one) for one in wanted)


def link(site: str, *, task: str, worker: str, nonce: str) -> str:
    """The address of the site with the three ids in it; what else it asks for stays."""
    parts = urlsplit(site)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in PARTS]
    query = urlencode([*kept, *zip(PARTS, (task, worker, nonce), strict=True)])
    return parts._replace(query=query).geturl()
