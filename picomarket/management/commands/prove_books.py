"""Prove the books: a table of every law, and each broken one in words; exit code 1 where one is broken."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from picomarket import audit
from picomarket.audit import Proof


class Command(BaseCommand):
    help = "Ask every law of the books of the database again: balances, lines, papers, escrow, house accounts, seals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="write the result as JSON")
        parser.add_argument("--keep", action="store_true", help="keep the result, and tell the staff of findings")

    def handle(self, *_args: Any, **options: Any) -> None:
        prove = audit.prove_and_tell if options["keep"] else audit.prove
        proof = prove(now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(_plain(proof), indent=2))
        else:
            self._table(proof)
        looked = f"{proof.accounts:,} accounts, {proof.transfers:,} transfers, {proof.seconds:.1f} s"
        if proof.broken:
            raise CommandError(f"The books are wrong in {proof.broken:,} places ({looked}).")
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS(f"The books are right: {looked}."))

    def _table(self, proof: Proof) -> None:
        self.stdout.write(f"{'broken':>7}  {'looked at':>11}  {'seconds':>7}  law")
        for answer in proof.answers:
            line = f"{answer.broken:>7,}  {answer.rows:>11,}  {answer.seconds:>7.2f}  {answer.name}"
            self.stdout.write(self.style.ERROR(line) if answer.broken else line)
        for answer in proof.answers:
            if answer.broken:
                self.stderr.write(self.style.ERROR(f"\n{answer.name}: {answer.broken:,} do not agree."))
                for sentence in answer.sentences:
                    self.stderr.write(f"  - {sentence}")
                if answer.broken > len(answer.sentences):
                    self.stderr.write(f"  - and {answer.broken - len(answer.sentences):,} more")
                self.stderr.write(f"  Look at: {answer.look}")


def _plain(proof: Proof) -> dict[str, Any]:
    keys = ("rows", "broken", "sentences", "seconds")
    laws = [{"law": str(one.name), **{key: getattr(one, key) for key in keys}} for one in proof.answers]
    totals = {"accounts": proof.accounts, "transfers": proof.transfers, "seconds": proof.seconds}
    return {"right": not proof.broken, **totals, "laws": laws}
