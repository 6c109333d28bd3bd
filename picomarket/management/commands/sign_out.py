"""Sign somebody out everywhere, or everybody: when a device, a session or the market's secret is in wrong hands."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.security import sessions


class Command(BaseCommand):
    help = "End all sessions of a person, by e-mail address or public id, or of everybody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("person", nargs="?", help="an e-mail address or a public id")
        who.add_argument("--everybody", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = None if options["everybody"] else _find(options["person"])
        ended = sessions.end_all(person)
        self.stdout.write(self.style.SUCCESS("1 session ended." if ended == 1 else f"{ended:,} sessions ended."))


def _find(name: str) -> User:
    found = User.objects.filter(email__iexact=name).first() or User.objects.filter(public_id=name).first()
    if found is None:
        raise CommandError(f"Nobody here is {name}.")
    return found
