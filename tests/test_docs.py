"""What the documents say of the code is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from wallet.models import AccountKind, TransferKind
from wallet.shapes import SHAPES

ROOT = Path(settings.BASE_DIR)


MONEY = (ROOT / "docs" / "money.md").read_text()
ROWS = re.findall(r"^\| ([A-Z_]+ \|.*) \|$", MONEY, re.MULTILINE)
TABLE = [[cell.strip() for cell in row.split("|")] for row in ROWS]
LEDGER = (ROOT / "wallet" / "models" / "ledger.py").read_text()


def test_the_table_of_transfers_names_every_kind_once_and_in_its_words() -> None:
    assert [(kind, words) for kind, words, *_rest in TABLE] == [(kind.name, kind.label) for kind in TransferKind]


def test_the_table_of_transfers_names_the_row_that_the_code_says_ref_is() -> None:
    said = re.findall(r"^    ([A-Z_]+) = \d+, _\(.*\)  # (\w+)$", LEDGER, re.MULTILINE)

    assert [(kind, ref) for kind, _words, ref, *_rest in TABLE] == said


def test_the_table_of_transfers_names_the_accounts_each_kind_goes_between() -> None:
    for kind, _words, _ref, debits, credits_, _by in TABLE:
        assert tuple(map(accounts, (debits, credits_))) == SHAPES[TransferKind[kind]], kind


def accounts(cell: str) -> set[AccountKind]:
    return {AccountKind[name.strip().upper().replace(" ", "_")] for name in cell.split(",")}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_the_verbs_in_the_table_of_transfers_are_there(row: list[str]) -> None:
    verbs = re.findall(r"`(\w+)\.(\w+)`", row[-1])
    functions = re.findall(r"`(\w+)`", row[-1])
    migrations = "\n".join(path.read_text() for path in ROOT.glob("*/migrations/*.py"))

    lost = [f"{file}.{verb}" for file, verb in verbs if not any(has(path, verb) for path in ROOT.glob(f"*/{file}.py"))]
    assert lost == []
    assert [name for name in functions if f"FUNCTION {name}(" not in migrations] == []
    assert verbs or functions


def has(path: Path, verb: str) -> bool:
    return bool(re.search(rf"^def {verb}\(", path.read_text(), re.MULTILINE))


def test_the_table_of_jobs_names_every_job_of_the_beat() -> None:
    rows = re.findall(r"^\| `(\w+\.jobs\.\w+)` \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text())]

    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
