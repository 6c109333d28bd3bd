"""Proof pictures are private, and safe to open."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from submissions import proofs
from submissions.models import Proof, Submission
from tests import make


@pytest.fixture
def done(ann: User, ben: User) -> Submission:
    return make.submission(make.task(ann), ben)


@pytest.fixture
def picture(done: Submission) -> Proof:
    return done.proofs.get(picture__gt="")


@pytest.mark.parametrize(
    ("who", "status"), [("ben", 200), ("ann", 200), ("sam", 200), ("cleo", 404), ("dina", 404), ("", 404)]
)
def test_only_both_sides_and_support_see_a_picture(
    picture: Proof, client: Client, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))

    answers = [client.get(picture.get_absolute_url()), client.get(picture.small_url)]

    assert {answer.status_code for answer in answers} == {status}


def test_staff_who_do_not_settle_disputes_see_no_picture(picture: Proof, client: Client) -> None:
    clerk = make.person("clerk")
    clerk.is_staff = True
    clerk.save()
    client.force_login(clerk)

    assert client.get(picture.get_absolute_url()).status_code == 404


def test_the_employer_sees_no_draft(ann: User, ben: User, client: Client) -> None:
    held = make.claim(make.task(ann), ben)
    proofs.keep(held, by=ben, texts={}, files={"proof-2": make.picture()}, now=timezone.now())
    client.force_login(ann)

    assert client.get(held.proofs.get().get_absolute_url()).status_code == 404


def test_a_picture_is_sent_as_nothing_but_a_picture(picture: Proof, client: Client, ben: User) -> None:
    client.force_login(ben)

    answer = client.get(picture.get_absolute_url())

    body = BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert Image.open(body).format == "WEBP"
    assert {name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")} == {
        "Content-Type": "image/webp",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    assert answer["Content-Disposition"] == f'inline; filename="{picture.public_id}.webp"'
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_the_small_copy_is_small(picture: Proof, client: Client, ben: User) -> None:
    client.force_login(ben)

    body = BytesIO(b"".join(client.get(picture.small_url).streaming_content))  # type: ignore[attr-defined]

    assert Image.open(body).size == (320, 240)


def test_words_have_no_picture_to_open(done: Submission, client: Client, ben: User) -> None:
    client.force_login(ben)

    assert client.get(done.proofs.get(picture="").get_absolute_url()).status_code == 404


def test_a_picture_whose_file_is_lost_is_not_there(picture: Proof, client: Client, ben: User) -> None:
    client.force_login(ben)
    picture.picture.storage.delete(str(picture.picture.name))

    assert client.get(picture.get_absolute_url()).status_code == 404


def test_another_picture_has_another_address(done: Submission, picture: Proof) -> None:
    before = picture.get_absolute_url()

    picture.sha256 = "f" * 64

    assert picture.get_absolute_url() != before


def test_a_picture_is_only_read(picture: Proof, client: Client, ben: User) -> None:
    client.force_login(ben)

    assert client.post(picture.get_absolute_url()).status_code == 405


def test_support_finds_a_submission_and_its_pictures_in_the_admin(
    done: Submission, picture: Proof, client: Client, sam: User
) -> None:
    client.force_login(sam)

    found = client.get(f"/admin/submissions/submission/?q={done.public_id}")
    page = client.get(f"/admin/submissions/submission/{done.pk}/change/").content.decode()

    assert found.context["cl"].result_count == 1
    assert picture.small_url.replace("&", "&amp;") in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_the_admin_changes_nothing(done: Submission, client: Client, sam: User, path: str) -> None:
    client.force_login(sam)

    assert client.get(f"/admin/submissions/submission/{path.format(pk=done.pk)}").status_code == 403
