"""Measure the market's hot verbs against the least PostgreSQL would have to do; docs/performance.md explains."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from bench import running
from bench.catalogue import NAMES
from bench.measuring import Result

SIZES = (10_000, 100_000, 1_000_000)
SMALLEST = 100


class Command(BaseCommand):
    help = "Measure the market's hot verbs as ratios to bare PostgreSQL, in a database of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="only JSON on the standard output")
        parser.add_argument(
            "--sizes", type=_numbers(SMALLEST), default=SIZES, help="lines in the ledger, as 10000,100000"
        )
        parser.add_argument("--clients", type=_numbers(1), default=(), help="only with so many at once, as 1,16")
        parser.add_argument("--only", type=_names, default=NAMES, help=f"some of: {', '.join(NAMES)}")
        parser.add_argument("--seconds", type=float, default=2, help="how long one round of one measurement takes")

        parser.add_argument("--keep", action="store_true", help="leave the database standing for the next run")
        parser.add_argument(
            "--parts-of", type=int, default=0, help="divide the ledger into parts of so many keys first"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        seconds, keep, parts_of = max(options["seconds"], 0.01), options["keep"], options["parts_of"]
        wanted = running.Wanted(options["sizes"], options["clients"], options["only"], seconds, keep, parts_of)
        results = []
        if not options["json"]:
            self.stdout.write(f"{'name':<18}{'clients':>8}{'size':>12}{'ours/s':>12}{'limit/s':>12}{'ratio':>8}")
        for result in running.measured(wanted, say=self._say):
            results.append(result)
            if not options["json"]:
                self.stdout.write(_line(result))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) | {"ratio": one.ratio} for one in results], indent=1))

    def _say(self, words: str) -> None:
        self.stderr.write(f"  {words}")
        self.stderr.flush()


def _line(one: Result) -> str:
    rates = f"{one.ours_per_s:>12,.1f}{one.limit_per_s:>12,.1f}{one.ratio:>8.2f}"
    return f"{one.name:<18}{one.clients:>8}{one.size:>12,}{rates}"


def _numbers(least: int) -> Callable[[str], list[int]]:
    def read(text: str) -> list[int]:
        try:
            found = [int(word.replace("_", "")) for word in text.replace(" ", ",").split(",") if word]
        except ValueError:
            raise ArgumentTypeError(f"{text!r} is not a list of whole numbers such as 1,16") from None
        if not found or min(found) < least:
            raise ArgumentTypeError(f"{text!r}: whole numbers from {least} up, such as 1000,10000")
        return found

    return read


def _names(text: str) -> list[str]:
    found = [word for word in text.replace(" ", ",").split(",") if word]
    if unknown := set(found) - set(NAMES):
        raise ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    return found
