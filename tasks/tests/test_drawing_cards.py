"""Cards are drawn once for all who see the same on them, and show nothing old and nothing that is another reader's."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from accounts.models import Level, User
from picomarket.lib import drawing
from picomarket.lib.drawing import drawn
from picomarket.lib.money import usd
from tasks import asking, cards, discovery, hiding
from tasks.discovery import Wish
from tasks.models import Category, EmployerRecord, Task
from tests import make

from .counting import count_queries

NOW = timezone.now()
CARD = "components/_task_card.html"
MORE = {"disputes_decided": 3, "disputes_lost": 2, "rating": 40, "raters": 6}


def feed(client: Client, reader: User, **query: str) -> str:
    client.force_login(reader)
    return client.get("/work/", query).content.decode()


def test_a_card_tells_the_numbers_of_now(client: Client, ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, title="Count loaves", slots=2, reward=usd("0.10"))
    before = feed(client, ben)

    Task.objects.filter(pk=task.pk).update(title="Count rolls", measured_seconds=600)
    make.claim(task, cleo)
    User.objects.filter(pk=ann.pk).update(judged_approved=60, judged_rejected=40, name="Anna")
    EmployerRecord.objects.create(employer=ann, review_minutes=120, judged=100, **MORE)
    after = feed(client, ben)

    assert "2 slots left" in before
    for words in (
        "1 slot left",
        "Count rolls",
        "10 min",
        "rejects 40%",
        "lost 2 disputes",
        "2 h",
        "4.0 ★ (6)",
        "6 workers rate 4.0 of 5",
        "Hide all by Anna",
    ):
        assert words in after, words
    for words in ("2 slots left", "Count loaves", "(estimate)", "New employer"):
        assert words not in after, words


def test_a_rating_of_few_is_on_no_card(client: Client, ann: User, ben: User) -> None:
    make.task(ann)
    EmployerRecord.objects.create(employer=ann, rating=10, raters=4)

    page = feed(client, ben)

    assert ("★" in page, "1.0" in page.partition('id="found"')[2]) == (False, False)


def test_a_card_tells_each_reader_their_own(client: Client, ann: User, ben: User, cleo: User) -> None:
    make.task(ann, title="For advanced people", minimum_level=Level.ADVANCED)
    User.objects.filter(pk=cleo.pk).update(level=Level.ADVANCED)
    cleo.refresh_from_db()

    locked = feed(client, ben, view="locked")
    opened = feed(client, cleo)
    client.logout()
    visitors = client.get("/work/").content.decode()

    assert "This task asks for level Advanced." in locked
    assert "This task asks for level Advanced." not in opened + visitors
    assert "Hide this task" in opened
    assert "Hide this task" not in visitors
    assert "/report/" not in visitors


def test_no_form_of_a_card_holds_a_readers_token(client: Client, ann: User, ben: User) -> None:
    for number in range(3):
        make.task(ann, title=f"Task {number}")

    page = feed(client, ben)

    assert page.count('form="hides"') == 9
    assert page.partition('id="found"')[2].count("csrfmiddlewaretoken") == 0 + page.partition("<footer")[2].count(
        "csrf"
    )


def test_a_card_is_drawn_in_the_language_of_the_page(ann: User) -> None:
    face = cards.Card(make.task(ann)).face
    with translation.override("en"):
        english = drawn(CARD, card=face)
    with translation.override("de"):
        german = drawn(CARD, card=face._replace(receives=usd("0.0951")))
        with translation.override("en"):
            again = drawn(CARD, card=face)

    assert again == english
    assert german != english


def test_what_is_drawn_is_drawn_again_when_nothing_is_remembered(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="Count loaves")
    first = feed(client, ben).partition('id="found"')[2].partition("</ul>")[0]

    cache.clear()
    drawing.forget()

    assert feed(client, ben).partition('id="found"')[2].partition("</ul>")[0] == first


def test_words_that_are_safe_are_not_taken_for_words_that_are_not(db: None) -> None:
    safe = drawn("components/_menu_item.html", route="home", icon="info", label=SafeString("<b>bold</b>"))
    typed = drawn("components/_menu_item.html", route="home", icon="info", label="<b>bold</b>")

    assert "<b>bold</b>" in safe
    assert "&lt;b&gt;bold&lt;/b&gt;" in typed


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("query", "asks"),
    [("", 7), ("?q=page", 7), ("?least=0.01&sort=slots", 7), ("?sort=review", 7)],
)
def test_the_feed_asks_the_database_less_than_ten_times(
    client: Client, ann: User, ben: User, count: int, query: str, asks: int
) -> None:
    labels = Category.objects.get(slug="image-labelling")
    for number in range(count):
        make.task(ann, title=f"Look at page {number}", category=labels, slots=1)
    client.force_login(ben)

    assert count_queries(client, f"/work/{query}") == asks


def test_many_are_counted_once_and_again_for_whoever_changed_what_they_see(ann: User, ben: User, cleo: User) -> None:
    many = discovery.AT_A_GLANCE + 2
    tasks = [make.task(ann, title=f"Task {number}", slots=1) for number in range(many)]
    counts = [discovery.find(Wish(), ben, now=NOW).open_count]
    make.claim(tasks[0], cleo)
    counts.append(discovery.find(Wish(), ben, now=NOW).open_count)
    hiding.hide(tasks[1], by=ben, now=NOW)
    counts.append(discovery.find(Wish(), ben, now=NOW).open_count)

    assert counts == [many, many, many - 2]


@pytest.mark.parametrize(("taken", "left"), [(0, 2), (2, 2), (3, 1)])
def test_what_all_alike_share_is_never_more_than_one_of_them_can_do(
    ann: User, ben: User, cleo: User, monkeypatch: pytest.MonkeyPatch, taken: int, left: int
) -> None:
    monkeypatch.setattr(asking, "MOST_COUNTED", 2)
    tasks = [make.task(ann, title=f"Task {number}", slots=2) for number in range(4)]
    for task in tasks[:taken]:
        make.claim(task, cleo)

    assert [discovery.find(Wish(), one, now=NOW).open_count for one in (ben, cleo)] == [2, left]


def test_what_an_employer_gives_is_not_counted_as_open_to_them(
    ann: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_COUNTED", 2)
    for number in range(4):
        make.task(ann, title=f"Task {number}", slots=2)

    assert [discovery.find(Wish(), one, now=NOW).open_count for one in (ben, ann)] == [2, 0]


def test_a_form_that_was_read_for_another_page_is_not_that_page(client: Client, ann: User, ben: User) -> None:
    make.task(ann, title="Count loaves", reward=usd("0.10"))
    asked = [feed(client, ben, least="abc"), feed(client, ben, least="0.01"), feed(client, ben, sort="newest")]
    again = feed(client, ben)

    assert ["field--bad" in page for page in [*asked, again]] == [True, False, False, False]
    assert 'value="0.01"' in asked[1]
    assert 'value="0.01"' not in again


def test_few_are_always_counted_anew(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    before = discovery.find(Wish(), ben, now=NOW).open_count
    make.claim(task, ben)

    assert (before, discovery.find(Wish(), ben, now=NOW).open_count) == (1, 0)
