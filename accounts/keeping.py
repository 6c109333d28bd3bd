"""Who of the staff works on which case, so that no two do the same.

Reading a case takes it from nobody. Who takes it, or begins to decide it, has it for ``look_minutes``; a decision, the
time, or whoever has it ends that. Somebody else can take it over with one press; who had it is told. Whoever has it, or
finds it free, can give it to a colleague: it waits for them for ``given_hours``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.refusals import Refused

from . import staff_log
from .models import KeptCase, StaffEntry, User


class Kept(Refused):
    """Somebody else works on this case right now."""


class Answered(Refused):
    """Somebody else decided something about this case after it was read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has a case, as the page of the case says it.

    ``own``: the reader has a part in it and may not decide it. ``shut``: the page shows no form to decide by.
    """

    kept: KeptCase | None
    mine: bool
    own: bool
    shut: bool
    words: str

    @property
    def others(self) -> bool:
        return self.kept is not None and not self.mine


def take(row: Model, *, by: User, now: datetime) -> KeptCase:
    """Keep a case for one person, or for longer where they have it. Raises Kept where somebody else has it."""
    if not _take(row, Q(person=by) | Q(until__lte=now), by=by, now=now):
        check(row, by=by, now=now)
    return KeptCase.objects.select_related("person").of(row).get()


def take_over(row: Model, *, by: User, url: str, now: datetime) -> KeptCase:
    """Keep a case whoever has it. Who had it is told; ``url`` is its page."""
    before = running(row, now=now)
    _take(row, Q(), by=by, now=now)
    if before and before.person_id != by.pk:
        words = _("They decide it now, so you need not. What you typed there was not kept.")
        notices.tell(
            before.person,
            subject=format_lazy(
                _("{name} took a case over from you: {case}"),
                name=by.public_name,
                case=locales.later(partial(str, row)),
            ),
            body=words,
            url=url,
            topic=Topic.DESK,
            now=now,
        )
    return KeptCase.objects.select_related("person").of(row).get()


def give(row: Model, *, to: User, by: User, url: str, now: datetime) -> KeptCase:
    """Keep a case for a colleague, who is told; the staff log says so. Raises Kept where somebody else has it.

    That ``to`` may decide it is for the caller to see. ``url`` is the page of the case.
    """
    until = now + timedelta(hours=settings.RULES.given_hours)
    with transaction.atomic():
        take(row, by=by, now=now)
        given = KeptCase.objects.of(row)
        given.update(person=to, since=now, until=until, is_given=True)
        notices.tell(
            to,
            subject=format_lazy(
                _("{name} gave you a case: {case}"), name=by.public_name, case=locales.later(partial(str, row))
            ),
            body=format_lazy(
                _("It is yours until {when}. If you cannot decide it, leave it to others."),
                when=locales.moment(until.astimezone(to.tz), "FULL_DATETIME_FORMAT"),
            ),
            url=url,
            topic=Topic.DESK,
            now=now,
        )
        given_to = gettext_noop("Given to a colleague")
        staff_log.write(by=by, what=given_to, reason=to.public_name, of=row, url=url, now=now)
    return given.select_related("person").get()


def leave(row: Model, *, by: User) -> None:
    """Let others have the case. Nothing happens where it is not theirs."""
    KeptCase.objects.of(row).filter(person=by).delete()


def decided(row: Model, *, by: User, seen: datetime | None = None, now: datetime) -> None:
    """Nobody has the case any more. Call it with the decision, after its verb locked the row.

    Raises Kept where somebody else has the case; Answered where somebody else did something about it since it was
    ``seen``, if that is known: a ticket can be answered twice, and its person would read two answers.
    """
    check(row, by=by, now=now)
    if seen and (entry := _done_by_others(row, by=by, since=seen)):
        words = _now("%(name)s decided about this while you wrote. Read it, and send yours if it is still needed.")
        raise Answered(words % {"name": entry.by.public_name})
    KeptCase.objects.of(row).delete()


def _done_by_others(row: Model, *, by: User, since: datetime) -> StaffEntry | None:
    key = str(getattr(row, "public_id", row.pk))
    entries = StaffEntry.objects.filter(kind=row._meta.label_lower, key=key, at__gte=since).exclude(by=by)
    return entries.select_related("by").order_by("pk").first()


def sweep_old(*, now: datetime) -> int:
    """Forget who had a case, once they have it no more; how many."""
    gone, _by_model = KeptCase.objects.filter(until__lte=now).delete()
    return gone


def check(row: Model, *, by: User, now: datetime) -> None:
    kept = running(row, now=now)
    if kept and kept.person_id != by.pk:
        raise Kept(_now("%(words)s Take it over, or leave it to them.") % {"words": said(kept, now=now)})


def running(row: Model, *, now: datetime) -> KeptCase | None:
    return KeptCase.objects.of(row).running(now).select_related("person").first()


def of(person: User, *, now: datetime) -> list[KeptCase]:
    """What this person has now; what others can have soonest first."""
    return list(KeptCase.objects.running(now).filter(person=person).order_by("until", "pk"))


def said(kept: KeptCase, *, now: datetime) -> str:
    """Who has it for how long, in words."""
    minutes, name = int((now - kept.since).total_seconds()) // 60, kept.person.public_name
    if kept.is_given:
        return _now("This was given to %(name)s.") % {"name": name}
    if minutes < 1:
        return _now("%(name)s took this a moment ago.") % {"name": name}
    words = ngettext(
        "%(name)s has had this for %(minutes)d minute.", "%(name)s has had this for %(minutes)d minutes.", minutes
    )
    return words % {"name": name, "minutes": minutes}


def kept_keys(model: type[Model], *, now: datetime, by: User | None = None, others: User | None = None) -> QuerySet:  # type: ignore[type-arg]
    """The keys of this model's rows that somebody has now: ``by`` this person, or ``others`` than this one."""
    rows = KeptCase.objects.running(now).filter(kind=model._meta.label_lower)
    if by:
        rows = rows.filter(person=by)
    return (rows.exclude(person=others) if others else rows).values("key")


def by_key(rows: Iterable[Model], *, now: datetime) -> dict[int, KeptCase]:
    """Who has which of these rows of one model, by one question."""
    found = list(rows)
    if not found:
        return {}
    kept = KeptCase.objects.running(now).filter(kind=found[0]._meta.label_lower, key__in=[row.pk for row in found])
    return {one.key: one for one in kept.select_related("person")}


def _take(row: Model, free: Q, *, by: User, now: datetime) -> int:
    """One statement decides between two who press at once."""
    until = now + timedelta(minutes=settings.RULES.look_minutes)
    kind = row._meta.label_lower
    first = KeptCase(kind=kind, key=row.pk, person=by, since=now, until=now)
    KeptCase.objects.bulk_create([first], ignore_conflicts=True)
    goes_on = When(person=by, until__gt=now, is_given=False, then=F("since"))
    # What was given to them is theirs as long as that was said.
    longer = When(person=by, until__gt=now, then=Greatest(F("until"), Value(until)))
    rows = KeptCase.objects.of(row).filter(free)
    since, until_when = Case(goes_on, default=Value(now)), Case(longer, default=Value(until))
    return rows.update(person=by, until=until_when, since=since, is_given=False)
