"""Bring a backup back into an empty database and empty folders, and hold what came to every law."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from picomarket import backups


class Command(BaseCommand):
    help = "Bring a backup back into the empty database and folders of the settings, and prove the books there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, metavar="FOLDER", help="one backup, named by its time")

    def handle(self, *_args: Any, **options: Any) -> None:
        backup = backups.Backup(options["backup"])
        try:
            backups.restore(backup)
            found = list(backups.faults(backup))
        except (backups.BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        for sentence in found:
            self.stderr.write(f"  - {sentence}")
        if found:
            raise CommandError("What came back is not right. Start no process before you know why.")
        self.stdout.write(self.style.SUCCESS(f"The backup of {backup.made_at:%Y-%m-%d %H:%M} UTC is back and right."))
