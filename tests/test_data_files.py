"""Taking one's data along: all that is known of somebody, in one file, for them alone."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import profiles
from accounts.leaving import data_files
from accounts.models import DataFile, User
from disputes import cases
from inbox.models import Notice
from submissions import ratings
from tests import make
from tests.people import confirmed, signed_in
from wallet import methods

DESTINATION = "DE02 1203 0000 0000 2020 51, Ben Okri"


def packed(person: User) -> ZipFile:
    data_files.ask(person, now=timezone.now())
    assert data_files.build_due(now=timezone.now()) == 1
    row = DataFile.objects.filter(person=person).latest("pk")
    return ZipFile(io.BytesIO(row.file.read()))


def rows(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    return json.loads(archive.read(f"{name}.json"))  # type: ignore[no-any-return]


def test_all_that_is_known_of_somebody_is_in_their_file(ann: User, ben: User, dina: User) -> None:
    profiles.edit(ben, fields={"bio": "I look closely."}, photo=make.picture())
    task = make.task(ann, title="Look at a page")
    make.approved(task, ben)
    cases.open_case(make.rejected(make.task(ann), ben), by=ben, words="It was all there as asked.", now=timezone.now())
    methods.choose(ben, rail="manual", destination=DESTINATION, by=ben, now=timezone.now())

    archive = packed(make.fresh(ben))

    names = set(archive.namelist())
    assert rows(archive, "profile")[0]["bio"] == "I look closely."
    assert rows(archive, "submissions")[0]["task_title"] == "Look at a page"
    assert {one["amount"] for one in rows(archive, "wallet_lines")} == {"0.095"}
    assert rows(archive, "payout_destinations")[0]["destination"] == DESTINATION
    assert rows(archive, "statements")[0]["words"] == "It was all there as asked."
    assert rows(archive, "referrals")[0]["referred_public_id"] == dina.public_id
    assert rows(archive, "verdicts")[0]["approved"] is True
    assert rows(archive, "notices")
    assert "photo.webp" in names
    pictures = {one["picture"].rpartition("/")[2] for one in rows(archive, "proofs") if one["picture"]}
    assert {f"proofs/{name}" for name in pictures} <= names


def test_each_table_stands_there_twice_and_the_readme_says_what_it_is(ben: User) -> None:
    archive = packed(ben)

    tables = {name.removesuffix(".csv") for name in archive.namelist() if name.endswith(".csv")}
    assert tables == {name.removesuffix(".json") for name in archive.namelist() if name.endswith(".json")}
    readme = archive.read("README.txt").decode()
    assert readme.startswith("What Picomarket knows of Ben (ben@example.org), on ")
    assert all(f"\n{name}\n" in readme for name in tables)
    for name in tables:
        table = list(csv.DictReader(archive.read(f"{name}.csv").decode("utf-8-sig").splitlines()))
        assert len(table) == len(rows(archive, name))


def test_nothing_of_others_is_in_it(ann: User, ben: User, cleo: User) -> None:
    make.approved(make.task(ann), ben)

    archive = packed(ann)

    texts = [archive.read(name) for name in archive.namelist()]
    assert not any(mail.encode() in text for text in texts for mail in (ben.email, cleo.email))
    assert not any(name.startswith("proofs/") for name in archive.namelist())


def test_an_employer_reads_how_they_are_rated_once_nobody_is_known_by_it(ann: User) -> None:
    task, now, least = make.task(ann, slots=5), timezone.now(), settings.RULES.ratings_shown
    before = list[Any]()
    for number in range(least):
        before = rows(packed(ann), "ratings_received") if number == least - 1 else before
        done = make.approved(task, make.person(f"w{number}"))
        marks = {"clarity": 4, "fairness": 5, "pay": 3, "speed": 2 + (number == 0)}
        ratings.rate(done, by=done.worker, marks=marks, now=now)

    assert before == []
    assert [(one["mean"], one["raters"]) for one in rows(packed(ann), "ratings_received")] == [
        (4.0, 5),
        (5.0, 5),
        (3.0, 5),
        (2.2, 5),
    ]


def test_no_value_is_a_formula_in_a_spreadsheet(ben: User) -> None:
    profiles.edit(ben, fields={"bio": "=HYPERLINK(A1)"})

    archive = packed(make.fresh(ben))

    assert b"'=HYPERLINK(A1)" in archive.read("profile.csv")
    assert rows(archive, "profile")[0]["bio"] == "=HYPERLINK(A1)"


def test_a_proof_whose_file_is_gone_does_not_stop_it(ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben)
    picture = done.proofs.exclude(picture="").get().picture
    picture.storage.delete(str(picture.name))

    assert len(rows(packed(ben), "proofs")) == 2


def test_asking_twice_builds_once_and_tells_once(ben: User) -> None:
    now = timezone.now()

    assert data_files.ask(ben, now=now) == data_files.ask(ben, now=now)
    assert data_files.build_due(now=now) == 1
    assert Notice.objects.of(ben).filter(subject__contains="ready").count() == 1


def test_what_a_builder_left_that_is_gone_is_built_by_the_next(ben: User) -> None:
    now = timezone.now()
    data_files.ask(ben, now=now)
    DataFile.objects.update(leased_until=now + timedelta(minutes=1), file="data/half.zip")

    assert data_files.build_due(now=now) == 0
    assert data_files.build_due(now=now + timedelta(minutes=2)) == 1
    assert DataFile.objects.get().file.name != "data/half.zip"


def test_it_is_kept_for_some_days_and_then_gone(ben: User) -> None:
    packed(ben)
    row = DataFile.objects.get()
    over = timezone.now() + timedelta(days=settings.RULES.data_days, minutes=1)

    assert data_files.sweep_due(now=over) == 1
    assert not row.file.storage.exists(str(row.file.name))
    assert DataFile.objects.get().state == DataFile.State.SWEPT


def test_only_its_owner_fetches_it_and_only_confirmed(ben: User, cleo: User) -> None:
    packed(ben)
    url = reverse("accounts:fetch_data", args=[DataFile.objects.get().public_id])
    his = signed_in(ben)

    asked = his.get(url)
    stranger = confirmed(cleo).get(url)
    his.post(asked["Location"], {"password": make.PASSWORD})
    fetched: Any = his.get(url)

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert stranger.status_code == 404
    assert ZipFile(io.BytesIO(fetched.getvalue())).testzip() is None
    assert "no-store" in fetched["Cache-Control"]


def test_asking_too_often_is_answered_with_when(ben: User, client: Client) -> None:
    client.force_login(ben)

    answers = [client.post(reverse("accounts:data")).status_code for _ in range(settings.RULES.data_files_an_hour + 1)]

    assert answers == [302] * settings.RULES.data_files_an_hour + [429]
