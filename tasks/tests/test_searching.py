"""Saved searches: kept under a name, changed, read as a feed at a secret address."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from inbox import choices
from inbox.topics import Topic
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from tasks import searches
from tasks.discovery import Wish
from tasks.models import Category, SavedSearch
from tests import make

NOW = timezone.now()


def kept(person: User, name: str = "Mine", wish: Wish | None = None) -> SavedSearch:
    return searches.keep(wish or Wish(), name=name, by_mail=True, by=person, now=NOW)


def test_the_filters_of_an_address_are_saved_under_a_name_and_lead_back(client: Client, ben: User) -> None:
    query = "q=bread&category=surveys&least=0.5&most=2&per_hour=3&minutes=10&proof=text&review_hours=24&rejects=5"
    query += "&zone=asia&language=es&level=2&sort=hour&followed=on&rated=4"
    client.force_login(ben)

    page = client.post(f"/work/searches/save/?{query}", {"name": "Good bread"})

    row = SavedSearch.objects.get(person=ben)
    assert page.status_code == 302
    assert searches.wish_of(row) == Wish(
        words="bread",
        category=Category.objects.get(slug="surveys"),
        least=usd("0.5"),
        most=usd("2"),
        per_hour=usd("3"),
        minutes=10,
        proof="text",
        review_hours=24,
        rejects=5,
        rated=Decimal(4),
        zone="asia",
        language="es",
        level=2,
        sort="hour",
        followed=True,
    )
    assert row.by_mail is False
    assert f"&{searches.address(row).partition('?')[2]}&".count("&") == 16
    assert "&rated=4&" in searches.address(row)


def test_a_name_taken_is_said_and_what_was_typed_is_kept(client: Client, ben: User) -> None:
    kept(ben)
    client.force_login(ben)

    page = client.post("/work/searches/save/?q=bread", {"name": "Mine", "by_mail": "on"}).content.decode()

    assert "You have a search called Mine already. Take another name." in page
    assert 'value="Mine"' in page
    assert SavedSearch.objects.count() == 1


def test_there_is_an_end_to_how_many_are_kept(settings: Settings, client: Client, ben: User) -> None:
    settings.RULES = Rules(saved_searches=1)
    kept(ben)
    client.force_login(ben)

    page = client.post("/work/searches/save/", {"name": "One more"}).content.decode()

    assert "You keep 1 search already. Delete one first." in page


def test_a_search_does_not_promise_mail_that_was_stopped(client: Client, ben: User) -> None:
    page = f"/work/searches/{kept(ben).public_id}/"
    client.force_login(ben)
    assert "Told at once, and by mail once a day." in client.get("/work/searches/").content.decode()

    choices.choose(ben, ways={Topic.ALERTS: choices.Way(mail="none")})

    assert "Mail about new tasks, as you chose for all of them: Nothing." in client.get(page).content.decode()
    assert "by mail once a day" not in client.get("/work/searches/").content.decode()


def test_a_search_is_renamed_paused_woken_and_deleted(client: Client, ben: User) -> None:
    page = f"/work/searches/{kept(ben).public_id}/"
    client.force_login(ben)

    client.post(page, {"name": "Bread only"})
    client.post(f"{page}pause/")
    paused = SavedSearch.objects.get(name="Bread only").paused_at
    silent = client.get("/work/searches/").content.decode()
    client.post(f"{page}wake/")
    woken = SavedSearch.objects.get().paused_at
    listed = client.get("/work/searches/").content.decode()
    client.post(f"{page}delete/")

    assert paused is not None
    assert woken is None
    assert ("Told at once" in silent, "You are not told of new tasks meanwhile." in silent) == (False, True)
    assert "Told at once" in listed
    assert "Bread only" in listed
    assert not SavedSearch.objects.exists()


def feed(client: Client, row: SavedSearch) -> str:
    row.refresh_from_db()
    answer = client.get(f"/work/feeds/{row.feed_key}/")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_the_feed_holds_what_fits_and_can_be_done(client: Client, ann: User, ben: User) -> None:
    row = searches.open_feed(kept(ben, wish=Wish(words="bread")))
    make.task(ann, title="Bake\x0bbread & butter", steps=["Bake <it>."])
    make.task(ann, title="Not for Ben, bread", excluded=["BD"])
    make.task(ann, title="Something else", steps=["Look."])

    text = feed(client, row)

    assert text.count("<entry>") == 1
    assert "$0.095 · Bakebread &amp; butter" in text
    assert "&lt;div&gt;Bake &amp;lt;it&amp;gt;.&lt;/div&gt;" in text


@pytest.mark.parametrize("end", [searches.open_feed, searches.close_feed, searches.forget])
def test_an_address_that_was_taken_back_leads_nowhere(client: Client, ben: User, end: object) -> None:
    row = searches.open_feed(kept(ben))
    before = client.get(f"/work/feeds/{row.feed_key}/").status_code
    key = row.feed_key

    end(row)  # type: ignore[operator]

    assert before == 200
    assert client.get(f"/work/feeds/{key}/").status_code == 404


def test_a_search_to_save_is_said_in_words_and_named_by_them(ben: User, client: Client) -> None:
    client.force_login(ben)

    page = client.get("/work/searches/save/?per_hour=3.00&minutes=10&level=2&followed=on")

    said = ["Dollars an hour at least: $3.00", "Minutes at most: 10", "Only employers I follow"]
    assert [words for words in said if words not in page.context["said"]] == []
    assert all(words in page.content.decode() for words in said)
    assert page.context["form"].initial["name"].startswith("Dollars an hour at least: $3.00, Minutes at most: 10")
    assert len(page.context["form"].initial["name"]) <= 60
