"""Reporting a message: its author is reported, with the message to look at."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from tasks import person_reports
from tasks.models import PersonReport

from .models import Message


def report(message: Message, *, by: User, reason: str, words: str, now: datetime) -> PersonReport:
    """Say what is wrong with what somebody wrote to one. They are not told.

    Raises NotReportable, TooManyReports or TooShort.
    """
    return person_reports.report(message.author, by=by, reason=reason, words=words, message_id=message.pk, now=now)
