"""Two rules changed at the same moment: each is checked against what the other one became."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

from accounts import rule_changes
from accounts.models import RuleChange
from tests import make
from tests.threads import at_once

WHY = "Two weeks of quiet showed that less is enough."


def test_two_changes_at_once_never_contradict_each_other(committed_db: None) -> None:
    sam, now = make.person("sam", staff=True), timezone.now()
    change = partial(rule_changes.change, reason=WHY, by=sam, now=now)

    at_once(partial(change, "minimum_slots", value="50"), partial(change, "maximum_slots", value="40"))

    assert RuleChange.objects.count() == 1
