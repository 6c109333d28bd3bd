"""Accounts of the demo market that may be one person's, and two people who share a laptop."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts import households, links, traces
from referrals import rewards

from .town import Town

# Neither Ben nor whom he brought: visitors work as him.
FIRST = 3


def notice(town: Town, now: datetime) -> None:
    """Last of all, because from then on the two cannot do the same task. Their referral waits for somebody to look."""
    one, other, third = (worker.user for worker in town.workers[FIRST : FIRST + 3])
    brought = rewards.attribute(other, referrer=one, now=other.date_joined)
    sides = (brought.referrer, brought.referred) if brought else (one, other)
    for person in sides:
        traces.note(person, traces.device("phone"), now=now - timedelta(hours=2))
    for person in (one, third):
        traces.note(person, traces.device("laptop"), now=now - timedelta(days=2))
    said = households.declare(third, public_id=one.public_id, words="My brother. We share a laptop.", now=now)
    households.confirm(said, by=one, now=now)
    links.weigh_due(now=now)
