"""Links: accounts that may be one person's, by the traces they share. A hint with its reasons; nobody is judged by it.

From ``link_shown`` on a link is kept and the staff sees it. From ``link_closes`` on the two cannot do the same task:
``User.linked`` holds their keys, so that a claim and the feed need not look for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picomarket.lib import statements
from picomarket.lib.counting import figure
from picomarket.lib.sweeps import sweep

from . import signals, traces
from .models import Household, Link, Trace, User

Pair = tuple[int, int]
AT_ONCE, ROUNDS = 500, 20
# With so many others a trace is compared, the newest first: ten accounts are found, a crowd costs no more.
MOST_OTHERS = 50
# A thing that can be shared by chance counts so often and no more, so that it closes nothing by itself.
MOST_COUNTED = 2
CHANGING = ["devices", "networks", "payouts", "proofs", "score", "counted", "changed_at"]
# The key of the lock behind which links are weighed.
TURNSTILE = 0x6C696E6B73


class Shared(NamedTuple):
    """How many traces of each kind two people share."""

    devices: int = 0
    networks: int = 0
    payouts: int = 0
    proofs: int = 0

    @property
    def by_money_and_work(self) -> int:
        """What counts also between people who share a device or a home."""
        rules = settings.RULES
        return rules.link_payout * min(self.payouts, 1) + rules.link_proof * min(self.proofs, MOST_COUNTED)

    @property
    def by_place(self) -> int:
        rules = settings.RULES
        return rules.link_device * min(self.devices, 1) + rules.link_network * min(self.networks, MOST_COUNTED)


def weigh_due(*, now: datetime) -> int:
    """Look whom the traces left since the last time link; how many were looked at."""
    done = 0
    for _round in range(ROUNDS):
        due = list(Trace.objects.filter(is_weighed=False).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        done += sweep(due, lambda keys: _weigh_traces(keys, now=now))
        if len(due) < AT_ONCE:
            break
    return done


def weigh_own(person: User, *, now: datetime) -> None:
    """Weigh at once what this person left a moment ago, so that it counts in what they do now.

    One question where nothing waits. Networks are left to the job: each hour brings one, and they close nothing by
    themselves.
    """
    due = [key for (key,) in statements.rows(_OWN, [person.pk])]
    if due:
        _weigh_traces(due, now=now)


def _weigh_traces(keys: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        weigh(_pairs_by(keys), now=now)
        # In the order in which they are noted, as somebody may be noted, or claim, at the same moment.
        rows = Trace.objects.filter(pk__in=keys).order_by("kind", "mark", "person").select_for_update(no_key=True)
        held = list(rows.values_list("pk", flat=True))
        return Trace.objects.filter(pk__in=held).update(is_weighed=True)


def sweep_old(*, now: datetime) -> int:
    """Forget traces whose days are over and weigh their people's links without them; how many people."""
    with transaction.atomic():
        people = traces.forget_old(now=now)
        touched = Link.objects.filter(Q(one__in=people) | Q(other__in=people))
        weigh(touched.values_list("one", "other"), now=now)
    return len(people)


_OWN = """
    SELECT id FROM accounts_trace WHERE person_id = %s AND NOT is_weighed AND kind IN (1, 3, 4)
"""
_PAIRS = """
    SELECT DISTINCT least(mine.person_id, theirs.person_id), greatest(mine.person_id, theirs.person_id)
      FROM accounts_trace AS mine
     CROSS JOIN LATERAL (SELECT person_id FROM accounts_trace
                          WHERE kind = mine.kind AND mark = mine.mark AND person_id <> mine.person_id
                          ORDER BY id DESC LIMIT %(most)s) AS theirs
     WHERE mine.id = ANY (%(keys)s)
"""
# A network or proof that a crowd has says nothing of any two of them.
_SHARED = """
    SELECT pair.one, pair.other, mine.kind, count(*)
      FROM unnest(%(ones)s::bigint[], %(others)s::bigint[]) AS pair (one, other)
      JOIN accounts_trace AS mine ON mine.person_id = pair.one
      JOIN accounts_trace AS theirs ON theirs.kind = mine.kind AND theirs.mark = mine.mark
                                   AND theirs.person_id = pair.other
     WHERE mine.kind IN (1, 3)
        OR (SELECT count(*) FROM (SELECT FROM accounts_trace AS crowd WHERE crowd.kind = mine.kind
                                     AND crowd.mark = mine.mark LIMIT %(crowd)s + 1) AS few) <= %(crowd)s
     GROUP BY 1, 2, 3
"""

_UNLINK = """
    DELETE FROM accounts_link AS link USING unnest(%s::bigint[], %s::bigint[]) AS gone (one, other)
     WHERE link.one_id = gone.one AND link.other_id = gone.other
"""


def _pairs_by(keys: Sequence[int]) -> list[Pair]:
    return [(one, other) for one, other in statements.rows(_PAIRS, {"keys": list(keys), "most": MOST_OTHERS})]


def weigh(pairs: Iterable[Pair], *, now: datetime) -> None:
    """Find anew what these pairs share and keep it; tell whoever listens of pairs that are linked. In a transaction."""
    wanted = sorted({(min(pair), max(pair)) for pair in pairs})
    if not wanted:
        return
    alone()
    people = sorted({key for pair in wanted for key in pair})
    shared, homes = _shared(wanted), _homes(people)
    rows = [_link(pair, shared[pair], at_home=pair in homes, now=now) for pair in wanted]
    kept = [row for row in rows if row.score >= settings.RULES.link_shown]
    if kept:
        signals.linked.send(Link, links=kept, now=now)
    _forget([(row.one_id, row.other_id) for row in rows if row.score < settings.RULES.link_shown])
    Link.objects.bulk_create(kept, update_conflicts=True, unique_fields=["one", "other"], update_fields=CHANGING)
    _remember(people)


def _forget(pairs: Sequence[Pair]) -> None:
    """Delete what links these pairs."""
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(_UNLINK, [[one for one, _other in pairs], [other for _one, other in pairs]])


def alone() -> None:
    """Until the transaction ends nobody else weighs: what is kept of a person is the sum of their links."""
    statements.take_turns(TURNSTILE)


def _shared(pairs: Sequence[Pair]) -> dict[Pair, Shared]:
    ones, others = [one for one, _other in pairs], [other for _one, other in pairs]
    given = {"ones": ones, "others": others, "crowd": settings.RULES.link_crowd}
    counts: defaultdict[Pair, dict[int, int]] = defaultdict(dict)
    for one, other, kind, count in statements.rows(_SHARED, given):
        counts[one, other][kind] = count
    return {pair: Shared(*(counts[pair].get(kind, 0) for kind in Trace.Kind)) for pair in pairs}


def _homes(people: Iterable[int]) -> set[Pair]:
    """Pairs of these who both say that they share a device or a home."""
    said = Household.objects.confirmed().filter(asked_by__in=people, other__in=people)
    return {(min(pair), max(pair)) for pair in said.values_list("asked_by", "other")}


def _link(pair: Pair, shared: Shared, *, at_home: bool, now: datetime) -> Link:
    score = shared.by_money_and_work + shared.by_place
    counted = shared.by_money_and_work if at_home else score
    one, other = pair
    dates = {"found_at": now, "changed_at": now}
    return Link(one_id=one, other_id=other, score=score, counted=counted, **shared._asdict(), **dates)


def _remember(people: Sequence[int]) -> None:
    """Keep with each person whose tasks they cannot do too."""
    closing = Link.objects.filter(counted__gte=settings.RULES.link_closes)
    linked: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in closing.filter(Q(one__in=people) | Q(other__in=people)).values_list("one", "other"):
        linked[one].append(other)
        linked[other].append(one)
    known = User.objects.filter(pk__in=people).values_list("pk", "linked")
    changed = [key for key, before in known if before != sorted(linked[key])]
    rows = list(User.objects.filter(pk__in=changed).order_by("pk").select_for_update(no_key=True).only("pk"))
    for row in rows:
        row.linked = sorted(linked[row.pk])
    User.objects.bulk_update(rows, ["linked"], batch_size=AT_ONCE)


def of(person: User) -> list[Link]:
    """The links of one person, the strongest first, with both sides at hand."""
    return list(Link.objects.of(person.pk).select_related("one", "other"))


def between(one: int, other: int) -> Link | None:
    return Link.objects.filter(one=min(one, other), other=max(one, other)).first()


def near(people: Collection[int]) -> set[int]:
    """Who shares anything with one of these, however little, or says so: nobody to judge what these do."""
    shared = Link.objects.filter(Q(one__in=people) | Q(other__in=people)).values_list("one", "other")
    said = Household.objects.open().filter(Q(asked_by__in=people) | Q(other__in=people))
    return {key for pair in (*shared, *said.values_list("asked_by", "other")) for key in pair} - set(people)


def shares(link: Link) -> dict[str, int]:
    """What two accounts share, by its kind and how often: to be kept, and put into words when it is read."""
    return {kind: count for kind in Shared._fields if (count := getattr(link, kind))}


def reasons(shared: Mapping[str, int]) -> list[str]:
    """The same in words, in the language of now, without what it is that is shared."""
    networks = ngettext(
        "the same network within one hour, %(count)s time",
        "the same network within one hour, %(count)s times",
        shared.get("networks", 0),
    )
    proofs = ngettext(
        "%(count)s proof that is the very same", "%(count)s proofs that are the very same", shared.get("proofs", 0)
    )
    said = {
        "devices": _("the same device"),
        "payouts": _("the same payout address"),
        "networks": networks % {"count": figure(shared.get("networks", 0))},
        "proofs": proofs % {"count": figure(shared.get("proofs", 0))},
    }
    return [words for kind, words in said.items() if shared.get(kind)]
