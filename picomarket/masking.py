"""What no log and no report of an error says: what opens an account, moves money or names where it goes."""

from __future__ import annotations

import logging
import re
from typing import Any

from django.http import HttpRequest
from django.http.request import QueryDict
from django.views.debug import SafeExceptionReporterFilter

HIDDEN = "•••"
# Addresses whose last part lets in whoever has it, as far as that part.
KEYS_FOLLOW = (
    "account/confirm-email",
    "account/password/reset/key",
    "me/go-on",
    "notices/feeds",
    "work/feeds",
    "notices/stop",
)
_KEYS = re.compile(rf"(/(?:{'|'.join(KEYS_FOLLOW)})/)[^\s/\"'?]+")
_NAMED = re.compile(
    r"(?i)([\"']?\b[\w-]*(?:password|secret|token|api_?key|authorization|cookie|signature|destination|iban|phone)[\w-]*[\"']?"
    r"\s*[=:]\s*)(?:(?:bearer|basic)\s+)?[\"']?[^\s\"',;&}]+[\"']?"
)


def masked(text: str) -> str:
    return _NAMED.sub(rf"\g<1>{HIDDEN}", without_keys(text))


def without_keys(text: str) -> str:
    """Without the part of an address by which whoever has it gets in."""
    return _KEYS.sub(rf"\g<1>{HIDDEN}", text)


class Masked(logging.Filter):
    """Of every line of the log, with what was put into it and what an error says."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        # A line stays one line, whatever somebody had it say.
        safe = masked(said).replace("\n", "\\n").replace("\r", "\\r")
        if safe != said:
            record.msg, record.args = safe, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True


class NothingTyped(SafeExceptionReporterFilter):
    """Of a report of an error: where it happened, and nothing of what was sent or stood in any variable."""

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        hidden = QueryDict(mutable=True)
        for name in request.POST:
            hidden[name] = self.cleansed_substitute
        return hidden

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        kept = super().get_safe_cookies(request)
        return dict.fromkeys(kept, self.cleansed_substitute) if self.is_active(request) else kept

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        kept = super().get_traceback_frame_variables(request, tb_frame)
        if request is not None and not self.is_active(request):
            return kept
        return [(name, self.cleansed_substitute) for name, _value in kept]
