"""Worker lists: made, filled by hand, from a file and by a rule, put away and brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from tasks import jobs, list_files, lists
from tasks.models import Listing, WorkerList
from tests import make

from .counting import count_queries

NOW = timezone.now()


@pytest.fixture
def trusted(ann: User) -> WorkerList:
    return lists.make(ann, name="Trusted", now=NOW)


def people_on(row: WorkerList) -> set[str]:
    return {listing.worker.public_name for listing in row.listings.present().select_related("worker")}


def test_a_list_has_its_name_once_whatever_the_case(ann: User, cleo: User, trusted: WorkerList) -> None:
    with pytest.raises(lists.NameTaken, match="a list named “TRUSTED” already"):
        lists.make(ann, name="TRUSTED", now=NOW)

    assert lists.make(cleo, name="Trusted", now=NOW).employer == cleo


def test_a_deleted_list_frees_its_name_and_comes_back_whole(ann: User, ben: User, trusted: WorkerList) -> None:
    lists.put(trusted, [ben.pk], by=ann, why="hand", now=NOW)
    lists.discard(trusted, by=ann, now=NOW)
    other = lists.make(ann, name="Trusted", now=NOW)

    with pytest.raises(lists.NameTaken):
        lists.restore(trusted, by=ann)
    lists.rename(other, name="Others", by=ann)
    lists.restore(trusted, by=ann)

    assert people_on(make.fresh(trusted)) == {"Ben"}
    assert make.fresh(trusted).deleted_at is None


def test_nobody_is_on_their_own_list_or_twice(ann: User, ben: User, trusted: WorkerList) -> None:
    added = lists.put(trusted, [ann.pk, ben.pk], by=ann, why="hand", now=NOW)
    again = lists.put(trusted, [ben.pk], by=ann, why="desk", now=NOW)

    assert (added, again) == (1, 0)
    assert trusted.listings.get().why == Listing.Why.HAND


def test_a_list_holds_so_many_and_adds_all_or_nobody(
    ann: User, ben: User, dina: User, trusted: WorkerList, settings: Settings
) -> None:
    settings.RULES = type(settings.RULES)(list_people=1)

    with pytest.raises(lists.ListFull, match="A list holds 1 people"):
        lists.put(trusted, [ben.pk, dina.pk], by=ann, why="file", now=NOW)

    assert people_on(trusted) == set()


def test_a_file_brings_whom_it_names_and_tells_each_other_line(
    ann: User, ben: User, dina: User, trusted: WorkerList
) -> None:
    lists.put(trusted, [dina.pk], by=ann, why="hand", now=NOW)
    text = "\n".join(
        [
            "worker;note",
            f"{ben.public_id};good",
            "",
            f'"https://example.org/people/{dina.public_id}/";',
            "ben@example.org;",
            "b" * 12,
            ben.public_id.upper(),
            "short",
            ann.public_id,
        ]
    )

    brought = list_files.bring(trusted, text, by=ann, why="file", now=NOW)

    assert (brought.added, brought.known) == (1, 1)
    assert people_on(trusted) == {"Ben", "Dina"}
    assert [(bad.line, bad.cause.split(":")[0]) for bad in brought.bad] == [
        (5, "E-mail addresses name nobody here. Use the address of the person's profile."),
        (6, "Nobody has this id."),
        (7, "The same as line 2."),
        (8, "This is no id"),
        (9, "This is you."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_as_spreadsheets_write_it(ann: User, ben: User, trusted: WorkerList, encoding: str) -> None:
    text = list_files.decoded(f"{ben.public_id},très bien\r\n".encode(encoding))

    brought = list_files.bring(trusted, text, by=ann, why="file", now=NOW)

    assert (brought.added, brought.bad) == (1, [])


def test_a_rule_puts_on_who_did_good_work_and_lets_go_who_no_longer_does(
    ann: User, ben: User, dina: User, trusted: WorkerList
) -> None:
    for _one in range(2):
        make.approved(make.task(ann), ben)
    make.approved(make.task(ann), dina)
    lists.set_rule(trusted, approved=2, rate=90, by=ann, now=NOW)
    first = people_on(trusted)

    make.confirmed(make.task(ann), ben)
    make.approved(make.task(ann), dina)
    assert jobs.follow_rules() == 1

    assert first == {"Ben"}
    assert people_on(trusted) == {"Dina"}


def test_a_rule_leaves_alone_whom_the_employer_put_on_or_took_out(
    ann: User, ben: User, dina: User, cleo: User, trusted: WorkerList
) -> None:
    make.approved(make.task(ann), ben)
    make.approved(make.task(ann), dina)
    lists.put(trusted, [cleo.pk], by=ann, why="hand", now=NOW)
    lists.set_rule(trusted, approved=1, rate=0, by=ann, now=NOW)
    lists.take_out(trusted, ben, by=ann, now=NOW)

    lists.follow_rules(now=NOW + timedelta(hours=1))

    assert people_on(trusted) == {"Cleo", "Dina"}


def test_who_is_put_on_by_hand_stays_when_the_rule_would_let_go(ann: User, ben: User, trusted: WorkerList) -> None:
    make.approved(make.task(ann), ben)
    lists.set_rule(trusted, approved=1, rate=0, by=ann, now=NOW)
    lists.put(trusted, [ben.pk], by=ann, why="desk", now=NOW)

    lists.set_rule(trusted, approved=2, rate=0, by=ann, now=NOW)

    assert people_on(trusted) == {"Ben"}


def test_the_end_of_a_rule_keeps_its_people(ann: User, ben: User, trusted: WorkerList) -> None:
    make.approved(make.task(ann), ben)
    lists.set_rule(trusted, approved=1, rate=0, by=ann, now=NOW)

    lists.set_rule(trusted, approved=0, rate=0, by=ann, now=NOW)

    assert people_on(trusted) == {"Ben"}
    assert not WorkerList.objects.ruled()


def test_a_rate_that_one_mistake_would_end_is_refused(ann: User, trusted: WorkerList) -> None:
    with pytest.raises(lists.TooStrict, match=r"99% or more asks for at least 500 approved"):
        lists.set_rule(trusted, approved=5, rate=99, by=ann, now=NOW)

    lists.set_rule(trusted, approved=500, rate=99, by=ann, now=NOW)


def test_the_work_of_others_does_not_count(ann: User, cleo: User, ben: User, trusted: WorkerList) -> None:
    make.deposit(cleo)
    make.approved(make.task(cleo), ben)

    lists.set_rule(trusted, approved=1, rate=0, by=ann, now=NOW)

    assert people_on(trusted) == set()


# -- the pages


def test_an_employer_makes_a_list_and_adds_people_to_it(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)

    made = client.post("/lists/", {"name": "  Good   eyes "})
    page = client.post(f"{made['Location']}add/", {"people": f"{ben.public_id}\nnobody"})

    assert page.status_code == 422
    assert [(bad.line, bad.text) for bad in page.context["bad"]] == [(2, "nobody")]
    assert people_on(WorkerList.objects.get(name="Good eyes")) == {"Ben"}


def test_the_results_of_a_task_name_their_workers(ann: User, ben: User, dina: User, trusted: WorkerList) -> None:
    lines = ["SubmissionId,WorkerId,State", f"aaaaaaaaaaaa,{ben.public_id},approved", f"b,{dina.public_id},approved"]

    brought = list_files.bring(trusted, "\n".join(lines), by=ann, why="file", now=NOW)

    assert (brought.added, brought.bad) == (2, [])


def test_a_file_is_added_and_the_page_says_how_many(client: Client, ann: User, ben: User, trusted: WorkerList) -> None:
    client.force_login(ann)
    file = SimpleUploadedFile("people.csv", f"id\n{ben.public_id}\n".encode())

    page = client.post(f"/lists/{trusted.public_id}/add/", {"file": file}, follow=True)

    assert "1 person added." in page.content.decode()
    assert "From a file" in page.content.decode()


def test_one_click_beside_a_submission_puts_its_worker_on_a_list(
    client: Client, ann: User, ben: User, trusted: WorkerList
) -> None:
    work = make.submission(make.task(ann), ben)
    client.force_login(ann)
    page = f"/submissions/{work.public_id}/review/"

    assert f"/lists/{trusted.public_id}/put/" in client.get(page).content.decode()
    answer = client.post(
        f"/lists/{trusted.public_id}/put/", {"worker": ben.public_id}, HTTP_REFERER=f"http://testserver{page}"
    )

    assert answer["Location"] == f"http://testserver{page}"
    assert trusted.listings.get().why == Listing.Why.DESK
    assert f"/lists/{trusted.public_id}/take-out/" in client.get(page).content.decode()


def test_a_new_list_at_the_desk_has_the_worker_on_it(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)

    client.post("/lists/", {"name": "First", "worker": ben.public_id})

    assert people_on(WorkerList.objects.get(name="First")) == {"Ben"}


@pytest.mark.parametrize("form", [{"name": ""}, {"name": "x" * 61}, {"name": "trusted"}])
def test_a_bad_name_keeps_what_was_typed(client: Client, ann: User, trusted: WorkerList, form: dict[str, Any]) -> None:
    client.force_login(ann)

    page = client.post("/lists/", form)

    assert page.status_code == 422
    assert page.context["form"]["name"].value() == form["name"]
    assert page.context["form"].errors["name"]


def test_a_profile_shows_ones_own_ties_to_nobody_else(
    client: Client, ann: User, ben: User, cleo: User, trusted: WorkerList
) -> None:
    pages = {}
    for reader in (ann, ben, cleo):
        client.force_login(reader)
        pages[reader] = client.get(ben.get_absolute_url()).content.decode()

    assert "Trusted" in pages[ann]
    assert "Your lists" not in pages[ben]
    assert "Trusted" not in pages[cleo]


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_of_people_asks_no_more_for_thirty(client: Client, ann: User, trusted: WorkerList, count: int) -> None:
    people = [make.person(f"worker{number}") for number in range(count)]
    lists.put(trusted, [one.pk for one in people], by=ann, why="hand", now=NOW)
    client.force_login(ann)

    assert count_queries(client, f"/lists/{trusted.public_id}/") == 8


@pytest.mark.parametrize("count", [1, 30])
def test_the_lists_ask_no_more_for_thirty(client: Client, ann: User, count: int) -> None:
    for number in range(count):
        lists.make(ann, name=f"List {number}", now=NOW)
    client.force_login(ann)

    assert count_queries(client, "/lists/") == 6


@pytest.mark.parametrize("form", ["add", "rename", "rule"])
def test_a_reload_of_a_refused_form_leads_to_the_list(
    client: Client, ann: User, trusted: WorkerList, form: str
) -> None:
    client.force_login(ann)
    at = f"{trusted.get_absolute_url()}{form}/"

    refused, reloaded = client.post(at, {}), client.get(at)

    assert (refused.status_code, reloaded.status_code) == (422, 302)
    assert reloaded.headers["Location"] == trusted.get_absolute_url()
