"""Each kind of proof takes what it asks for and says in words what is wrong with anything else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from submissions import proofs
from submissions.models import Submission
from tasks.drafts import Wanted
from tests import make

NOW = timezone.now()


def held_for(ann: User, ben: User, *wanted: Wanted) -> Submission:
    return make.claim(make.task(ann, proofs=list(wanted)), ben, now=timezone.now())


def keep(held: Submission, *, files: dict[str, Any] | None = None, **texts: str) -> dict[str, list[str]]:
    named = {f"proof-{key[-1]}": value for key, value in texts.items()}
    return proofs.keep(held, by=held.worker, texts=named, files=files or {}, now=NOW)


def wrong(held: Submission, text: str) -> str:
    keep(held, p1=text)
    return " ".join(proofs.missing(held).get("proof-1", []))


def office(inner: str) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w") as archive:
        archive.writestr(inner, "x")
    return body.getvalue()


@pytest.mark.parametrize(
    ("wanted", "good", "bad", "said"),
    [
        (Wanted("line", "Name"), "Ada Lovelace", "Ada\nLovelace", "Write this in one line."),
        (Wanted("line", "Code", pattern="[A-Z]{2}[0-9]{4}", example="AB1234"), "QX0017", "qx17", "like this: AB1234"),
        (Wanted("line", "Why?", 10, pattern=".*because.*"), "Good because short", "Good for ten", "Read the task"),
        (
            Wanted("url", "Page", pattern="https://ours[.]example/.+"),
            "https://ours.example/a",
            "https://a.example",
            "Read",
        ),
        (Wanted("number", "How many?"), "12", "a dozen", "Write a number in digits"),
        (Wanted("number", "How many?"), "1,5", "NaN", "Write a number in digits"),
        (Wanted("number", "How many?", highest=Decimal(50)), "1,25", "1,200", "Write a number in digits"),
        (Wanted("number", "How many?"), "1e3", "1e99", "Write a number in digits"),
        (Wanted("number", "How many?"), "1e-3", "1e-99999999", "Write a number in digits"),
        (Wanted("number", "Age", lowest=Decimal(18)), "18", "17.9", "at least 18."),
        (Wanted("number", "Share", highest=Decimal("99.5")), "99.5", "1e3", "at most 99.5."),
        (Wanted("choice", "Open?", options=("Yes", "No")), "No", "Maybe", "Choose one of these."),
    ],
)
def test_a_proof_is_held_to_what_is_asked(ann: User, ben: User, wanted: Wanted, good: str, bad: str, said: str) -> None:
    held = held_for(ann, ben, wanted)

    assert said in wrong(held, bad)
    assert wrong(held, good) == ""


@pytest.mark.parametrize(("typed", "kept"), [("1,5", "1.5"), (" 12 ", "12"), ("1e3", "1000"), ("1,200", "1,200")])
def test_a_number_is_kept_as_everybody_reads_it(ann: User, ben: User, typed: str, kept: str) -> None:
    held = held_for(ann, ben, Wanted("number", "How many?"))

    keep(held, p1=typed)

    assert held.proofs.get().text == kept


def test_a_pattern_made_to_take_for_ever_does_not(ann: User, ben: User) -> None:
    held = held_for(ann, ben, Wanted("line", "Words", pattern="(a+)+b"))

    assert "Read the task" in wrong(held, "a" * 10_000)


def test_several_screenshots_are_added_up_to_the_most(ann: User, ben: User) -> None:
    held = held_for(ann, ben, Wanted("screenshot", "Each page", most=3))

    first = keep(held, files={"proof-1": [make.picture(), make.picture(300, 200)]})
    second = keep(held, files={"proof-1": [make.picture(200, 100), make.picture(90, 90)]})

    assert first == {}
    assert second == {"proof-1": ["Only 3 fit here. Take one out before you add another."]}
    assert list(held.proofs.order_by("place").values_list("place", "width")) == [(0, 400), (1, 300), (2, 200)]


def test_of_several_at_once_each_refused_one_is_named_beside_what_has_no_room(ann: User, ben: User) -> None:
    held = held_for(ann, ben, Wanted("screenshot", "Each page", most=2))
    wrong = SimpleUploadedFile("../\u202egnp.page.png", b"<svg></svg>")

    errors = keep(held, files={"proof-1": [make.picture(), wrong, make.picture(300, 200), make.picture(90, 90)]})

    assert errors["proof-1"] == [
        "gnp.page.png: This file is not a picture we can read. Send a PNG, JPEG or WebP.",
        "Only 2 fit here. Take one out before you add another.",
    ]
    assert held.proofs.count() == 2


def test_one_of_several_is_taken_out_and_its_files_are_gone(
    ann: User, ben: User, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    held = held_for(ann, ben, Wanted("screenshot", "Each page", most=2))
    keep(held, files={"proof-1": [make.picture(), make.picture(300, 200)]})
    first, second = held.proofs.order_by("place")

    with django_capture_on_commit_callbacks(execute=True):
        proofs.take_out(held, first.public_id, by=ben, now=NOW)

    left = {path.name for path in (tmp_path / "proofs").rglob("*") if path.is_file()}
    assert left == {Path(name).name for name in second.files}
    assert keep(held, files={"proof-1": [make.picture(80, 80)]}) == {}
    assert list(held.proofs.order_by("place").values_list("width", flat=True)) == [300, 80]


def test_another_workers_file_is_not_taken_out(ann: User, ben: User, cleo: User) -> None:
    held = held_for(ann, ben, Wanted("screenshot", "Each page", most=2))
    keep(held, files={"proof-1": [make.picture()]})
    other = make.claim(held.task, cleo, now=NOW)

    proofs.take_out(other, held.proofs.get().public_id, by=cleo, now=NOW)

    assert held.proofs.count() == 1


@pytest.mark.parametrize(
    ("group", "name", "body"),
    [
        ("documents", "Report.PDF", b"%PDF-1.7 ..."),
        ("documents", "letter.docx", office("word/document.xml")),
        ("tables", "rows.csv", "name;cité\n1;2".encode("latin-1")),
        ("tables", "rows.xlsx", office("xl/workbook.xml")),
        ("sound", "note.mp3", b"ID3\x03rest"),
        ("video", "clip.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("archives", "all.zip", office("a.txt")),
        ("", "clip.webm", b"\x1a\x45\xdf\xa3rest"),
    ],
)
def test_a_file_of_the_kind_asked_for_is_kept(ann: User, ben: User, group: str, name: str, body: bytes) -> None:
    held = held_for(ann, ben, Wanted("file", "The file", files=group))

    assert keep(held, files={"proof-1": SimpleUploadedFile(name, body)}) == {}
    kept = held.proofs.get()
    assert (kept.file_name, kept.file_size) == (name, len(body))
    assert proofs.missing(held) == {}


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("run.exe", b"MZ", "Send one of these: PDF, DOCX, ODT, RTF, TXT."),
        ("page.html", b"<script>", "Send one of these"),
        ("report.pdf", b"<html>", "named .pdf but is none"),
        ("letter.docx", office("xl/workbook.xml"), "named .docx but is none"),
        ("notes.txt", b"a\x00b", "named .txt but is none"),
        ("empty.pdf", b"", "This file is empty."),
    ],
)
def test_any_other_file_is_refused_and_the_text_stays(ann: User, ben: User, name: str, body: bytes, said: str) -> None:
    held = held_for(ann, ben, Wanted("text", "Words"), Wanted("file", "The file", files="documents"))

    errors = keep(held, files={"proof-2": SimpleUploadedFile(name, body)}, p1="Kept")

    assert said in errors["proof-2"][0]
    assert held.proofs.get().text == "Kept"


def test_a_file_too_large_is_refused(ann: User, ben: User, settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, file_bytes=10)
    held = held_for(ann, ben, Wanted("file", "The file"))

    errors = keep(held, files={"proof-1": SimpleUploadedFile("a.pdf", b"%PDF-1.7 and more")})

    assert "larger than" in errors["proof-1"][0]


def test_a_files_name_cannot_turn_the_line_or_leave_its_folder(ann: User, ben: User) -> None:
    held = held_for(ann, ben, Wanted("file", "The file"))

    keep(held, files={"proof-1": SimpleUploadedFile("..\\..\\e\u202evil😀<b>.pdf", b"%PDF-1.7")})

    assert held.proofs.get().file_name == "evil😀b.pdf"


def test_a_file_is_saved_and_never_shown(ann: User, ben: User, cleo: User, client: Client) -> None:
    held = held_for(ann, ben, Wanted("file", "The file"))
    keep(held, files={"proof-1": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    url = held.proofs.get().get_absolute_url()

    client.force_login(cleo)
    assert client.get(url).status_code == 404
    client.force_login(ben)
    answer = client.get(url)

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer) == b"%PDF-1.7"


def test_the_work_page_takes_every_kind_and_keeps_what_was_typed(ann: User, ben: User, client: Client) -> None:
    held = held_for(
        ann,
        ben,
        Wanted("line", "Name", example="<b>Ada</b>"),
        Wanted("number", "Age", lowest=Decimal(18)),
        Wanted("choice", "Open?", options=("Yes", "<i>No</i>")),
        Wanted("screenshot", "Pages", most=2),
    )
    client.force_login(ben)
    sent = {"proof-1": "Ada", "proof-2": "17", "proof-3": "Yes", "proof-4": [make.picture(), make.picture(300, 200)]}

    page = client.post(f"{held.get_absolute_url()}deliver/", sent)

    text = page.content.decode()
    assert page.status_code == 422
    assert "Write a number of at least 18." in text
    assert 'value="17"' in text
    assert "For example: &lt;b&gt;Ada&lt;/b&gt;" in text
    assert "&lt;i&gt;No&lt;/i&gt;" in text
    assert held.proofs.filter(field__kind="screenshot").count() == 2

    first = held.proofs.filter(field__kind="screenshot").earliest("place")
    client.post(f"{held.get_absolute_url()}take-out/", {**sent, "proof-4": [], "take_out": first.public_id})
    client.post(f"{held.get_absolute_url()}deliver/", {"proof-1": "Ada", "proof-2": "18", "proof-3": "Yes"})

    assert make.fresh(held).state == Submission.State.SUBMITTED
    assert held.proofs.filter(field__kind="screenshot").count() == 1
