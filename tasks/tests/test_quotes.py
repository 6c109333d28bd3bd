"""The exact quote: it holds for a quarter of an hour, whatever changes, and is shown anew after that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from tasks import drafts, pricing, publishing, quotes
from tasks.models import Category, MinimumReward, StandingQuote, Task
from tests import make

NOW = timezone.now()
LATER = NOW + timedelta(minutes=16)


def made_dearer(task: Task) -> None:
    MinimumReward.objects.create(category_id=task.category_id or 0, reward=usd("2"), holds_from=NOW.date())


def publish(draft: Task, ann: User, **how: Any) -> Task:
    return publishing.publish(draft, by=ann, agreed=usd("1.10"), **how)


def test_a_quote_given_before_a_price_changes_is_kept_to(ann: User) -> None:
    draft = make.draft(ann)
    quotes.give(draft, by=ann, now=NOW)

    made_dearer(draft)

    assert publish(draft, ann, now=NOW + timedelta(minutes=14)).reward == usd("0.10")


def test_without_a_quote_todays_price_counts(ann: User) -> None:
    draft = make.draft(ann)
    made_dearer(draft)

    with pytest.raises(pricing.BelowMinimum):
        publish(draft, ann, now=NOW)
    with pytest.raises(pricing.BelowMinimum):
        quotes.give(draft, by=ann, now=NOW)


def test_a_quote_keeps_the_commission_too(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make.draft(ann)
    quotes.give(draft, by=ann, now=NOW)

    monkeypatch.setattr("picomarket.lib.rules.Rules.employer_ppm", 400_000)

    assert publish(draft, ann, now=NOW).price.cost == usd("0.11")


def test_an_expired_quote_is_given_anew_and_nothing_is_charged(ann: User) -> None:
    draft = make.draft(ann)
    first = quotes.give(draft, by=ann, now=NOW)

    with pytest.raises(quotes.QuoteExpired):
        publish(draft, ann, now=LATER)

    again = quotes.give(draft, by=ann, now=LATER)
    assert (again.pk, again.expires_at) == (first.pk, LATER + timedelta(minutes=15))
    assert publish(draft, ann, now=LATER).state == Task.State.PUBLISHED


def test_looking_again_does_not_make_a_quote_last_longer(ann: User) -> None:
    draft = make.draft(ann)
    first = quotes.give(draft, by=ann, now=NOW)

    assert quotes.give(draft, by=ann, now=NOW + timedelta(minutes=9)).expires_at == first.expires_at


@pytest.mark.parametrize(("fields", "cost"), [({"slots": 11}, "1.21"), ({"reward": usd("0.20")}, "2.20")])
def test_a_quote_is_none_for_what_is_written_since(ann: User, fields: dict[str, Any], cost: str) -> None:
    draft = make.draft(ann)
    quotes.give(draft, by=ann, now=NOW)

    drafts.write(draft, by=ann, fields=fields)

    with pytest.raises(publishing.QuoteChanged):
        publish(draft, ann, now=NOW)
    again = quotes.give(draft, by=ann, now=NOW)
    assert again.price.cost * again.slots == usd(cost)


def test_a_quote_holds_for_no_other_kind_of_work(ann: User) -> None:
    draft = make.draft(ann)
    quotes.give(draft, by=ann, now=NOW)
    other = Category.objects.kinds().exclude(pk=draft.category_id or 0).first()
    assert other is not None

    drafts.write(draft, by=ann, fields={"category": other})
    made_dearer(make.fresh(draft))

    with pytest.raises(pricing.BelowMinimum):
        quotes.give(draft, by=ann, now=NOW)
    with pytest.raises(pricing.BelowMinimum):
        publish(draft, ann, now=NOW)


def test_a_quote_is_none_for_another_file(ann: User) -> None:
    draft = make.batch_draft(ann, rows=1)
    shown = quotes.give(draft, by=ann, now=NOW)
    make.upload(draft, "name,page\nOne,a\nTwo,b\nThree,c\n")
    draft = make.fresh(draft)

    again = quotes.give(draft, by=ann, now=NOW)

    assert (shown.slots, again.slots) == (1, 3)
    cost = again.price.cost * 3
    assert publishing.publish(draft, by=ann, agreed=cost, now=NOW).state == Task.State.PUBLISHED


def test_a_new_title_leaves_the_quote(ann: User) -> None:
    draft = make.draft(ann)
    first = quotes.give(draft, by=ann, now=NOW)

    drafts.write(draft, by=ann, fields={"title": "Count the birds at a feeder"})

    assert quotes.give(draft, by=ann, now=NOW + timedelta(minutes=9)).expires_at == first.expires_at


def test_the_page_shows_an_expired_quote_anew(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    client.get(f"/tasks/{draft.public_id}/draft/quote/")
    StandingQuote.objects.update(expires_at=NOW - timedelta(seconds=1))

    page = client.post(f"/tasks/{draft.public_id}/publish/", {"total": "1.10"}, follow=True).content.decode()

    assert "The quote had expired" in page
    assert "Publish for" in page
    assert StandingQuote.objects.get().holds_at(timezone.now())
