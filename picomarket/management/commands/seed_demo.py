"""Fill an empty market with demo data."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from disputes.models import Dispute
from picomarket.demo import market
from picomarket.demo.town import Size
from submissions.models import Submission
from tasks.models import Task


class Command(BaseCommand):
    help = "Fill an empty market with invented people, tasks and two months of trade, all by the real verbs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale", type=float, default=1, help="How large: 1 is about 300 open tasks, 10 ten times that."
        )

    def handle(self, *_args: Any, scale: float, **_options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo data is for development: set DEBUG=true if this is no real market.")
        if scale <= 0:
            raise CommandError("The scale must be more than zero.")
        started = time.monotonic()
        # The verbs log what staff do with money; here nobody does.
        logging.disable(logging.INFO)
        try:
            market.build(size=Size.at(scale), now=timezone.now(), tell=self.stdout.write)
        except market.NotEmpty:
            self.stdout.write("This market has people already, so no demo data was added.")
            return
        finally:
            logging.disable(logging.NOTSET)
        for name, model in (("Tasks", Task), ("Submissions", Submission), ("Disputes", Dispute)):
            self.stdout.write(f"{name}: {market.summary(model.objects.values_list('state', flat=True))}")
        self.stdout.write(self.style.SUCCESS(f"The demo market is ready after {time.monotonic() - started:.0f} s."))
