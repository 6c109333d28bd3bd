"""Stopping letters by one click, from a browser and from a mail program, without signing in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inbox import choices, stopping
from inbox.choices import Way
from inbox.topics import Mail, Topic

Person = Any  # a row of accounts.User, which this app does not import


@pytest.fixture
def stranger() -> Client:
    """A browser nobody is signed in with, that minds forged requests as real ones are minded."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_stops_a_topic_with_one_post(stranger: Client, ben: Person) -> None:
    address = stopping.address(ben, topic=Topic.ALERTS)

    answer = stranger.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert choices.ways_of(ben)[Topic.ALERTS] == Way(mail=Mail.NONE)
    assert {way.mail for topic, way in choices.ways_of(ben).items() if topic != Topic.ALERTS} == {Mail.URGENT}


def test_opening_the_address_changes_nothing(stranger: Client, ben: Person) -> None:
    page = stranger.get(stopping.address(ben, topic=Topic.ALERTS)).content.decode()

    assert page.count("Stop these letters") == 1
    assert choices.ways_of(ben)[Topic.ALERTS].mail == Mail.URGENT


def test_there_is_a_way_back(stranger: Client, ben: Person) -> None:
    choices.choose(ben, ways={Topic.ALERTS: Way(site=False)})
    address = stopping.address(ben, topic=Topic.ALERTS)

    stopped = stranger.post(address).content.decode()
    again = stranger.post(address, {"again": "1"}).content.decode()

    assert ("Mail me again" in stopped, "Mail me again" in again) == (True, False)
    assert choices.ways_of(ben)[Topic.ALERTS] == Way(site=False)


def test_stopping_the_digest_silences_no_money(stranger: Client, ben: Person) -> None:
    choices.choose(ben, ways={Topic.PAY: Way(mail=Mail.DAILY), Topic.NEWS: Way(mail=Mail.DAILY)})

    stranger.post(stopping.address(ben, topic=None))

    ways = choices.ways_of(ben)
    assert (ways[Topic.PAY].mail, ways[Topic.NEWS].mail) == (Mail.URGENT, Mail.NONE)


@pytest.mark.parametrize("change", [str.upper, lambda token: token[:-1], lambda token: token.replace("alerts", "news")])
def test_an_address_nobody_signed_is_none(stranger: Client, ben: Person, change: Any) -> None:
    token = stopping.address(ben, topic=Topic.ALERTS).split("/")[-2]

    assert stranger.post(reverse("inbox:stop", args=[change(token)])).status_code == 404
    assert choices.ways_of(ben)[Topic.ALERTS].mail == Mail.URGENT


def test_serious_topics_and_people_who_left_have_no_address(stranger: Client, ben: Person, cleo: Person) -> None:
    left = stopping.address(cleo, topic=Topic.ALERTS)
    cleo.is_active = False
    cleo.save(update_fields=["is_active"])

    answers = [stranger.post(address) for address in (left, stopping.address(ben, topic=Topic.MONEY))]

    assert [answer.status_code for answer in answers] == [404, 404]
