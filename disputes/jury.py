"""The jury: people who do such work, or have it done, and know neither side say what they think. It binds nobody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import links
from accounts.models import Level, User
from inbox import notices
from inbox.notices import Words
from inbox.topics import Topic
from picomarket.lib.refusals import Refused
from submissions.models import Submission

from . import cases
from .models import Dispute, Juror

# Jurors are looked for among so many, however many the market has.
SEARCHED = 500


class NoJury(Refused):
    """Nobody can be asked about this case; the message says why."""


class NotAsked(Refused):
    """This person is asked no more: they answered, the time is over, or the case is decided."""


def why_not(case: Dispute) -> Words | None:
    """Why nobody can be asked about a case; None where a jury can be."""
    appeal = case.appealed
    if not settings.RULES.jurors:
        return _("This market asks no jury.")
    if not case.is_open and not (appeal and appeal.is_open):
        return _("This case is decided already.")
    if case.submission.task.risks:
        return _("The task asks for something private, so nobody else may see what was handed in.")
    if case.jurors.exists():
        return _("A jury was asked already.")
    return None


def call(case: Dispute, *, by: User | None = None, now: datetime) -> list[Juror]:
    """Ask some expert workers, and as many employers who reject little, all strangers to both sides.

    ``by`` is who of the staff wants it, nobody where an appeal brings it. They are looked for before anything is
    locked. Raises OwnCase for a side, and NoJury, also where there is nobody to ask.
    """
    if by:
        cases.check_no_side(case, by)
    _check(case)
    workers, employers = _experts(case, now), _fair_employers(case, now)
    if not workers and not employers:
        raise NoJury(_("There is nobody to ask: no expert and no employer of good record who knows neither side."))
    with transaction.atomic():
        locked = cases.locked_case(Dispute.objects.all(), case)
        _check(locked)
        return invite(locked, workers=workers, employers=employers, now=now)


def _check(case: Dispute) -> None:
    if why := why_not(case):
        raise NoJury(str(why))


def invite(case: Dispute, *, workers: Sequence[User], employers: Sequence[User], now: datetime) -> list[Juror]:
    """Ask these people, each told by a notice. Nobody is asked twice. Runs in the caller's transaction."""
    people = dict.fromkeys(workers, True) | {person: False for person in employers if person not in workers}
    answer_by = now + timedelta(hours=settings.RULES.jury_hours)
    seats = [
        Juror(dispute=case, person=person, is_worker=is_worker, asked_at=now, answer_by=answer_by)
        for person, is_worker in people.items()
    ]
    Juror.objects.bulk_create(seats)
    for seat in seats:
        notices.tell(
            seat.person,
            subject=_("What do you think of this dispute?"),
            body=_("You are one of a jury who know neither side. It takes some minutes, and you may decline."),
            url=seat.get_absolute_url(),
            topic=Topic.REJECTIONS,
            now=now,
        )
    return seats


def _some(people: QuerySet[User]) -> list[int]:
    """The keys of at most so many of these people, from a random place on."""
    keys = people.order_by("pk").values_list("pk", flat=True)
    newest = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    start = secrets.randbelow(newest + 1)
    after = list(keys.filter(pk__gte=start)[:SEARCHED])
    return [*after, *keys.filter(pk__lt=start)[: SEARCHED - len(after)]]


def _strangers(people: QuerySet[User], case: Dispute, now: datetime) -> QuerySet[User]:
    """Of some of these people, in any order, those who never worked for either side nor had them work, share nothing
    with them as far as anybody knows, and are not asked about another case now."""
    me, sides = OuterRef("pk"), case.sides
    worked_for = Submission.objects.filter(worker=me, task__employer__in=sides)
    had_work = Submission.objects.filter(worker__in=sides, task__employer=me)
    busy = Juror.objects.asked(now).filter(person=me)
    free = people.filter(is_active=True, is_staff=False, suspended_at=None)
    found = User.objects.filter(pk__in=_some(free.exclude(pk__in=[*sides, *links.near(sides)])))
    return found.filter(~Exists(worked_for), ~Exists(had_work), ~Exists(busy)).order_by("?")


def _experts(case: Dispute, now: datetime) -> list[User]:
    experts = User.objects.filter(level=Level.EXPERT)
    return list(_strangers(experts, case, now)[: settings.RULES.jurors])


def _fair_employers(case: Dispute, now: datetime) -> list[User]:
    """Employers with enough verdicts, of which no more are rejections than the budget allows."""
    rules, judged = settings.RULES, F("judged_approved") + F("judged_rejected")
    known = User.objects.exclude(level=Level.EXPERT).alias(judged=judged)
    fair = known.filter(judged__gte=rules.new_employer_verdicts, judged_rejected__lte=judged * rules.budget_rate / 100)
    return list(_strangers(fair, case, now)[: rules.jurors])


def asked_now(person: User, *, now: datetime) -> int:
    """About how many cases this person is asked; the database is spared of who is no juror anyway."""
    may_be = person.level == Level.EXPERT or person.judged_approved + person.judged_rejected > 0
    return Juror.objects.of(person).asked(now).count() if may_be else 0


def vote(seat: Juror, *, vote: str, words: str, by: User, now: datetime) -> Juror:
    """Say what one thinks and why, once, without having seen what the others think. Raises NotAsked or TooShort."""
    words = cases.checked(words)
    with transaction.atomic():
        row = _asked(seat, by=by, now=now)
        row.vote, row.words, row.voted_at = Juror.Vote(vote), words, now
        row.save(update_fields=["vote", "words", "voted_at"])
    return row


def decline(seat: Juror, *, by: User, now: datetime) -> None:
    """Say nothing about it; nobody asks why. Raises NotAsked."""
    with transaction.atomic():
        row = _asked(seat, by=by, now=now)
        row.declined_at = now
        row.save(update_fields=["declined_at"])


def _asked(seat: Juror, *, by: User, now: datetime) -> Juror:
    row = Juror.objects.of(by).select_for_update(no_key=True).get(pk=seat.pk)
    if not Juror.objects.asked(now).filter(pk=row.pk).exists():
        raise NotAsked(_("You are asked no more: you answered, the time is over, or the case is decided."))
    return row
