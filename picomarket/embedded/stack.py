"""The whole market in one terminal: servers, site, worker, clock and demo bank."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shlex
import signal
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from honcho.manager import Manager

from picomarket.demo.sign_ins import DEMO_SIGN_INS, SignIn
from picomarket.embedded import console, environment, runs
from picomarket.embedded.locks import NotStarted
from picomarket.embedded.servers import Servers

# How a run ends that somebody asked to end: by Ctrl-C, by SIGTERM.
ASKED = {128 + signal.SIGINT, 128 + signal.SIGTERM}


def run(data: Path) -> int:
    """Runs until it is told to stop or a program ends by itself; leaves no process behind."""
    port = _port()
    data.mkdir(parents=True, exist_ok=True)
    with runs.only_run(data, port=port), _servers(data) as servers:
        os.environ.setdefault("DEMO_BANK_URL", f"http://localhost:{runs.free_port(port + 1)}")
        # A market to look at serves what a production one would: few, small files.
        os.environ.setdefault("LIVE_STATIC", "false")
        environment.prepare(servers, data)
        sign_ins = _set_up()
        ended = _supervise(port, data, sign_ins)
        # Patience now: an impatient second Ctrl-C must not leave a server behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(f"Stopped. The data stays in {data}", flush=True)
    return 0 if ended in ASKED else 1


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 2**16:
        raise NotStarted(f"{given} is not a port. Choose another one: make run PORT=8000")
    return int(given)


def _servers(data: Path) -> contextlib.AbstractContextManager[Servers | None]:
    return contextlib.nullcontext() if environment.servers_are_given() else Servers(data)


def _set_up() -> list[SignIn]:
    """Brings the database up to date, and fills an empty one; who of the demo may sign in."""
    print("Bringing the database up to date", flush=True)
    django.setup()
    call_command("migrate", verbosity=0)
    if not settings.LIVE_STATIC:
        call_command("collectstatic", verbosity=0, interactive=False)
    people = get_user_model().objects
    if settings.DEBUG and not people.exists():
        print("Filling the market with demo data", flush=True)
        call_command("seed_demo", "--scale", os.environ.get("SCALE") or "1")
    here = set(people.filter(email__in=[known.email for known in DEMO_SIGN_INS]).values_list("email", flat=True))
    connections["default"].close()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    return [known for known in DEMO_SIGN_INS if known.email in here]


def _supervise(port: int, data: Path, sign_ins: list[SignIn]) -> int | None:
    print("Starting the site, the worker, the clock and the demo bank", flush=True)
    screen = console.Console(lambda: console.announce_when_ready(port, _where(data, sign_ins)))
    manager = Manager(screen)
    for name, command in _programs(data, port).items():
        marked = {**os.environ, runs.MARK: str(data), "PYTHONUNBUFFERED": "1"}
        manager.add_process(name, shlex.join(command), env=marked, cwd=str(environment.BASE))
    # honcho trips over a signal that comes before all programs have told their process ids.
    try:
        with contextlib.suppress(KeyError):
            manager.loop()
    finally:
        # Its forks would wait for ever for somebody to read what they have to say.
        for fork in multiprocessing.active_children():
            fork.kill()
    ended: int | None = manager.returncode
    if ended not in ASKED:
        print(f"The {screen.first_to_end or 'market'} ended by itself, so everything stops.", flush=True)
    return ended


def _programs(data: Path, port: int) -> dict[str, list[str]]:
    python = sys.executable
    # Celery warns of root at length; a development run by root is root's choice.
    celery = [
        python,
        "-W",
        "ignore:You're running the worker with superuser",
        "-m",
        "celery",
        "--quiet",
        "-A",
        "picomarket",
    ]
    bank_port = settings.DEMO_BANK_URL.rpartition(":")[2]
    return {
        "site": [
            *(python, "-m", "gunicorn", "picomarket.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "warning"),
        ],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip"],
        "clock": [*celery, "beat", "--schedule", str(data / "beat"), "--pidfile", "", "--loglevel", "WARNING"],
        "bank": [python, "manage.py", "demo_bank", "--port", bank_port],
    }


def _where(data: Path, sign_ins: list[SignIn]) -> list[str]:
    address = settings.SITE_URL
    return [
        f"{settings.MARKET_NAME} is at {address}",
        f"The mail it sends is at {address}/mail/, the staff's desk at {address}/admin/",
        f"The demo bank is at {settings.DEMO_BANK_URL}",
        *(f"{known.who}: sign in as {known.email} with {known.password}" for known in sign_ins),
        f"Ctrl-C stops it; the data stays in {data}",
    ]
