"""What the documents say of the code is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from wallet.models import TransferKind

ROOT = Path(settings.BASE_DIR)


def test_the_table_of_transfers_names_every_kind_once() -> None:
    rows = re.findall(r"^\| ([A-Z_]+) \|", (ROOT / "docs" / "money.md").read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(TransferKind.names)


def test_the_table_of_jobs_names_every_job_of_the_beat() -> None:
    rows = re.findall(r"^\| `(\w+\.jobs\.\w+)` \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text())]

    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
