"""How gunicorn serves the market in production: ``gunicorn -c python:picomarket.gunicorn picomarket.wsgi``."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from picomarket import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picomarket.settings")
# Before a process reads it: the files in which the processes of this server count together.
_counted = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", f"{tempfile.gettempdir()}/picomarket-counted"))

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
worker_class = "gthread"
# Whoever is being answered when it ends is answered; then its place in the proxy is somebody else's.
graceful_timeout = 30
timeout = 60
keepalive = 75
control_socket_disable = True
# A process is replaced now and then, not all at once, so that nothing grows for ever.
max_requests, max_requests_jitter = 20_000, 4_000
logconfig_dict = logs.config(level=os.environ.get("LOG_LEVEL", "INFO"), form=os.environ.get("LOG_FORMAT", "json"))


def on_starting(_server: Any) -> None:
    """What an earlier life counted is over."""
    shutil.rmtree(_counted, ignore_errors=True)
    _counted.mkdir(mode=0o700, parents=True)


def child_exit(_server: Any, worker: Any) -> None:
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
