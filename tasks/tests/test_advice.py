"""Advice while a task is written. It says what to think about and keeps nobody from anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Level, User
from picomarket.lib.money import usd
from picomarket.lib.zones import Zone
from tasks import advice, reaching
from tasks.advice import Written
from tasks.drafts import Wanted
from tasks.models import Category, Task
from tests import make
from wallet.commission import price_of

GOOD: dict[str, Any] = {
    "title": "Photograph a menu near you",
    "steps": ["Go to a restaurant near you and find its menu.", "Take a photo on which every price can be read."],
    "minutes": 6,
    "reward": usd("0.40"),
    "least": usd("0.10"),
    "floor": usd("2"),
    "proofs": [Wanted("screenshot", "The photo of the menu")],
}


def said(**changes: Any) -> str:
    return " ".join(one.words for one in advice.on(Written(**GOOD | changes)))


def test_there_is_nothing_to_say_of_a_good_task() -> None:
    assert said() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "PHOTOGRAPH A MENU NOW"}, "capitals read like shouting"),
        ({"steps": ["Do it."]}, "Step 1 is very short"),
        ({"steps": ["The big blue menu of the restaurant."]}, "Step 1 names nothing to do"),
        ({"steps": ["Open the page.", "Your ideas for the door of our shop."]}, "Step 2 names nothing to do"),
        ({"steps": ["Visit our nice website and look at it."]}, "Step 1 sends people to a page but names no address"),
        ({"reward": usd("0.05")}, "Offer at least $0.10"),
        ({"reward": usd("0.10")}, "At 6 minutes this pays $0.95 an hour. From $0.22 on it pays $2.00."),
        ({"proofs": [Wanted("text", "The photo of it", 20)]}, "“The photo of it” sounds like a picture"),
        ({"proofs": [Wanted("text", "What did you see?")]}, "A few words are easily invented"),
        (
            {"steps": ["Take a screenshot of the page."], "proofs": [Wanted("url", "Its address")]},
            "you do not ask for one",
        ),
    ],
)
def test_what_could_go_wrong_is_said(changes: dict[str, Any], words: str) -> None:
    assert words in said(**changes)


@pytest.mark.parametrize(
    "steps",
    [
        ["Visit https://example.org/menu and look at it."],
        ["Open https://example.org/menu", "Write down the price of the soup."],
        ["Abre la página y escribe lo que ves."],
        ["Open example.org in your browser.", "Go to the page of prices and copy them."],
        ["Vote for the better of the two drawings.", "Rank the five names in the order you like them."],
        ["Crop the picture to the face of the clock.", "If you see the clock, guess the hour."],
    ],
)
def test_an_address_or_another_language_is_no_reason_to_complain(steps: list[str]) -> None:
    assert said(steps=steps) == ""


def test_a_draft_gets_advice_on_its_page(client: Client, ann: User) -> None:
    draft = make.draft(ann, steps=["Look.", "Write what you see on it."])
    client.force_login(ann)

    assert b"Step 1 is very short" in client.get(f"/tasks/{draft.public_id}/draft/what/").content
    assert b"Step 1 is very short" in client.get(f"/tasks/{draft.public_id}/draft/quote/").content
    assert b"Step 1 is very short" not in client.get(f"/tasks/{draft.public_id}/draft/pay/").content


def test_advice_comes_while_typing_and_saves_nothing(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    typed = {"draft": draft.public_id, "at": "pay", "reward": "0.01", "slots": "x"}
    words = client.post("/tasks/post/advice/", typed).content.decode()

    assert "Offer at least $0.10" in words
    assert "very short" not in words
    assert make.fresh(draft).reward == usd("0.10")


@pytest.mark.parametrize("beside", [{"at": "pay"}, {}])
def test_what_a_worker_receives_follows_the_typed_reward(client: Client, ann: User, beside: dict[str, str]) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    said = client.post("/tasks/post/advice/", {"draft": draft.public_id, "reward": "2.00", **beside}).context

    assert said["example"] == price_of(usd("2.00"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reward": "0.20", "slots": "20"}, True),
        ({"reward": "0.01", "slots": "20"}, False),
        ({"reward": "0.20", "slots": "20000"}, False),
    ],
)
def test_no_sum_is_said_of_what_would_be_refused(client: Client, ann: User, typed: dict[str, str], said: bool) -> None:
    client.force_login(ann)

    page = client.post("/tasks/post/advice/", {"draft": make.draft(ann).public_id, "at": "pay", **typed})

    assert ("For all" in page.content.decode()) == said


def test_a_page_about_something_else_says_nothing_of_pay(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    page = client.post("/tasks/post/advice/", {"draft": draft.public_id, "at": "what", "title": "A plain title"})

    assert b"the worker receives" not in page.content


def test_nonsense_and_the_drafts_of_others_are_left_out(client: Client, ann: User, cleo: User) -> None:
    draft = make.draft(ann, steps=["Look."])
    client.force_login(cleo)
    nonsense = {"draft": draft.public_id, "minutes": "²", "category": "x", "reward": "much", "countries": "Atlantis"}

    answer = client.post("/tasks/post/advice/", nonsense)

    assert (answer.status_code, b"very short" in answer.content) == (200, False)


def test_how_many_people_could_do_it_is_counted(ann: User, ben: User, cleo: User, dina: User) -> None:
    ben.languages, ben.level = ["bn"], Level.ADVANCED
    ben.save()
    asia = make.draft(ann, zones=[Zone.ASIA])

    assert reaching.reach(make.draft(ann)).could == User.objects.exclude(pk=ann.pk).count()
    reach = reaching.reach(asia)
    assert (reach.could, reach.wanted) == (reach.there, 10)
    bengali = make.draft(ann, languages=["bn"], minimum_level=Level.EXPERT)
    reach = reaching.reach(bengali)
    assert (reach.could, reach.there, reach.wanted) == (0, 1, 10)
    assert reaching.reach(make.draft(ann, countries=["PH", "NG"], excluded=["NG"])).could == 1


def test_how_many_different_people_it_takes_heeds_how_often_one_may_do_it(ann: User) -> None:
    draft = make.draft(ann, slots=8)

    wanted = []
    for most in (1, 3, None):
        draft.per_worker = most
        wanted.append(reaching.reach(draft).wanted)

    assert wanted == [8, 3, 1]


def test_a_task_nobody_could_do_says_so(client: Client, ann: User) -> None:
    draft = make.draft(ann, languages=["cy"])
    client.force_login(ann)

    assert b"Nobody here can do this yet" in client.get(f"/tasks/{draft.public_id}/draft/quote/").content


def quickly(**changes: str) -> dict[str, str]:
    typed = {
        "title": "Look at our page of prices",
        "category": str(Category.objects.get(slug="website-testing").pk),
        "steps": "Open https://example.org/prices\n\nWrite down what is unclear to you.\n",
        "minutes": "4",
        "label": "What was unclear?",
        "kind": "text",
        "countries": "Nigeria, Kenya",
        "reward": "0.20",
        "slots": "5",
    }
    return typed | changes


def test_a_task_is_posted_on_one_page(client: Client, ann: User) -> None:
    client.force_login(ann)

    answer = client.post("/tasks/post/quick/", quickly())

    draft = Task.objects.get()
    assert answer.headers["Location"] == f"/tasks/{draft.public_id}/draft/quote/"
    assert draft.steps == ["Open https://example.org/prices", "Write down what is unclear to you."]
    assert (draft.countries, draft.reward, draft.slots) == (["NG", "KE"], usd("0.20"), 5)
    assert b"Publish for" in client.get(answer.headers["Location"]).content


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reward": "0.05"}, "Offer at least $0.12"),
        ({"steps": " \n "}, "Write at least one step."),
        ({"steps": "a step\n" * 21}, "Write at most 20 steps."),
        ({"countries": "Atlantis"}, "There is no country named"),
        ({"label": ""}, "Ask for at least one proof"),
    ],
)
def test_a_wrong_word_keeps_the_rest_and_makes_no_draft(
    client: Client, ann: User, changes: dict[str, str], words: str
) -> None:
    client.force_login(ann)

    page = client.post("/tasks/post/quick/", quickly(**changes)).content.decode()

    assert words in page
    assert "Look at our page of prices" in page
    assert not Task.objects.exists()


def test_an_employer_sees_a_draft_as_its_workers_will(client: Client, ann: User, cleo: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    page = client.get(f"/tasks/{draft.public_id}/preview/").content.decode()

    assert page.count("Look at a page and say what you see") >= 2
    assert "What did you see?" in page
    # The steps stand on the task's own page, and once more on that of the work.
    assert page.count("Write what you see.") == 2
    client.force_login(cleo)
    assert client.get(f"/tasks/{draft.public_id}/preview/").status_code == 404


def test_saving_can_lead_to_the_preview(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    answer = client.post(f"/tasks/{draft.public_id}/draft/pay/", {"reward": "0.30", "slots": "4", "preview": "1"})

    assert answer.headers["Location"] == f"/tasks/{draft.public_id}/preview/"
    assert make.fresh(draft).reward == usd("0.30")


def test_how_many_could_do_it_follows_what_is_ticked(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)
    for task in (make.draft(ann), make.task(ann)):
        sent = {"draft": task.public_id, "at": "who", "minimum_level": Level.STARTER, "per_worker": "1"}
        everybody = client.post("/tasks/post/advice/", sent).text
        experts = client.post("/tasks/post/advice/", {**sent, "minimum_level": Level.EXPERT}).text

        assert "could do it" in everybody
        assert "Nobody here can do this yet" in experts


def test_how_many_could_do_it_waits_for_a_country_that_is_half_typed(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)
    sent = {"draft": make.draft(ann).public_id, "at": "who", "minimum_level": Level.STARTER, "per_worker": "1"}

    whole = client.post("/tasks/post/advice/", {**sent, "countries_more": "Portugal"}).text
    half = client.post("/tasks/post/advice/", {**sent, "countries_more": "Portugal, Bangl"}).text

    assert "Nobody here can do this yet" in whole
    assert "Nobody here can do this yet" in half
    assert "Counted when it can be read" not in whole
    assert "Counted when it can be read: Also people in these countries" in " ".join(half.split())
