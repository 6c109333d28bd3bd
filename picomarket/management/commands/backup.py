"""Take a backup: the database and the private files, in a folder named by the time."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from picomarket import backups


class Command(BaseCommand):
    help = "Take a backup of the database and the private files into a folder beneath --to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="afterwards delete all but the newest N")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = backups.make(options["to"], now=timezone.now())
        except (backups.BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        gone = backups.forget_all_but(options["keep"], of=options["to"]) if options["keep"] > 0 else 0
        self.stdout.write(self.style.SUCCESS(f"{made.path} is whole. Older ones deleted: {gone}"))
