"""The development mailbox: what the market mailed, newest first, read from the files the mail backend writes."""

from __future__ import annotations

import email
import email.policy
import hashlib
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.utils.html import strip_tags

# A letter may hold a line of dashes itself; the backend's is followed by the next letter's first header, or nothing.
_BETWEEN = re.compile(rb"\n-{79}\n(?=Content-Type:|\Z)")


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    sent_at: datetime
    text: str
    html: str = ""
    key: str = ""


def letters(folder: Path, *, most: int = 50) -> list[Letter]:
    """The newest letters in the folder; none where nothing was mailed yet."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)[-most:]
    # Dates are whole seconds: among equals the one written last is the newest.
    oldest_first = sorted((letter for file in files for letter in _read(file)), key=lambda letter: letter.sent_at)
    return oldest_first[: -most - 1 : -1]


def _read(file: Path) -> list[Letter]:
    written_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    parts = _BETWEEN.split(file.read_bytes())
    return [_parse(part, written_at) for part in parts if part.strip()]


def _parse(raw: bytes, written_at: datetime) -> Letter:
    message = email.message_from_bytes(raw.lstrip(), _class=EmailMessage, policy=email.policy.default)
    sent_at = parsedate_to_datetime(str(message["Date"])) if message["Date"] else written_at
    if sent_at.tzinfo is None:
        sent_at = sent_at.replace(tzinfo=UTC)
    key = hashlib.sha256(raw).hexdigest()[:16]
    return Letter(str(message["To"] or ""), str(message["Subject"] or ""), sent_at, _text(message), _html(message), key)


def _html(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    return str(body.get_content()) if body else ""


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content()).strip()
    if body.get_content_subtype() == "plain":
        return content
    with_addresses = re.sub(r'<a\s[^>]*href="([^"]+)"[^>]*>(.*?)</a>', r"\2 \1 ", content, flags=re.DOTALL)
    return html.unescape(strip_tags(with_addresses)).strip()
