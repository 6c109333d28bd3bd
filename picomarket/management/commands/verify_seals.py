"""Verify the seals: read every line again and name the first seal that does not fit; exit code 1 where one does not."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wallet import seals


class Command(BaseCommand):
    help = "Walk the whole chain of seals over the transfers and name the first that does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kept", metavar="HASH", help="a hash you kept outside: it must be one of the chain's")

    def handle(self, *_args: Any, **options: Any) -> None:
        started, lines, count, kept = time.monotonic(), 0, 0, options["kept"]
        found = kept is None
        for seal, fault in seals.walk():
            if fault:
                raise CommandError(f"The seal over lines {seal.first:,} to {seal.upto:,} does not fit. {fault}")
            lines, count, found = lines + seal.lines, count + 1, found or seal.hash == kept
            self.stdout.write(f"{seal.upto:>15,}  {seal.sealed_at:%Y-%m-%d %H:%M}  {seal.hash}")
        if not found:
            raise CommandError(
                f"No seal has the hash {kept}: lines it stood for were changed and sealed anew, or cut off."
            )
        counted = "1 seal" if count == 1 else f"{count:,} seals"
        took = f"{counted} over {lines:,} transfers, {time.monotonic() - started:.1f} s"
        self.stdout.write(
            self.style.SUCCESS(f"Every seal fits: {took}; {seals.unsealed():,} newer lines not sealed yet.")
        )
