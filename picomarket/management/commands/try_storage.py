"""Try where files are kept: write one, read it back and delete it; exit code 1 where that fails."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.management.base import BaseCommand, CommandError
from storages.backends.s3 import S3Storage

from picomarket.backups import STORES


class Command(BaseCommand):
    help = "Write, read and delete a small file wherever the market keeps files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--create", action="store_true", help="make the bucket first where it is not there")

    def handle(self, *_args: Any, **options: Any) -> None:
        for name in (*STORES, "pieces"):
            try:
                if options["create"]:
                    _create(storages[name])
                _try(storages[name])
            except (OSError, BotoCoreError, ClientError) as error:
                raise CommandError(f"{name}: {error}") from error
            self.stdout.write(self.style.SUCCESS(f"{name}: files can be written, read and deleted."))


def _create(storage: Storage) -> None:
    if isinstance(storage, S3Storage):
        buckets = storage.connection.meta.client
        if storage.bucket_name not in {one["Name"] for one in buckets.list_buckets().get("Buckets", [])}:
            buckets.create_bucket(Bucket=storage.bucket_name)


def _try(storage: Storage) -> None:
    content = secrets.token_bytes(64)
    kept = storage.save(f"try-{secrets.token_hex(8)}", ContentFile(content))
    try:
        with storage.open(kept, "rb") as file:
            if file.read() != content:
                raise OSError("What came back is not what was written.")
    finally:
        storage.delete(kept)
