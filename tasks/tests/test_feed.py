"""The feed: what a worker can do now, what is nearly theirs, narrowed and sorted."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from tasks import following, searches
from tasks.discovery import Wish
from tasks.drafts import Wanted
from tasks.models import Category, EmployerRecord, SavedSearch, Task
from tests import make

from .counting import count_queries

NOW = timezone.now()
EARLIER = NOW - timedelta(hours=1)


def titles(client: Client, **query: str) -> list[str]:
    page = client.get("/work/", query)
    assert page.status_code == 200
    return [card.title for card in page.context["cards"]]


def test_a_worker_sees_what_they_can_do_newest_first(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="The older task", now=NOW - timedelta(hours=1))
    make.task(ann, title="The newer task", now=NOW)
    make.task(ann, title="Not for Ben", excluded=["BD"])
    make.task(ann, title="Not yet for Ben", minimum_level=Level.EXPERT)
    make.claim(make.task(ann, title="In Ben's hands"), ben)
    client.force_login(ben)

    assert titles(client) == ["The newer task", "The older task"]


def test_the_locked_tab_names_the_rule_and_the_way_nearest_first(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="A level away", minimum_level=Level.ADVANCED, now=NOW - timedelta(hours=1))
    make.task(ann, title="A world away", countries=["US"], reward=usd("1"), now=NOW)
    make.task(ann, title="Open to Ben")
    client.force_login(ben)

    page = client.get("/work/", {"view": "locked"})

    cards = page.context["cards"]
    assert [card.title for card in cards] == ["A level away", "A world away"]
    assert cards[0].locked_reason == "This task asks for level Advanced."
    assert cards[0].locked_path == "Advanced after 25 more approved tasks at 85% or better."
    assert cards[1].locked_reason == "This task is for people in other countries."
    assert [(tab.label, str(tab.count)) for tab in page.context["tabs"]] == [("Open to you", "1"), ("Locked", "2")]


def test_a_visitor_sees_every_live_task_and_no_locks(client: Client, ann: User) -> None:
    make.task(ann, title="For everybody")
    make.task(ann, title="For experts", minimum_level=Level.EXPERT)

    page = client.get("/work/", {"view": "locked"})

    assert {card.title for card in page.context["cards"]} == {"For everybody", "For experts"}
    assert {card.locked_reason for card in page.context["cards"]} == {""}
    assert page.context["tabs"] == ()


@pytest.fixture
def three(ann: User) -> None:
    surveys, labels = Category.objects.get(slug="surveys"), Category.objects.get(slug="image-labelling")
    one, two, three = "A long survey on bread", "Label street signs", "Label house numbers"
    words = [Wanted("text", "What stands there?")]
    make.task(ann, title=one, category=surveys, reward=usd("1"), minutes=30, slots=5, review_days=1, now=NOW)
    signs = {"title": two, "category": labels, "steps": ["Look at bread."], "zones": ["asia"]}
    make.task(ann, **signs, reward=usd("0.50"), minutes=3, slots=6, now=EARLIER)
    make.task(ann, title=three, category=labels, reward=usd("0.10"), minutes=1, slots=4, proofs=words, now=NOW)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"sort": "pay"}, ["A long survey on bread", "Label street signs", "Label house numbers"]),
        ({"sort": "hour"}, ["Label street signs", "Label house numbers", "A long survey on bread"]),
        ({"category": "surveys"}, ["A long survey on bread"]),
        ({"least": "0.95"}, ["A long survey on bread"]),
        ({"least": "0.951"}, []),
        ({"most": "0.475", "sort": "pay"}, ["Label street signs", "Label house numbers"]),
        ({"most": "0.474"}, ["Label house numbers"]),
        ({"most": "0.094"}, []),
        ({"least": "0.1", "most": "0.9"}, ["Label street signs"]),
        ({"least": "0.475", "most": "0.475"}, ["Label street signs"]),
        ({"sort": "review"}, ["A long survey on bread", "Label house numbers", "Label street signs"]),
        ({"sort": "slots"}, ["Label street signs", "A long survey on bread", "Label house numbers"]),
        ({"per_hour": "5"}, ["Label house numbers", "Label street signs"]),
        ({"minutes": "2"}, ["Label house numbers"]),
        ({"proof": "text"}, ["Label house numbers"]),
        ({"review_hours": "24"}, ["A long survey on bread"]),
        ({"zone": "asia"}, ["Label street signs"]),
        ({"zone": "worldwide"}, ["Label house numbers", "A long survey on bread"]),
        ({"level": "2"}, []),
        ({"q": "bread"}, ["A long survey on bread", "Label street signs"]),
        ({"q": "labelling -numbers"}, ["Label street signs"]),
        ({"q": '"street signs"'}, ["Label street signs"]),
        ({"q": "label", "sort": "pay"}, ["Label street signs", "Label house numbers"]),
        ({"q": "bread", "category": "image-labelling", "least": "0.4"}, ["Label street signs"]),
        ({"q": "'; drop table (((("}, []),
    ],
)
@pytest.mark.usefixtures("three")
def test_the_feed_is_narrowed_and_sorted_by_its_address(
    client: Client, ben: User, query: dict[str, str], found: list[str]
) -> None:
    client.force_login(ben)

    assert titles(client, **query) == found


@pytest.mark.usefixtures("three")
def test_a_filter_that_cannot_be_read_is_told_and_left_out(client: Client, ben: User) -> None:
    client.force_login(ben)

    page = client.get("/work/", {"least": "a lot", "category": "no-such", "sort": "magic", "q": "survey"})

    assert [card.title for card in page.context["cards"]] == ["A long survey on bread"]
    assert "Write an amount in dollars, like 5 or 0.25." in page.content.decode()
    assert 'value="a lot"' in page.content.decode()
    assert 'value="survey"' in page.content.decode()


@pytest.mark.usefixtures("three")
def test_a_range_the_wrong_way_round_says_which_end_to_change_and_keeps_what_was_typed(
    client: Client, ben: User
) -> None:
    client.force_login(ben)

    page = client.get("/work/", {"least": "0.4", "most": "0.1", "sort": "pay"})

    words = "This is under what you receive at least. Write $0.40 or more here, or lower the other one."
    assert page.context["form"].errors == {"most": [words]}
    assert [card.title for card in page.context["cards"]] == ["A long survey on bread", "Label street signs"]
    assert 'name="least" value="0.4"' in page.content.decode()
    assert 'name="most" value="0.1"' in page.content.decode()
    assert page.context["saved_as"] == "least=0.40&sort=pay"


@pytest.mark.usefixtures("three")
def test_the_locked_tab_keeps_the_filters(client: Client, ben: User) -> None:
    client.force_login(ben)

    page = client.get("/work/", {"q": "bread", "page": "1"})

    assert [tab.url for tab in page.context["tabs"]] == ["/work/?q=bread", "/work/?q=bread&view=locked"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "No task is open just now"),
        ({"view": "locked"}, "No task is locked for you"),
        ({"q": "bread"}, "No task matches"),
        ({"q": "bread", "view": "locked"}, "No task matches"),
        ({"q": "the"}, "Add a word that says what the work is"),
        ({"q": "with the", "view": "locked"}, "Add a word that says what the work is"),
        ({"q": "the bread"}, "Use fewer words"),
    ],
)
def test_an_empty_list_says_what_to_do_next(client: Client, ben: User, query: dict[str, str], words: str) -> None:
    client.force_login(ben)

    page = client.get("/work/", query).content.decode()

    assert words in page
    assert 'class="empty"' in page


def test_an_empty_list_counts_what_is_locked(client: Client, ann: User, ben: User) -> None:
    make.task(ann, excluded=["BD"])
    client.force_login(ben)

    assert "1 task is locked for you" in client.get("/work/").content.decode()


def test_where_nothing_open_matches_the_locked_that_do_are_told_and_the_other_way_round(
    client: Client, ann: User, ben: User
) -> None:
    for number in range(2):
        make.task(ann, title=f"Translate into Spanish {number}", excluded=["BD"])
    make.task(ann, title="Bake bread")
    client.force_login(ben)

    no_open = client.get("/work/", {"q": "spanish", "sort": "pay"}).content.decode()
    no_locked = client.get("/work/", {"q": "bread", "view": "locked"}).content.decode()

    for page, words, address in (
        (no_open, "2 tasks that match are locked for you:", "/work/?q=spanish&amp;sort=pay&amp;view=locked"),
        (no_locked, "1 task that matches is open to you.", "/work/?q=bread"),
    ):
        assert "No task matches" not in page
        assert words in " ".join(page.split())
        assert f'<a class="button" href="{address}">' in page


@pytest.mark.parametrize(("query", "found"), [({"rated": "4"}, 1), ({"rated": "4.5"}, 0), ({"rated": ""}, 2)])
def test_the_least_rating_leaves_out_who_is_rated_by_too_few_and_says_so(
    client: Client, ann: User, ben: User, cleo: User, query: dict[str, str], found: int
) -> None:
    make.deposit(cleo)
    for employer, raters in ((ann, 5), (cleo, 4)):
        make.task(employer)
        EmployerRecord.objects.create(employer=employer, rating=44, raters=raters)
    client.force_login(ben)

    page = client.get("/work/", query, follow=True)

    assert len(page.context["cards"]) == found
    assert "Leaves out who has too few ratings yet." in page.content.decode()
    assert '<option value="4.5"' in page.content.decode()
    assert "4.5 of 5" in page.content.decode()


def test_a_visitor_with_nothing_to_see_is_asked_to_join(client: Client, db: None) -> None:
    assert "Join, and the next one can be yours." in client.get("/work/").content.decode()


def test_a_long_list_has_pages(client: Client, ann: User, ben: User) -> None:
    for number in range(21):
        make.task(ann, title=f"Task number {number}", slots=1)
    client.force_login(ben)

    assert len(titles(client)) == 20
    assert len(titles(client, page="2")) == 1
    assert len(titles(client, page="999")) == 1


@pytest.mark.parametrize(("view", "aim"), [("", {}), ("locked", {"minimum_level": Level.ADVANCED})])
def test_the_feed_asks_the_database_equally_often_for_one_and_for_thirty(
    client: Client, ann: User, ben: User, view: str, aim: dict[str, Any]
) -> None:
    client.force_login(ben)
    make.task(ann, slots=1, **aim)
    for_one = count_queries(client, f"/work/?view={view}")
    for _number in range(29):
        make.task(ann, slots=1, **aim)

    assert count_queries(client, f"/work/?view={view}") == for_one


def test_a_title_is_shown_as_text(client: Client, ann: User) -> None:
    make.task(ann, title="<script>alert(1)</script>", steps=["<b>bold</b> https://example.org/?a=1&b=2"])

    page = client.get("/work/").content.decode()
    detail = client.get(f"/tasks/{Task.objects.get().public_id}/").content.decode()

    assert "<script>alert" not in page + detail
    assert "&lt;b&gt;bold&lt;/b&gt;" in detail
    assert 'href="https://example.org/?a=1&amp;b=2"' in detail


def test_a_language_finds_what_asks_for_it_and_searches_are_told_of_it(ann: User, ben: User, client: Client) -> None:
    ben.languages = ["bn", "es"]
    ben.save(update_fields=["languages"])
    task = make.task(ann, languages=["bn", "hi"])
    make.task(ann, languages=["es"])
    make.task(ann)
    client.force_login(ben)

    page = client.get("/work/", {"language": "bn"})

    assert [card.public_id for card in page.context["cards"]] == [task.public_id]
    kept = [searches.keep(Wish(language=code), name=code, by_mail=False, by=ben, now=NOW) for code in ("bn", "es")]
    assert list(searches.fitting(SavedSearch.objects.of(ben), task)) == kept[:1]


def test_marks_alone_look_for_nothing(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="Count loaves")
    client.force_login(ben)

    assert titles(client, q='""') == titles(client, q=" - ") == ["Count loaves"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"say what"', ["Say what, and where"]),
        ('"SAY  what" where', ["Say what, and where"]),
        ("say what", ["Say what, and where", "Open what they say"]),
        ('say -"look at the page"', []),
        ('"ay what"', []),
    ],
)
def test_what_is_quoted_is_found_word_for_word(
    client: Client, ann: User, ben: User, words: str, found: list[str]
) -> None:
    make.task(ann, title="Open what they say", steps=["Look at the page."])
    make.task(ann, title="Say what, and where", steps=["Look at the page."])
    client.force_login(ben)

    assert sorted(titles(client, q=words)) == sorted(found)


def test_an_address_means_the_same_to_everybody_however_its_sum_was_typed(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="A dear one", reward=usd("1"))
    make.task(ann, title="A cheap one", reward=usd("0.20"))
    client.force_login(ben)
    User.objects.filter(pk=ben.pk).update(language="es")
    answer = client.get("/work/", {"least": "0,5", "sort": "pay"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/work/?least=0.50&sort=pay"
    User.objects.filter(pk=ben.pk).update(language="en")
    page = client.get(answer.headers["Location"])
    assert [card.title for card in page.context["cards"]] == ["A dear one"]


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ("q=&category=&least=&minutes=5&rejects=&sort=best", "/work/?minutes=5"),
        ("q=shop&sort=best&view=locked", "/work/?q=shop&view=locked"),
        ("q=&sort=best", "/work/"),
        ("q=&sort=pay", "/work/?sort=pay"),
    ],
)
def test_a_browser_without_scripts_is_led_to_the_short_address(
    client: Client, ben: User, sent: str, address: str
) -> None:
    client.force_login(ben)

    assert client.get(f"/work/?{sent}").headers["Location"] == address
    assert client.get(address).status_code == 200


def test_the_order_there_is_anyway_is_not_counted_as_chosen(client: Client, ben: User) -> None:
    client.force_login(ben)

    page = client.get("/work/?rejects=5&sort=best", follow=True)

    assert page.context["chosen"] == ("The employer rejects at most: 5%",)


def test_what_is_chosen_stands_beside_the_folded_filters(client: Client, ben: User) -> None:
    client.force_login(ben)

    page = client.get("/work/?rejects=5&minutes=10&least=0.40&sort=newest&q=menu").content.decode()

    summary = page.partition('class="filters__more"')[2].partition("</summary>")[0]
    shown = re.findall(r'<span class="(tabs__count|sr-only)">([^<]+)', summary)
    assert [(how, words) for how, words in shown if words != ","] == [
        ("tabs__count", "I receive at least, in dollars: $0.40"),
        ("tabs__count", "Minutes at most: 10"),
        ("sr-only", "The employer rejects at most: 5%"),
        ("sr-only", "In order of: Newest"),
    ]
    assert "+ 2 more" in " ".join(summary.split())


def test_who_follows_nobody_is_told_how_to(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)

    page = client.get("/work/", {"followed": "on"}).content.decode()
    following.follow(ann, by=ben, now=NOW)
    later = client.get("/work/", {"followed": "on"}).content.decode()

    assert "You follow nobody" in page
    assert "on the page of a task or on their profile" in page
    assert "No task matches" in later


def test_what_cannot_be_read_is_said_over_the_list_where_the_filters_are_folded(client: Client, ben: User) -> None:
    client.force_login(ben)

    found = client.get("/work/?minutes=soon").content.decode().partition('id="found"')[2]

    assert ("message--bad" in found, "Minutes at most" in found) == (True, True)
