"""What employers learn of a worker: a name or a few letters, a country, counts. Never an e-mail or network address."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from inbox import notices
from inbox.models import Notice
from submissions import results
from submissions.models import Submission
from tasks import lists
from tests import make

NOW = timezone.now()
ADDRESS = "103.4.144.77"


@pytest.fixture
def done(ann: User, ben: User) -> Submission:
    """Ben signed in from his address, claimed and handed in."""
    task = make.task(ann)
    browser = Client(REMOTE_ADDR=ADDRESS)
    browser.post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD})
    browser.post(reverse("submissions:claim", args=[task.public_id]))
    return make.handed_in(Submission.objects.get(task=task), ben)


def secrets(ben: User) -> list[bytes]:
    return [ben.email.encode(), ADDRESS.encode(), ADDRESS.rpartition(".")[0].encode()]


def leaked(body: bytes, ben: User) -> list[bytes]:
    return [secret for secret in secrets(ben) if secret in body]


def test_no_page_of_an_employer_says_it(client: Client, ann: User, ben: User, done: Submission) -> None:
    known = lists.make(ann, name="Good people", now=NOW)
    lists.put(known, [ben.pk], by=ann, why="hand", now=NOW)
    client.force_login(ann)
    task = done.task

    pages = [
        reverse("tasks:manage", args=[task.public_id]),
        reverse("submissions:desk", args=[task.public_id]),
        reverse("submissions:review", args=[done.public_id]),
        reverse("tasks:list", args=[known.public_id]),
        reverse("accounts:person", args=[ben.public_id]),
        reverse("wallet:lines"),
        reverse("inbox:notices"),
        reverse("submissions:results", args=[task.public_id]),
    ]
    answers = {page: client.get(page) for page in pages}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(pages, 200)
    assert [page for page, answer in answers.items() if leaked(answer.content, ben)] == []


@pytest.mark.parametrize("kind", ["csv", "json", "zip"])
def test_no_file_of_results_says_it(ann: User, ben: User, done: Submission, kind: str) -> None:
    asked = results.ask(done.task, kind=kind, by=ann, now=NOW)
    results.build_due(now=NOW)

    with make.fresh(asked).file.open("rb") as file:
        body = bytes(file.read())
    parts: list[Any] = [body]
    if kind == "zip":
        with ZipFile(BytesIO(body)) as pack:
            parts = [pack.read(name) for name in pack.namelist()] + [" ".join(pack.namelist()).encode()]
    assert ben.public_id.encode() in b"".join(parts)
    assert [part for part in parts if leaked(part, ben)] == []


def test_no_notice_or_mail_to_an_employer_says_it(ann: User, ben: User, done: Submission) -> None:
    make.approve(done)
    make.rejected(make.task(ann), ben)
    notices.send_mail_due(now=timezone.now())

    told = [f"{one.subject} {one.body} {one.url}" for one in Notice.objects.of(ann)]
    sent = [str(one.message()) for one in mail.outbox if ann.email in one.to]
    assert [words for words in (*told, *sent) if leaked(words.encode(), ben)] == []


def test_nobody_else_learns_who_shares_what(client: Client, ann: User, ben: User, cleo: User) -> None:
    client.force_login(ann)

    assert client.get(reverse("admin:accounts_link_changelist")).status_code == 302
