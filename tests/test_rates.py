"""Asking too often: whoever asks again and again for what costs is told when they can once more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from redis import ConnectionError as NoRedis

from accounts.models import User
from picomarket.lib import rates
from picomarket.lib.refusals import TooOften
from picomarket.lib.rules import Rules
from submissions.models import Results
from tasks.models import Batch
from tests import make

NOON = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


def ask(*, at: timedelta = timedelta(), person: int = 1) -> None:
    rates.check(person, "tests", most=2, within=rates.HOUR, now=NOON + at)


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    cache.clear()


def test_more_than_the_most_within_the_hour_is_refused_until_the_next(db: None) -> None:
    ask()
    ask(at=timedelta(minutes=30))

    with pytest.raises(TooOften, match="You can try again at 13:00") as refusal:
        ask(at=timedelta(minutes=59))

    assert refusal.value.seconds == 60
    ask(at=timedelta(minutes=60))
    ask(person=2, at=timedelta(minutes=59))


def test_what_many_may_ask_often_is_counted_across_processes(db: None) -> None:
    def ask_often() -> None:
        rates.check(1, "pages", most=200, within=rates.HOUR, now=NOON)

    for _time in range(100):
        ask_often()
    # What another process took meanwhile, and what this one still had.
    caches["near"].clear()
    for _time in range(100):
        ask_often()

    with pytest.raises(TooOften):
        ask_often()


def test_without_its_cache_the_market_refuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_more: object) -> None:
        raise NoRedis

    monkeypatch.setattr(rates, "_counted", gone)

    for _time in range(5):
        ask()


def test_what_is_typed_is_judged_and_advised_on_so_often_a_minute(
    client: Client, ann: User, settings: Settings
) -> None:
    settings.RULES = Rules(advice_a_minute=1)
    draft = make.draft(ann)
    client.force_login(ann)
    addresses = ["/tasks/post/judge/", "/tasks/post/advice/", f"/tasks/{draft.public_id}/judge/what/"]

    answers = [client.post(address, {"title": "A page"}) for address in [*addresses[:2], *addresses]]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "data-rest" in answers[-1].content.decode()


def test_a_file_too_many_is_refused_on_its_page_and_the_one_before_stays(
    client: Client, ann: User, settings: Settings
) -> None:
    draft = make.batch_draft(ann)
    settings.RULES = Rules(uploads_an_hour=0)
    client.force_login(ann)

    answer = client.post(
        f"/tasks/{draft.public_id}/draft/rows/", {"file": SimpleUploadedFile("other.csv", b"name,page\na,b\n")}
    )

    assert answer.status_code == 429
    assert "You can try again at" in answer.content.decode()
    assert Batch.objects.get().name == "rows.csv"


def test_results_asked_for_too_often_lead_back_to_their_page(
    client: Client, ann: User, ben: User, settings: Settings
) -> None:
    task = make.batch(ann)
    make.submission(task, ben)
    settings.RULES = Rules(results_an_hour=0)
    client.force_login(ann)
    page = f"/tasks/{task.public_id}/results/"

    answer = client.post(page, {"kind": "zip"}, headers={"Referer": f"http://testserver{page}"})

    assert answer.status_code == 429
    assert f'href="http://testserver{page}"' in answer.content.decode()
    assert not Results.objects.exists()


def test_a_list_keeps_what_was_typed_beside_a_file_too_many(
    client: Client, ann: User, ben: User, settings: Settings
) -> None:
    settings.RULES = Rules(uploads_an_hour=0)
    client.force_login(ann)
    made = make_list(client)

    answer = client.post(f"{made}add/", {"people": "somebody", "file": SimpleUploadedFile("a.csv", b"x")})

    assert (answer.status_code, "You can try again at" in answer.content.decode()) == (429, True)


def make_list(client: Client) -> str:
    return str(client.post("/lists/", {"name": "Good"}, follow=True).request["PATH_INFO"])
