"""Posting on one page: what is typed is judged before there is a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import policy
from tasks.models import Category, Task
from tests import make

URL = "/tasks/post/quick/"
ADS = "Click on the ads on the page and wait."


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def typed(**other: str) -> dict[str, str]:
    category = str(Category.objects.get(slug="website-testing").pk)
    fields = {"title": "Look at a page and say what you see", "category": category, "minutes": "5", "slots": "10"}
    fields |= {"steps": "Open https://example.org.", "label": "What did you see there?", "kind": "text"}
    return {**fields, "countries": "", "reward": "0.50", **other}


def test_a_forbidden_phrase_is_marked_while_it_is_typed_and_nothing_is_saved(anns: Client) -> None:
    page = said(anns.post("/tasks/post/judge/", {"steps": f"Open https://example.org.\n{ADS}"}))

    assert 'data-charge="steps"' in page
    assert ("Step 2:" in page, "<mark>" in page) == (True, True)
    assert "</mark>" in page
    assert not Task.objects.exists()


def test_what_is_asked_for_is_judged_beside_its_own_field(anns: Client) -> None:
    page = said(anns.post("/tasks/post/judge/", {"steps": "Open it.", "label": ADS}))

    assert ('data-charge="label"' in page, 'data-charge="steps"' in page) == (True, False)


def test_what_the_browser_kept_is_forgotten_once(anns: Client) -> None:
    """A page that came again would forget what was typed since."""
    quote = anns.post(URL, typed())["Location"]

    first, again = said(anns.get(quote)), said(anns.get(quote))

    assert quote.endswith("/quote/")
    assert ("data-forgets=" in first, "data-forgets=" in again) == (True, False)


def test_nothing_typed_is_nothing_to_say(anns: Client) -> None:
    assert "data-charge" not in said(anns.post("/tasks/post/judge/", {}))


def test_the_page_asks_while_one_types(anns: Client) -> None:
    assert 'data-judge="/tasks/post/judge/"' in said(anns.get(URL))


def test_too_small_a_reward_is_said_also_where_a_country_cannot_be_read(anns: Client) -> None:
    page = said(anns.post(URL, typed(reward="0.01", countries="Atlantis")))

    assert ("There is no country named" in page, "Offer at least" in page) == (True, True)
    assert "Atlantis" in page


def test_too_small_a_reward_is_said_also_without_a_category(anns: Client) -> None:
    assert "Offer at least" in said(anns.post(URL, typed(reward="0.01", category="")))


def test_html_typed_into_any_field_is_shown_as_text(anns: Client) -> None:
    script = "<script>alert(1)</script>"

    page = said(anns.post(URL, typed(title=script, steps=script, label=script, countries=script, reward="x")))

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_a_blocked_quote_says_the_rule_once_and_promises_no_price(anns: Client, ann: User) -> None:
    draft = make.draft(ann, steps=[ADS, ADS.upper()])

    page = said(anns.get(f"/tasks/{draft.public_id}/draft/quote/"))

    assert page.count("This cannot be published:") == 1
    assert ("Step 1: change what is marked above." in page, "Step 2: change what is marked above." in page) == (
        True,
        True,
    )
    assert ("This price is good until" in page, "By publishing you accept" in page) == (False, False)


def test_a_phrase_is_named_once_however_it_is_written(ann: User) -> None:
    (charge,) = policy.judge(make.draft(ann, steps=[ADS, ADS.upper()]), now=timezone.now()).charges

    assert charge.words.casefold().count("click on the ads") == 1
