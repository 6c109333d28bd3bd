"""Bring locale/ to what the sources say, and compile it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from picomarket.words import catalogs, compiling, proving, sources


class Command(BaseCommand):
    help = (
        "Find all words people read, update locale/ and compile it. A language named here that has no file gets one; "
        "it is offered to people once settings.LANGUAGES has it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("languages", nargs="*", help="codes like es or pt-br; all that have a file otherwise")
        parser.add_argument("--faults", action="store_true", help="list what is wrong with each")

    def handle(self, *_args: Any, **options: Any) -> None:
        own = sources.read(Path(settings.BASE_DIR))
        self.stdout.write(f"{len(own)} messages in the sources")
        for language in options["languages"] or catalogs.languages():
            catalog = catalogs.update(language, own)
            compiling.compile_one(catalogs.path_of(language))
            wanted = catalogs.wanted(language, own)
            left, found = proving.untold(catalog, wanted), proving.complaints(language, catalog, wanted)
            wrong = len(found) - len(left)
            self.stdout.write(f"{language}: {len(wanted)} to say, {len(left)} not translated, {wrong} faults")
            if options["faults"]:
                self.stdout.writelines(f"  {line}\n" for line in found)
