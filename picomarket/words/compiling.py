"""Compiled catalogs, made where they are missing or of another day than their source.

They are not kept in the repository: a file that two translators changed cannot be merged, and one that was not
compiled again says old words. Every process looks when it starts, which costs it one glance a language, and only the
first finds something to do; an image is built by a process too. Each is put in place whole, so that processes that
start together do not meet half a file.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

logger = logging.getLogger(__name__)


def compile_stale() -> None:
    """Compile what was not compiled from the sources as they are. Where that cannot be written, the old words stay."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/django.po"):
            if not _is_fresh(source):
                try:
                    compile_one(source)
                except OSError:
                    logger.warning("%s cannot be compiled here, so its new words are not said.", source)


def compile_one(source: Path) -> None:
    """The source's time goes to what is made of it, by which it is known to be of this very source."""
    made_at = source.stat().st_mtime_ns
    with source.open("rb") as file:
        catalog = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    put(source.with_suffix(".mo"), compiled.getvalue(), made_at=made_at)


def put(path: Path, content: bytes, *, made_at: int | None = None) -> None:
    """Write a file so that everybody reads either all of the old one or all of the new one."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    try:
        Path(file.name).chmod(0o644)
        if made_at is not None:
            os.utime(file.name, ns=(made_at, made_at))
        Path(file.name).replace(path)
    except OSError:
        with suppress(FileNotFoundError):
            Path(file.name).unlink()
        raise


def _is_fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns == source.stat().st_mtime_ns
