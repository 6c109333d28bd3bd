"""The way to the mail server: whether it can be reached, and whether it took a letter."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from picomarket.lib import pauses

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)

logger = logging.getLogger(__name__)


def reached(post: BaseEmailBackend) -> bool:
    """Open the connection to the mail server where it is not open yet."""
    try:
        post.open()
    except (OSError, SMTPException):
        logger.exception("The mail server cannot be reached; the notices wait.")
        return False
    return True


def taken(write: Callable[[], EmailMessage], post: BaseEmailBackend, *, key: int) -> bool:
    """Whether the server took the letter. Whatever goes wrong with one letter must not stop the others."""
    try:
        return bool(post.send_messages([write()]))
    except Exception:
        logger.exception("Notice %s could not be mailed.", key)
        post.close()
        return False


def pause(tries: int) -> timedelta:
    """How long a letter waits that was refused so often."""
    return pauses.doubled(FIRST_PAUSE, tries=tries, most=LONGEST_PAUSE)
