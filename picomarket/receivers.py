"""What the site hears of jobs: whose request one belongs to, and how it ended."""

from __future__ import annotations

import time
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from . import pulse

# When the jobs this process is at began, by their ids.
_began: dict[str, float] = {}


@before_task_publish.connect
def send_the_request_along(headers: dict[str, Any] | None = None, **_kwargs: Any) -> None:
    if headers is not None and (request := get_contextvars().get("request_id")):
        headers["request_id"] = request


@task_prerun.connect
def belong_to_the_request(task_id: str, task: Any, **_kwargs: Any) -> None:
    clear_contextvars()
    # What the clock began belongs to no request but itself.
    bind_contextvars(request_id=task.request.get("request_id") or task_id, job=task.name)
    _began[task_id] = time.monotonic()


@task_postrun.connect
def note_how_it_ended(task_id: str, task: Any, state: str | None = None, **_kwargs: Any) -> None:
    seconds = time.monotonic() - _began.pop(task_id, time.monotonic())
    pulse.note(task.name, well=state == "SUCCESS", milliseconds=round(seconds * 1000))
