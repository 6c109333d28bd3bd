"""Changing the rules of the market while it runs.

The environment says what a rule is; a row says otherwise. ``settings.RULES`` is one object in each process, and reading
it asks nobody. Whoever serves pages or does jobs looks at most every ``LOOK_EVERY`` seconds whether a rule was changed,
and sets the new values in that object. So a change holds everywhere within a minute, and nothing has to start anew.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from redis import RedisError

from picomarket.lib import rule_facts, statements
from picomarket.lib.refusals import Refused
from picomarket.lib.rules import Rules

from . import deeds, staff_log
from .models import RuleChange, User

logger = logging.getLogger(__name__)

LOOK_EVERY = 20
# Where the number of the newest change is kept, and for how long: a cache that lost or missed one is asked past then.
NEWEST, KEPT_FOR = "newest-rule-change", 30
# The key of the lock behind which rules are changed.
TURNSTILE = 0x72756C6573
# The object everybody reads, and what the environment made of it.
LIVE: Rules = settings.RULES
GIVEN: Rules = replace(LIVE)


@dataclass(slots=True)
class Following:
    """Whether this process follows changes, which one it has, and when it looks again, by its own clock."""

    begun: bool = False
    has: int | None = None
    look_at: float = 0


_following = Following()


class RuleRefused(Refused):
    """A value a rule cannot have, a rule that is read at the start alone, or a change without a reason."""


def change(name: str, *, value: str, reason: str, by: User, now: datetime) -> RuleChange:
    """Let a rule be another from now on; an empty value lets it be what the environment says. No money moves, and what
    was quoted, published or claimed keeps the prices it has. Raises RuleRefused.
    """
    fact = rule_facts.facts()[name]
    if fact.fixed:
        raise RuleRefused(str(fact.fixed))
    if len(reason.strip()) < 5:
        raise RuleRefused(_("Write why: others read it in the history."))
    with transaction.atomic():
        _alone()
        before, after = _become(fact, value.strip(), _rows())
        kept = after if value.strip() else ""
        row = RuleChange.objects.create(name=name, before=before, value=kept, reason=reason.strip(), by=by, at=now)
        staff_log.write(
            by=by,
            what=_said(fact, before, after),
            reason=row.reason,
            url=reverse("admin:accounts_rulechange_change", args=[name]),
            now=now,
        )
        transaction.on_commit(lambda: _announce(row.pk))
    return row


def _said(fact: rule_facts.Fact, before: str, after: str) -> str:
    """For the log, so in the language of the code."""
    with translation.override(None):
        return deeds.RULE.format(rule=fact.label, before=before, after=after)


def preview(name: str, *, value: str) -> tuple[str, str]:
    """What a rule is, and what it would become. Raises RuleRefused."""
    return _become(rule_facts.facts()[name], value.strip(), _rows())


def follow() -> None:
    """From now on this process looks for changes. Called as a server or a worker starts."""
    _following.begun = True


def look() -> None:
    """Have what was changed, where it is time to look. Cheap: mostly it asks nobody, then the cache, then the table."""
    if not _following.begun or time.monotonic() < _following.look_at:
        return
    _following.look_at = time.monotonic() + LOOK_EVERY
    newest = _newest()
    if newest != _following.has:
        apply()
        _following.has = newest


def apply() -> None:
    """Set what holds now in the object this process reads."""
    wanted = _rules(_rows())
    for field in fields(Rules):
        # Nobody else may: the object is frozen for everybody but this.
        object.__setattr__(LIVE, field.name, getattr(wanted, field.name))


def history(name: str) -> list[RuleChange]:
    return list(RuleChange.objects.filter(name=name).select_related("by").order_by("-pk"))


def set_here() -> dict[str, str]:
    """The rules that are not what the environment says, by name."""
    return {name: value for name, value in _rows().items() if value}


def _announce(newest: int) -> None:
    apply()
    _following.has = newest
    _spread(newest)


def _newest() -> int:
    """The number of the newest change. Without its cache a process asks the table each time it looks."""
    try:
        known: int | None = cache.get(NEWEST)
    except RedisError:
        logger.warning("The cache does not answer: rules are looked for in the table.")
        known = None
    if known is not None:
        return known
    newest = RuleChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _spread(newest)
    return newest


def _spread(newest: int) -> None:
    """Let other processes know. Those that miss it ask the table when what they know is too old."""
    try:
        cache.set(NEWEST, newest, KEPT_FOR)
    except RedisError:
        logger.warning("The cache does not answer: a changed rule holds elsewhere a little later.")


def _alone() -> None:
    """Until the transaction ends nobody else changes a rule: each change is checked against all others. There may be
    no row yet that could be locked instead."""
    statements.take_turns(TURNSTILE)


def _rows() -> dict[str, str]:
    """The newest value of each rule that was ever changed."""
    return dict(RuleChange.objects.order_by("pk").values_list("name", "value"))


def _rules(values: dict[str, str]) -> Rules:
    """The environment's rules with these over them. What fits no more is left out and logged, not broken by."""
    known, read = rule_facts.facts(), GIVEN
    for name, value in values.items():
        if value and name in known and not known[name].fixed:
            try:
                read = _with(read, known[name], value)
            except ValueError as error:
                logger.error("the rule %s cannot be %r any more: %s", name, value, error)
    return read


def _checked(fact: rule_facts.Fact, value: str, others: dict[str, str]) -> Rules:
    try:
        wanted = _rules({name: one for name, one in others.items() if name != fact.name})
        wanted = _with(wanted, fact, value) if value else wanted
        rule_facts.check(wanted)
    except ValueError as error:
        raise RuleRefused(str(error)) from error
    return wanted


def _become(fact: rule_facts.Fact, value: str, others: dict[str, str]) -> tuple[str, str]:
    before = rule_facts.text(getattr(_rules(others), fact.name))
    after = rule_facts.text(getattr(_checked(fact, value, others), fact.name))
    if before == after and (after if value else "") == others.get(fact.name, ""):
        raise RuleRefused(_("This is its value already."))
    return before, after


def _with(rules: Rules, fact: rule_facts.Fact, value: str) -> Rules:
    changed: dict[str, Any] = {fact.name: rule_facts.read(fact, value)}
    return replace(rules, **changed)
