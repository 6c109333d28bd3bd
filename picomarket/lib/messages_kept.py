"""Where a message waits for the next page: in a cookie named as ours are, in the session where it is too long."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookie(CookieStorage):
    """Django gives its name no setting."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class Storage(FallbackStorage):
    """The cookie first, as Django has it."""

    storage_classes = (Cookie, SessionStorage)
