"""Verify the staff log: hash every entry again and name the first that does not fit; exit code 1 where one does not."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import staff_log


class Command(BaseCommand):
    help = "Walk the chain of the staff log and name the first entry that was changed or taken out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kept", metavar="HASH", default="", help="a hash you kept outside: it must be one of the log's"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        found = staff_log.verify(kept=options["kept"])
        if found.fault:
            raise CommandError(str(found.fault))
        counted = "1 entry" if found.entries == 1 else f"{found.entries:,} entries"
        last = f" Keep the last hash outside: {found.head}" if found.head else ""
        self.stdout.write(self.style.SUCCESS(f"Every entry of the staff log fits: {counted}.{last}"))
