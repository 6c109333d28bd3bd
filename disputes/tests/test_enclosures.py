"""Pictures and files that go with what a side says: taken by both, seen by the two and support, and by nobody else."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from disputes import cases, enclosures, hearing
from disputes.models import Dispute, Enclosure
from submissions.models import Submission
from tests import make

from .conftest import NOW, WORDS, signed_in

PDF = b"%PDF-1.4 a page"


def file(name: str = "order.pdf", body: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def sent(person: User, case: Dispute, *files: Any) -> Any:
    url = reverse("disputes:answer", args=[case.public_id])
    return signed_in(person).post(url, {"words": WORDS, "enclosed": list(files)}, follow=True)


def test_a_case_is_opened_with_a_picture_and_a_file(rejected: Submission, ben: User) -> None:
    url = reverse("disputes:open", args=[rejected.public_id])

    page = (
        signed_in(ben).post(url, {"words": WORDS, "enclosed": [make.picture(), file()]}, follow=True).content.decode()
    )

    picture, paper = Enclosure.objects.order_by("pk")
    assert picture.get_absolute_url() in page
    assert ("order.pdf" in page, paper.get_absolute_url() in page) == (True, True)


def test_both_sides_add_files_to_their_answers(case: Dispute, ann: User, ben: User) -> None:
    for person in (ann, ben):
        assert "order.pdf" in sent(person, case, file()).content.decode()

    assert [one.statement.author for one in Enclosure.objects.order_by("pk")] == [ann, ben]


def test_a_picture_is_made_anew(case: Dispute, ben: User) -> None:
    sent(ben, case, make.picture(kind="JPEG", name="shot.jpg"))

    kept = Enclosure.objects.get()
    answer = signed_in(ben).get(kept.get_absolute_url())
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert Image.open(BytesIO(body)).format == "WEBP"
    assert answer["Content-Type"] == "image/webp"


def test_a_file_is_saved_and_never_shown(case: Dispute, ben: User) -> None:
    sent(ben, case, file("page<x>.txt", b"<script>alert(1)</script>"))

    answer = signed_in(ben).get(Enclosure.objects.get().get_absolute_url())

    assert answer["Content-Disposition"] == 'attachment; filename="pagex.txt"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"


def test_only_the_two_sides_and_support_see_a_file(
    case: Dispute, ann: User, ben: User, cleo: User, dina: User, sue: User
) -> None:
    sent(ben, case, make.picture())
    url = Enclosure.objects.get().get_absolute_url()

    assert [signed_in(person).get(url).status_code for person in (ann, ben, sue)] == [200, 200, 200]
    assert [signed_in(person).get(url).status_code for person in (cleo, dina)] == [404, 404]
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (file("virus.exe"), "virus.exe: a case takes pictures"),
        (file("order.pdf", b"MZ not a paper"), "order.pdf: This file is named .pdf but is none."),
        (file("shot.png", b"no picture"), "shot.png: This file is not a picture we can read."),
        (file("empty.txt", b""), "empty.txt: This file is empty."),
        (file("page.html"), "page.html: a case takes pictures"),
    ],
)
def test_a_file_that_is_none_is_named_and_the_words_are_kept(
    wrong: SimpleUploadedFile, says: str, case: Dispute, ann: User
) -> None:
    wrong.seek(0)
    page = sent(ann, case, file(), wrong).content.decode()

    assert says in page
    assert WORDS in page
    assert "Choose the files again: they were not kept." in page
    assert not Enclosure.objects.exists()
    assert case.statements.count() == 1


def test_too_many_files_at_a_time_are_refused(case: Dispute, ann: User) -> None:
    files = [file(f"{number}.pdf") for number in range(enclosures.MOST + 1)]

    with pytest.raises(enclosures.BadEnclosure, match="Send 5 files at a time"):
        hearing.answer(case, by=ann, words=WORDS, files=files, now=NOW)


def test_a_side_cannot_fill_the_store(case: Dispute, ann: User, ben: User) -> None:
    for number in range(enclosures.MOST_OF_A_SIDE):
        hearing.answer(case, by=ann, words=WORDS, files=[file(f"{number}.pdf")], now=NOW)
    storage = Enclosure.file.field.storage
    before = {str(one.file.name) for one in Enclosure.objects.all()}

    with pytest.raises(enclosures.BadEnclosure, match="Each side can send 20 files"):
        hearing.answer(case, by=ann, words=WORDS, files=[file()], now=NOW)
    hearing.answer(case, by=ben, words=WORDS, files=[file()], now=NOW)

    assert Enclosure.objects.count() == enclosures.MOST_OF_A_SIDE + 1
    assert all(storage.exists(name) for name in before)


def test_a_stranger_adds_nothing(case: Dispute, cleo: User) -> None:
    assert sent(cleo, case, file()).status_code == 404
    assert not Enclosure.objects.exists()


def test_nothing_is_left_on_the_disk_of_a_case_that_came_too_late(rejected: Submission, ben: User, ann: User) -> None:
    cases.open_case(rejected, by=ben, words=WORDS, now=NOW)

    with pytest.raises(cases.TooLate):
        cases.open_case(rejected, by=ben, words=WORDS, files=[file()], now=NOW)

    assert not Enclosure.objects.exists()


def test_support_reads_the_files_the_rows_values_and_the_earlier_proofs_on_one_page(
    ann: User, ben: User, sue: User
) -> None:
    work = make.rejected(make.batch(ann), ben, now=NOW)
    case = cases.open_case(work, by=ben, words=WORDS, files=[file()], now=NOW)

    page = signed_in(sue).get(reverse("admin:disputes_dispute_change", args=[case.pk])).content.decode()

    for needed in ("order.pdf", "The row of the file", "Shop 1", "https://example.org/1"):
        assert needed in page
