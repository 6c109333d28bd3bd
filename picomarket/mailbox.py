"""The development mailbox: what the market mailed, newest first, read from the files the mail backend writes."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    sent_at: datetime
    text: str


def letters(folder: Path, *, most: int = 50) -> list[Letter]:
    """The newest letters in the folder; none where nothing was mailed yet."""
    found = [letter for file in folder.glob("*.log") for letter in _read(file)]
    return sorted(found, key=lambda letter: letter.sent_at, reverse=True)[:most]


def _read(file: Path) -> list[Letter]:
    parts = file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    return [_parse(part) for part in parts if part.strip()]


def _parse(raw: bytes) -> Letter:
    message = email.message_from_bytes(raw.lstrip(), _class=EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return Letter(str(message["To"]), str(message["Subject"]), parsedate_to_datetime(str(message["Date"])), text)
