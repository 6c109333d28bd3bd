"""A list of the desk says over its rows what they were chosen by, and lets each of it be taken off."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from picomarket import desk
from tests import make

NOW = timezone.now()


@pytest.fixture
def rana(db: None) -> Client:
    client = Client()
    client.force_login(make.person("rana", staff=True))
    return client


def narrowed(client: Client, list_of: str, query: str = "") -> dict[str, str]:
    """What the list says it is narrowed by, as a screen reader says it, and where each of it leads."""
    page = client.get(reverse(f"admin:{list_of}_changelist") + query)
    assert page.status_code == 200, page
    return links(page.content.decode())


def links(page: str) -> dict[str, str]:
    (box,) = re.findall(r'<ul class="narrowed".*?</ul>', page, re.DOTALL) or [""]
    found = re.findall(r'<a [^>]*?href="([^"]*)">(.*?)</a>', box, re.DOTALL)
    return {" ".join(re.sub(r"<.*?>|×", "", words).split()): unescape(url) for url, words in found}


def test_a_list_that_is_not_narrowed_says_nothing_of_it(rana: Client) -> None:
    assert narrowed(rana, "wallet_payout") == {}


def test_one_filter_is_named_as_the_filter_names_it_and_can_be_taken_off(rana: Client) -> None:
    assert narrowed(rana, "wallet_payout", "?clock=next&o=1") == {"Take off: Promise: Goes with the next run": "?o=1"}


def test_more_of_them_and_the_search_are_taken_off_one_by_one_or_all(rana: Client) -> None:
    said = narrowed(rana, "wallet_payout", "?q=ben&clock=held&state__exact=requested&o=1&_facets=True")

    assert said == {
        "Take off: Search: ben": "?_facets=True&clock=held&o=1&state__exact=requested",
        "Take off: State: Waiting for the next run": "?_facets=True&clock=held&o=1&q=ben",
        "Take off: Promise: Held": "?_facets=True&o=1&q=ben&state__exact=requested",
        "Take all off": "?_facets=True&o=1",
    }


def test_what_an_address_alone_narrows_by_is_said_too(rana: Client, ann: User) -> None:
    task = make.task(ann)

    said = narrowed(
        rana, "submissions_submission", f"?task__id__exact={task.pk}&review_until__lte=2026-05-06T07:08:00Z"
    )

    assert list(said) == [
        f"Take off: Task: {task}",
        "Take off: Review until: up to 6 May 2026, 07:08",
        "Take all off",
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("pk__in=1,2", "ID: 1, 2"),
        ("task__pk=0", "Task: 0"),
        ("claimed_at__month=5", "Claimed at: 5"),
        ("closed_at__isnull=True", "Closed at: none"),
        ("state__in=approved,rejected", "State: Approved and paid, Rejected"),
        # The year, month and day of a list are one thing to take off.
        ("claimed_at__year=2026", "Claimed at: 2026"),
        ("claimed_at__year=2026&claimed_at__month=5", "Claimed at: May 2026"),
        ("claimed_at__year=2026&claimed_at__month=5&claimed_at__day=6", "Claimed at: 6 May 2026"),
    ],
)
def test_any_other_way_to_narrow_by_is_said_as_well_as_can_be(rana: Client, query: str, said: str) -> None:
    assert narrowed(rana, "submissions_submission", f"?{query}&o=1") == {f"Take off: {said}": "?o=1"}


def test_two_choices_at_once_are_both_named_as_the_filter_names_them(rana: Client) -> None:
    said = narrowed(rana, "wallet_deposit", "?rail__in=manual,paypal,unheard")

    assert said == {"Take off: Rail: Bank transfer, PayPal, unheard": "?"}


def test_every_queue_of_the_front_page_leads_to_a_list_that_says_what_it_holds(rana: Client) -> None:
    queues = desk.queues(User.objects.get(email="rana@example.org"), now=NOW)
    unsaid = [queue.url for queue in queues if not links(rana.get(queue.url).content.decode())]

    assert queues
    assert unsaid == []


def test_no_list_of_the_desk_leaves_out_rows_of_itself(rana: Client) -> None:
    """A list whose beginning were a choice would have to say so."""
    for model, shown in admin.site._registry.items():
        page = rana.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        for spec in page.context["cl"].filter_specs if "cl" in (page.context or {}) else []:
            first, *_others = spec.choices(page.context["cl"])
            assert first["selected"], (shown, spec.title)
