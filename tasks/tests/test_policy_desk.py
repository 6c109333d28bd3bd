"""How staff write the policy: versions that are never changed once in force, and phrases that count at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import editions, phrases, policy
from tasks.models import Edition, Phrase, Rule
from tests import make

NOW = timezone.now()


@pytest.fixture
def first(db: None) -> Edition:
    return Edition.objects.get()


def typed(edition: Edition, **changes: Any) -> dict[str, Any]:
    """The form of an edition as a browser sends it, its first rule with another title."""
    rules = list(edition.rules.order_by("number"))
    fields = {"note": "Clearer words.", "effective_at_0": "", "effective_at_1": "", **changes}
    fields |= {"rules-TOTAL_FORMS": len(rules), "rules-INITIAL_FORMS": len(rules)}
    for place, rule in enumerate(rules):
        for name in ("id", "number", "subject", "title", "sentence", "forbidden", "allowed", "fix"):
            fields[f"rules-{place}-{name}"] = getattr(rule, name)
    return fields | {"rules-0-title": "Ads are not for clicking"}


def test_the_next_edition_begins_with_the_rules_of_one_before(first: Edition, sam: User) -> None:
    made = editions.begin(first, by=sam)

    assert (made.number, made.effective_at, made.made_by) == (2, None, sam)
    assert list(made.rules.order_by("number").values_list("title")) == list(
        first.rules.order_by("number").values_list("title")
    )
    assert policy.edition(now=NOW) == first


def test_staff_write_an_edition_and_say_from_when_it_counts(client: Client, first: Edition, sam: User) -> None:
    client.force_login(sam)
    client.post(f"/admin/tasks/edition/{first.pk}/copy/")
    made = Edition.objects.get(number=2)
    day = timezone.now() + timedelta(days=3)

    given = typed(made, effective_at_0=day.strftime("%Y-%m-%d"), effective_at_1=day.strftime("%H:%M:%S"))
    client.post(f"/admin/tasks/edition/{made.pk}/change/", given)

    assert policy.edition(now=NOW) == first
    assert policy.edition(now=NOW + timedelta(days=4)) == made
    assert made.rules.get(number=1).title == "Ads are not for clicking"
    assert first.rules.get(number=1).title == "No clicks on ads"


def test_an_edition_cannot_count_from_a_day_that_is_past(client: Client, first: Edition, sam: User) -> None:
    made = editions.begin(first, by=sam)
    client.force_login(sam)

    given = typed(made, effective_at_0="2026-01-01", effective_at_1="10:00:00")
    page = client.post(f"/admin/tasks/edition/{made.pk}/change/", given).content.decode()

    assert "Choose a time to come" in page
    assert make.fresh(made).effective_at is None


def test_an_edition_in_force_is_not_changed(client: Client, first: Edition, sam: User) -> None:
    client.force_login(sam)

    answer = client.post(f"/admin/tasks/edition/{first.pk}/change/", typed(first))

    assert answer.status_code == 403
    assert Rule.objects.get(number=1).title == "No clicks on ads"


def test_a_new_phrase_counts_at_once(client: Client, sam: User) -> None:
    client.force_login(sam)

    client.post("/admin/tasks/phrase/add/", {"words": "moon* cheese", "subject": "adult", "weight": "100"})

    judgement = policy.judge_pieces([policy.Piece("step", 1, "Eat the MOONY cheese.")], now=NOW)
    assert [one.rule.subject for one in judgement.blocked] == ["adult"]


@pytest.mark.parametrize("words", ["*", "...", "x", "click* b*", "click*|", "a|b"])
def test_a_phrase_found_everywhere_is_refused(client: Client, sam: User, words: str) -> None:
    client.force_login(sam)

    page = client.post("/admin/tasks/phrase/add/", {"words": words, "subject": "adult", "weight": "100"})

    assert "Write at least one word of two letters" in page.content.decode()
    assert not Phrase.objects.filter(words=words).exists()


@pytest.mark.parametrize("unless", ["*", "field|", "^a", "field|x*"])
def test_what_would_excuse_every_sentence_is_refused(client: Client, sam: User, unless: str) -> None:
    client.force_login(sam)
    given = {"words": "moon* cheese", "unless": unless, "subject": "adult", "weight": "100"}

    page = client.post("/admin/tasks/phrase/add/", given).content.decode()

    assert "Write at least one word of two letters" in page
    assert not Phrase.objects.filter(words="moon* cheese").exists()


def test_staff_say_where_a_phrase_counts_and_where_not(client: Client, sam: User) -> None:
    client.force_login(sam)
    given = {"words": "moon* cheese", "unless": "^is|picture*", "only_asked": "on", "subject": "adult", "weight": "100"}

    client.post("/admin/tasks/phrase/add/", given)

    said = [("proof", "Moon cheese"), ("step", "Moon cheese"), ("proof", "Pictures of moon cheese")]
    found = [bool(policy.judge_pieces([policy.Piece(kind, 1, text)], now=NOW).blocked) for kind, text in said]
    assert found == [True, False, False]


def test_every_phrase_of_the_first_policy_is_sound(db: None) -> None:
    every = list(Phrase.objects.all())

    assert [phrase.words for phrase in every if not phrases.is_sound(phrase.words)] == []
    assert [phrase.words for phrase in every if not phrases.is_sound_excuse(phrase.unless)] == []
