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
from tasks.models import MinimumReward, StandingQuote, Task
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


def test_writing_the_draft_ends_its_quote(ann: User) -> None:
    draft = make.draft(ann)
    quotes.give(draft, by=ann, now=NOW)

    drafts.write(draft, by=ann, fields={"slots": 11})

    assert not StandingQuote.objects.exists()
    with pytest.raises(publishing.QuoteChanged):
        publish(draft, ann, now=NOW)


def test_the_page_shows_an_expired_quote_anew(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    client.get(f"/tasks/{draft.public_id}/draft/quote/")
    StandingQuote.objects.update(expires_at=NOW - timedelta(seconds=1))

    page = client.post(f"/tasks/{draft.public_id}/publish/", {"total": "1.10"}, follow=True).content.decode()

    assert "The quote had expired" in page
    assert "Publish for" in page
    assert StandingQuote.objects.get().holds_at(timezone.now())
