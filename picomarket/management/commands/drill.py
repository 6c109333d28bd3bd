"""The restore drill: a backup comes back into a database of its own, and the books are proved there; exit code 1 where
anything is not right. Nothing of the market is touched."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from picomarket import backups


class Command(BaseCommand):
    help = "Bring the newest backup back into a database of its own, prove the books there, and drop it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, metavar="FOLDER", help="where backups are; without it one is taken")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="picomarket-drill-") as temporary:
                backup = self._backup(options["from"], Path(temporary))
                found = backups.drill(backup)
        except (backups.BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        for sentence in found:
            self.stderr.write(f"  - {sentence}")
        if found:
            raise CommandError(f"The backup {backup.path.name} does not come back right.")
        self.stdout.write(
            self.style.SUCCESS(f"The backup {backup.path.name} comes back whole: books, seals, staff log and files.")
        )

    def _backup(self, folder: Path | None, temporary: Path) -> backups.Backup:
        if folder is None:
            return backups.make(temporary, now=timezone.now())
        kept = backups.all_in(folder)
        if not kept:
            raise backups.BackupFailed(f"There is no backup in {folder}.")
        return kept[-1]
