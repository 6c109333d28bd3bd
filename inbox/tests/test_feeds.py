"""A person's notices in a feed reader: at a secret address, as they chose topic by topic."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from inbox import choices, feeds, notices
from inbox.choices import Way
from inbox.models import Feed
from inbox.topics import Topic

NOW = timezone.now()
ATOM = "{http://www.w3.org/2005/Atom}"
Person = Any  # a row of accounts.User, which this app does not import


def tell(person: Person, topic: Topic, subject: str, body: str = "") -> None:
    notices.tell(person, subject=subject, body=body, topic=topic, url="/wallet/", now=NOW)


def read(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314


def entries(client: Client, key: str) -> list[ET.Element]:
    answer = client.get(reverse("inbox:feed", args=[key]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    return read(answer.content).findall(f"{ATOM}entry")


def said(entry: ET.Element) -> str:
    return entry.findtext(f"{ATOM}title") or ""


def test_a_feed_says_what_its_person_was_told_and_nothing_of_others(client: Client, ben: Person, cleo: Person) -> None:
    tell(ben, Topic.PAY, "You were paid", "For <b>this</b>\x0b task.\n\nThank you.")
    tell(cleo, Topic.PAY, "Cleo was paid")

    (entry,) = entries(client, feeds.open_new(ben).key)

    assert said(entry) == "You were paid"
    html = entry.findtext(f"{ATOM}summary") or ""
    assert "<p>For &lt;b&gt;this&lt;/b&gt; task.</p>" in html
    (link,) = entry.findall(f"{ATOM}link")
    assert "/notices/" in link.attrib["href"]


def test_the_newest_come_first_and_old_ones_go(client: Client, ben: Person) -> None:
    for number in range(feeds.IN_A_FEED + 2):
        tell(ben, Topic.PAY, f"Number {number}")

    found = entries(client, feeds.open_new(ben).key)

    assert (len(found), said(found[0])) == (feeds.IN_A_FEED, f"Number {feeds.IN_A_FEED + 1}")


def test_a_topic_taken_out_is_not_in_it_and_stands_in_the_notices(client: Client, ben: Person) -> None:
    choices.choose(ben, ways={Topic.PAY: Way(feed=False)})
    tell(ben, Topic.PAY, "You were paid")
    tell(ben, Topic.NEWS, "Something new")

    found = entries(client, feeds.open_new(ben).key)
    client.force_login(ben)

    assert [said(one) for one in found] == ["Something new"]
    assert "You were paid" in client.get(reverse("inbox:notices")).content.decode()


def test_the_grid_has_a_column_for_it_once_there_is_one(client: Client, ben: Person) -> None:
    client.force_login(ben)
    page = reverse("inbox:choices")
    without = client.get(page)
    assert "In your feed" not in without.content.decode()
    typed = {name: field.initial for name, field in without.context["form"].fields.items() if field.initial}
    client.post(page, {**typed, "hour": "8"})
    assert choices.ways_of(ben)[Topic.PAY].feed

    client.post(reverse("inbox:open_feed"))
    shown = client.get(page).content.decode()
    client.post(page, {**typed, "hour": "8", "feed_news": "on"})

    assert shown.count("In your feed") == len(choices.topics_for(ben))
    assert Feed.objects.get().key in shown
    ways = choices.ways_of(ben)
    assert (ways[Topic.NEWS].feed, ways[Topic.PAY].feed) == (True, False)


@pytest.mark.parametrize("verb", ["inbox:open_feed", "inbox:close_feed"])
def test_an_address_that_was_changed_or_closed_leads_nowhere(client: Client, ben: Person, verb: str) -> None:
    key = feeds.open_new(ben).key
    client.force_login(ben)

    client.post(reverse(verb))

    assert client.get(reverse("inbox:feed", args=[key])).status_code == 404
    assert Feed.objects.count() == (verb == "inbox:open_feed")


def test_it_speaks_the_language_of_its_person(client: Client, ben: Person) -> None:
    ben.language = "es"
    ben.save(update_fields=["language"])

    answer = client.get(reverse("inbox:feed", args=[feeds.open_new(ben).key]))

    with translation.override("es"):
        assert read(answer.content).findtext(f"{ATOM}title") == translation.gettext("Notices")


def test_nobody_is_told_any_more_whose_account_is_closed(client: Client, ben: Person) -> None:
    key = feeds.open_new(ben).key
    ben.is_active = False
    ben.save(update_fields=["is_active"])

    assert client.get(reverse("inbox:feed", args=[key])).status_code == 404
