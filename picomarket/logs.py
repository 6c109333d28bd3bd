"""Lines of the log: one JSON object each, with the request or job they belong to, and without secrets.

What people wrote and where money goes have no place in a log in the first place; this is the last wall. A secret of the
settings is hidden wherever it turns up, in a traceback too, and so is the part of an address by which whoever has it
gets in.
"""

from __future__ import annotations

import functools
import json
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from structlog.typing import EventDict, Processor, WrappedLogger

from picomarket import masking

# What a line may have besides its words: never the request itself, which would be written with its cookies.
FIELDS = {"view", "method", "status", "status_code", "milliseconds", "person"}
SECRET_NAMES = re.compile(r"(?:SECRET|PASSWORD|KEY|TOKEN)$")
SHORTEST_SECRET = 8


def config(*, level: str, form: str) -> dict[str, Any]:
    """What Django's LOGGING takes: lines as ``json``, or ``plain`` ones for the eye."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "picomarket.logs.formatter", "form": form}},
        "filters": {"masked": {"()": "picomarket.masking.Masked"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["masked"]}},
        "loggers": {
            # Django's own handler would say everything a second time.
            "django": {"handlers": []},
            # It passes nothing on by itself.
            "gunicorn.error": {"handlers": ["console"], "propagate": False},
            # That each of dozens of jobs began and ended is said by the metrics.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
        "root": {"handlers": ["console"], "level": level},
    }


def formatter(form: str) -> structlog.stdlib.ProcessorFormatter:
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        _refused,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        # Without the values of local variables, which may be anything.
        structlog.processors.format_exc_info,
        _mask,
    ]
    if form == "json":
        last.append(structlog.processors.JSONRenderer(ensure_ascii=False))
    else:
        last.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback))
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[*last, hide])


def _refused(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """A refusal is an answer like any other: one line of what was asked for, without the way through the code to it."""
    if HTTPStatus.BAD_REQUEST <= line.get("status_code", 0) < HTTPStatus.INTERNAL_SERVER_ERROR:
        line.pop("exc_info", None)
        line.setdefault("method", getattr(getattr(line["_record"], "request", None), "method", None))
    return line


def _mask(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """What an error says may name what somebody typed."""
    if "exception" in line:
        line["exception"] = masking.masked(str(line["exception"]))
    return line


def hide(_logger: WrappedLogger, _name: str, line: EventDict | str) -> str:
    """The line as it may be written."""
    text = masking.without_keys(str(line))
    secrets = known_secrets()
    return secrets.sub(masking.HIDDEN, text) if secrets else text


@functools.cache
def known_secrets() -> re.Pattern[str] | None:
    """Whatever the settings keep secret, as it is and as JSON writes it."""
    texts = {name: value for name in dir(settings) if isinstance(value := getattr(settings, name, None), str)}
    values = {value for name, value in texts.items() if SECRET_NAMES.search(name)}
    # Of an address the password is the secret.
    addresses = [value for name, value in texts.items() if name.endswith("_URL")]
    values |= {password for value in addresses if (password := urlsplit(value).password)}
    values |= {str(one.get("PASSWORD") or "") for one in settings.DATABASES.values()}
    values = {value for value in values if len(value) >= SHORTEST_SECRET}
    forms = values | {json.dumps(value)[1:-1] for value in values}
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True)))) if forms else None
