"""Run the demo bank: `manage.py demo_bank --port 8001`."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from wallet.demobank.server import Server


class Command(BaseCommand):
    help = "Runs the demo bank, a separate server that plays a payment rail. Development and tests only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8001, help="0 takes a free one")
        parser.add_argument("--state", help="the bank's own file; DATA_DIR/demo_bank.sqlite3 unless told")
        parser.add_argument(
            "--webhook-url", help="where the bank tells what happened; the market's own page unless told"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo bank does not run in production: set DEBUG=true only on a developer's machine."
            )
        if not (settings.DEMO_BANK_KEY and settings.DEMO_BANK_SECRET):
            raise CommandError("The demo bank needs DEMO_BANK_KEY and DEMO_BANK_SECRET.")
        server = self._open(options)
        self.stdout.write(f"Demo bank on {server.url}")
        for number in (signal.SIGTERM, signal.SIGINT):
            # From another thread: shutdown() waits for the loop this handler interrupts.
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve()

    def _open(self, options: dict[str, Any]) -> Server:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        try:
            return Server(
                host=options["host"],
                port=options["port"],
                path=options["state"] or settings.DATA_DIR / "demo_bank.sqlite3",
                key=settings.DEMO_BANK_KEY,
                secret=settings.DEMO_BANK_SECRET,
                webhook_url=options["webhook_url"] or settings.SITE_URL + reverse("wallet:webhook", args=["demo_bank"]),
            )
        except OSError as error:
            raise CommandError(f"The demo bank cannot use port {options['port']}: {error.strerror}.") from error
