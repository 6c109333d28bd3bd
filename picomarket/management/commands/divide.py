"""Divide a table that has grown large into parts, while the market trades; docs/scale.md says when that helps."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from picomarket.dividing import DIVISIBLE
from picomarket.lib import parts
from picomarket.lib.parts import NotDivided, Part

LEAST = 1000


class Command(BaseCommand):
    help = "Show how tables are divided into parts, or divide one: what is there becomes its first part as it stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what", nargs="?", choices=[*DIVISIBLE], help="which one to divide; without it all are shown"
        )
        parser.add_argument("--each", type=int, help=f"how many keys a part has; {LEAST} at the least")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"]:
            self._divide(options["what"], options["each"])
        for what, one in DIVISIBLE.items():
            found = parts.parts(one.table)
            self.stdout.write(f"{what}: {f'{len(found)} parts' if found else 'whole'}")
            for part in found:
                self.stdout.write(_line(part))

    def _divide(self, what: str, each: int | None) -> None:
        wanted = DIVISIBLE[what]
        if parts.is_divided(wanted.table):
            raise CommandError(f"The {what} is divided already.")
        each = each or wanted.each
        if each < LEAST:
            raise CommandError(f"A part has {LEAST} keys at the least.")
        try:
            wanted.divide(each, timezone.now())
        except NotDivided as refusal:
            raise CommandError(str(refusal)) from None


def _line(part: Part) -> str:
    return f"  {part.name:<24}{part.first:>18,} to {part.upto:>18,}{part.bytes / 2**20:>12,.1f} MB"
