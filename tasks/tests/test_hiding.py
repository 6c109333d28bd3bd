"""Hiding and following: what a worker's lists leave out, and whom they hear from."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import following, hiding
from tasks.models import Category, Follow, Hidden, Task
from tests import make

from .counting import count_queries

NOW = timezone.now()


def titles(client: Client, **query: str) -> list[str]:
    return sorted(card.title for card in client.get("/work/", query).context["cards"])


@pytest.fixture
def emil(db: None) -> User:
    user = make.person("emil", country="FR")
    make.deposit(user, "20")
    return user


@pytest.fixture
def three(ann: User, emil: User) -> dict[str, Task]:
    labels = Category.objects.get(slug="image-labelling")
    return {
        "one": make.task(ann, title="One by Ann"),
        "two": make.task(ann, title="Two by Ann", category=labels),
        "three": make.task(emil, title="Three by Emil", category=labels),
    }


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("task", ["Three by Emil", "Two by Ann"]),
        ("employer", ["Three by Emil"]),
        ("category", ["Three by Emil", "Two by Ann"]),
    ],
)
def test_one_click_hides_and_another_undoes_it(
    client: Client, ben: User, three: dict[str, Task], kind: str, left: list[str]
) -> None:
    one = three["one"]
    names = {"task": one.public_id, "employer": one.employer.public_id, "category": one.category and one.category.slug}
    client.force_login(ben)

    page = client.post(f"/work/hide/{kind}/{names[kind]}/", follow=True)
    hidden = titles(client)
    undo = f"/work/hidden/{Hidden.objects.get().public_id}/show/"
    client.post(undo)

    assert f'action="{undo}"' in page.content.decode()
    assert '<a href="/work/hidden/">What you hide</a>' in page.content.decode()
    assert hidden == left
    assert titles(client) == ["One by Ann", "Three by Emil", "Two by Ann"]


def test_what_is_hidden_is_listed_and_is_nobody_elses(
    client: Client, ben: User, cleo: User, three: dict[str, Task]
) -> None:
    row = hiding.hide(three["one"], by=ben, now=NOW)
    again = hiding.hide(three["one"], by=ben, now=NOW)
    client.force_login(cleo)

    theirs = client.post(f"/work/hidden/{row.public_id}/show/").status_code
    seen_by_cleo = titles(client)
    client.force_login(ben)

    assert row == again
    assert theirs == 404
    assert len(seen_by_cleo) == 3
    assert "One by Ann" in client.get("/work/hidden/").content.decode()


def test_what_is_hidden_is_not_counted_as_locked(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, excluded=["BD"])
    hiding.hide(task, by=ben, now=NOW)
    client.force_login(ben)

    page = client.get("/work/")

    assert [str(tab.count) for tab in page.context["tabs"]] == ["0", "0"]


def test_an_empty_list_says_that_all_is_hidden_or_done(client: Client, ann: User, ben: User) -> None:
    make.claim(make.task(ann), ben)
    hiding.hide(make.task(ann), by=ben, now=NOW)
    client.force_login(ben)

    page = " ".join(client.get("/work/").content.decode().split())

    assert "Nothing for you just now, because:" in page
    assert "You hid 1 open task." in page
    assert "You hold or did the 1 task that is open to you." in page


def test_a_search_that_finds_only_what_is_hidden_says_so(
    client: Client, ann: User, ben: User, three: dict[str, Task]
) -> None:
    client.force_login(ben)
    hiding.hide(ann, by=ben, now=NOW)

    hidden, strange = (client.get("/work/", {"q": words}).content.decode() for words in ("Ann", "zebra"))

    assert "You hid 2 tasks that match." in " ".join(hidden.split())
    assert "that match" not in strange


def test_a_worker_follows_and_sees_what_those_they_follow_offer(
    client: Client, ben: User, emil: User, three: dict[str, Task]
) -> None:
    client.force_login(ben)

    client.post(f"/work/followed/{emil.public_id}/follow/")
    client.post(f"/work/followed/{emil.public_id}/follow/")
    offered = titles(client, followed="on")
    listed = client.get("/work/followed/").content.decode()
    profile = client.get(emil.get_absolute_url()).content.decode()
    client.post(f"/work/followed/{emil.public_id}/unfollow/")

    assert offered == [three["three"].title]
    assert "Emil" in listed
    assert "Unfollow" in profile
    assert not Follow.objects.exists()


def test_nobody_follows_themselves(ann: User) -> None:
    with pytest.raises(following.Yourself):
        following.follow(ann, by=ann, now=NOW)


@pytest.mark.parametrize("page", ["/work/hidden/", "/work/followed/"])
def test_the_lists_ask_the_database_equally_often_for_one_and_for_thirty(
    client: Client, ann: User, ben: User, page: str
) -> None:
    client.force_login(ben)
    keep(ben, ann)
    for_one = count_queries(client, page)
    for number in range(29):
        keep(ben, make.person(f"employer{number}"))

    assert count_queries(client, page) == for_one


def keep(worker: User, employer: User) -> None:
    hiding.hide(employer, by=worker, now=NOW)
    following.follow(employer, by=worker, now=NOW)
