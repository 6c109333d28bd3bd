"""Private files elsewhere: sent by the proxy once a view says yes, kept in a bucket, and brought back from a backup."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from storages.backends.s3 import S3Storage

from accounts.models import User
from picomarket import backups
from submissions.models import Proof
from tests import make, object_store


def handed_in(ann: User, ben: User) -> Proof:
    submission = make.submission(make.task(ann), ben)
    return Proof.objects.exclude(picture="").get(submission=submission)


# -- by the proxy


@pytest.mark.django_db
def test_the_proxy_is_told_where_a_proof_is_by_whoever_may_see_it(
    ann: User, ben: User, cleo: User, client: Client, settings: Settings, tmp_path: Path
) -> None:
    proof = handed_in(ann, ben)
    settings.FILES_BY_PROXY, settings.DATA_DIR = True, tmp_path
    client.force_login(ann)

    answer = client.get(proof.get_absolute_url(), headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in answer
    assert answer["X-Accel-Redirect"] == f"/private-files/proofs/{proof.picture.name}"
    assert (answer.content, answer["Content-Type"]) == (b"", "image/webp")
    assert "private" in answer["Cache-Control"]
    client.force_login(cleo)
    assert client.get(proof.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_file_that_is_not_on_the_disk_is_sent_by_the_market(
    ann: User, ben: User, client: Client, settings: Settings
) -> None:
    proof = handed_in(ann, ben)
    settings.FILES_BY_PROXY, settings.DATA_DIR = True, Path("/elsewhere")
    client.force_login(ann)

    answer = client.get(proof.get_absolute_url())

    assert "X-Accel-Redirect" not in answer
    assert b"".join(answer.streaming_content).startswith(b"RIFF")  # type: ignore[attr-defined]


# -- in a bucket


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Proofs go to a store that speaks S3."""
    with object_store.running() as store:
        kept = S3Storage(
            bucket_name="proofs", endpoint_url=store.address, region_name="eu", access_key="k", secret_key="s",
            addressing_style="path", signature_version="s3v4", file_overwrite=False, max_memory_size=1000,
        )  # fmt: skip
        for column in (Proof.picture, Proof.file):
            monkeypatch.setattr(column.field, "storage", kept)
        yield store


@pytest.mark.django_db
def test_a_proof_in_a_bucket_is_read_by_the_market_alone(
    ann: User, ben: User, client: Client, bucket: object_store.Store, settings: Settings
) -> None:
    settings.FILES_BY_PROXY = True
    proof = handed_in(ann, ben)
    client.force_login(ann)

    whole, small = client.get(proof.get_absolute_url()), client.get(f"{proof.get_absolute_url()}&size=small")

    assert {f"proofs/{name}" for name in (proof.picture.name, proof.small_name)} == set(bucket.kept)
    assert b"".join(whole.streaming_content) == bucket.kept[f"proofs/{proof.picture.name}"]  # type: ignore[attr-defined]
    assert b"".join(small.streaming_content) == bucket.kept[f"proofs/{proof.small_name}"]  # type: ignore[attr-defined]
    assert bucket.unsigned == 0


@pytest.mark.django_db
def test_a_proof_that_is_gone_from_the_bucket_is_nothing(
    ann: User, ben: User, client: Client, bucket: object_store.Store
) -> None:
    proof = handed_in(ann, ben)
    bucket.kept.clear()
    client.force_login(ann)

    assert client.get(proof.get_absolute_url()).status_code == 404


def test_where_files_are_kept_can_be_tried() -> None:
    said = StringIO()

    call_command("try_storage", stdout=said)

    assert said.getvalue().count("can be written, read and deleted") == 4


# -- backups and the drill


def test_a_backup_comes_back_whole_and_one_that_lacks_a_file_or_was_changed_does_not(
    committed_db: None, ann: User, ben: User, tmp_path: Path
) -> None:
    proof, folder = handed_in(ann, ben), tmp_path / "backups"
    before = configured.DATABASES["default"]["NAME"]
    call_command("backup", to=folder, verbosity=0)

    call_command("drill", **{"from": folder, "verbosity": 0})

    (first,) = backups.all_in(folder)
    kept = first.path / "proofs" / str(proof.picture.name)
    assert kept.read_bytes() == Path(proof.picture.path).read_bytes()
    assert (configured.DATABASES["default"]["NAME"], Proof.objects.get(pk=proof.pk)) == (before, proof)

    second = backups.make(folder, now=timezone.now() + timedelta(seconds=2))
    assert (second.path / "proofs" / str(proof.picture.name)).stat().st_ino == kept.stat().st_ino

    (second.path / "proofs" / str(proof.picture.name)).unlink()
    assert backups.drill(second) == [
        f"submissions.Proof {proof.pk} names {proof.picture.name}, which is not in the backup."
    ]
    with (second.path / backups.DUMP).open("r+b") as dump:
        dump.seek(1000)
        dump.write(b"not what was there")
    with pytest.raises(CommandError, match="is not what was written"):
        call_command("drill", **{"from": folder, "verbosity": 0})

    assert backups.forget_all_but(1, of=folder) == 1
    assert [one.path for one in backups.all_in(folder)] == [second.path]


def test_a_backup_comes_back_into_an_empty_database_only(committed_db: None, tmp_path: Path) -> None:
    with pytest.raises(backups.BackupFailed, match="not empty"):
        backups.restore(backups.Backup(tmp_path))
