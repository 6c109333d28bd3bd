"""Prove the books: exit code 0 and one line when every law holds, each broken law named otherwise."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from picomarket import audit
from wallet import books


class Command(BaseCommand):
    help = "Check that balances equal their lines, escrow equals unpaid slots and payouts equal what is in flight."

    def handle(self, *_args: Any, **_options: Any) -> None:
        started = time.monotonic()
        wrong = list(audit.discrepancies())
        for sentence in wrong:
            self.stderr.write(self.style.ERROR(sentence))
        accounts, transfers = books.counts()
        looked = f"{accounts:,} accounts, {transfers:,} transfers, {time.monotonic() - started:.1f} s"
        if wrong:
            raise CommandError(f"The books are wrong in {len(wrong)} places ({looked}).")
        self.stdout.write(self.style.SUCCESS(f"The books are right: {looked}."))
