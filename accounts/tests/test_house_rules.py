"""The edition of the rules of the house: a sanction keeps the one it was decided by, and its person reads it."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import house_rules, standing
from accounts.models import User
from tests import make

NOW = timezone.now()
# What the rules said in each edition. Whoever changes a word adds a day here, and leaves the others.
EDITIONS = {date(2026, 11, 29): "4814519668475e41"}


def test_rules_that_change_get_a_new_edition() -> None:
    said = [(rule.number, str(rule.title), str(rule.words), rule.is_fraud) for rule in house_rules.RULES]
    fingerprint = hashlib.sha256(repr((said, [str(one) for one in house_rules.NEVER])).encode()).hexdigest()[:16]

    assert {house_rules.EDITION: fingerprint} == {max(EDITIONS): EDITIONS[max(EDITIONS)]}


def test_a_sanction_keeps_the_edition_and_says_when_the_rules_changed_since(
    client: Client, ben: User, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = standing.warn(ben, make.grounds(), role="", by=sam, now=NOW)
    client.force_login(ben)

    before = client.get(given.get_absolute_url()).content.decode()
    monkeypatch.setattr(house_rules, "EDITION", date(2027, 2, 1))
    after = client.get(given.get_absolute_url()).content.decode()

    assert given.edition == date(2026, 11, 29)
    assert "as of 29 Nov 2026" in ben.notices.get().body
    assert "It was decided by the rules of 29 Nov 2026." in before
    assert ("They were changed since" in before, "They were changed since" in after) == (False, True)
    assert "These are the rules as of 1 Feb 2027." in client.get(reverse("accounts:rules")).content.decode()
