"""Whether somebody may work and hire. What they earned is theirs whatever the answer: nothing in the wallet asks."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from picomarket.lib.attachments import Attachment
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep

from . import exhibits, house_rules, items, signals, told
from .items import Item
from .models import Appeal, Remark, Sanction, User
from .roles import able, role_of

log = logging.getLogger(__name__)

SHORTEST_WORDS = 20
_NOBODY_LEFT = gettext_lazy(
    "A ban takes two people of the staff, and its appeal a third who had no part in it: nobody is left for that. Have"
    " an administrator give one more person access to the desk, or put this away and suspend them for a time."
)
Kind, State, Role = Sanction.Kind, Sanction.State, Sanction.Role


class Suspended(Refused):
    """A suspended person takes no new work and offers none; the message says what stays open to them."""


class StandingRefused(Refused):
    """A sanction without a rule or a reason, of who decides about it or of the staff, or one that is already there."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a sanction rests on: the number of a house rule, what was done, what it is about, and private files."""

    rule: int
    words: str
    items: Sequence[Item] = ()
    exhibits: Sequence[Attachment] = field(default=(), repr=False)


def warn(person: User, because: Grounds, *, role: str, by: User, now: datetime) -> Sanction:
    """Tell somebody in writing what they did wrong. It has no effect. Raises StandingRefused."""
    with transaction.atomic():
        row = _checked(person, because, by)
        _check_new(row, because, Kind.WARNING, now)
        sanction = _write(row, because, kind=Kind.WARNING, role=role, by=by, now=now)
        told.given(sanction, now=now)
    return sanction


def strike(person: User, because: Grounds, *, role: str, by: User, now: datetime) -> Sanction:
    """Count something against somebody for ``strike_days``. Nothing else happens by itself: from ``strikes_to_decide``
    at a time on it waits for the staff to decide what follows. Raises StandingRefused.
    """
    with transaction.atomic():
        row = _checked(person, because, by)
        _check_new(row, because, Kind.STRIKE, now)
        until = now + timedelta(days=settings.RULES.strike_days)
        sanction = _write(row, because, kind=Kind.STRIKE, role=role, until=until, by=by, now=now)
        if Sanction.objects.strikes().filter(person=row).count() >= settings.RULES.strikes_to_decide:
            sanction.waits_since = now
            sanction.save(update_fields=["waits_since"])
        told.given(sanction, now=now)
    return sanction


def suspend(person: User, because: Grounds, *, until: datetime, by: User, now: datetime) -> Sanction:
    """Let somebody take no new work and offer none for a time; their published tasks are paused.

    They sign in as before, finish and hand in what they hold, and use the whole wallet: no money moves, none is kept.
    They are told by mail. Raises StandingRefused.
    """
    _check_until(until, now)
    with transaction.atomic():
        signals.suspended.send(User, person=person, now=now)
        row = _checked(person, because, by)
        if Sanction.objects.barring().filter(person=row).exists():
            raise StandingRefused(_("This person is suspended already."))
        _bar(row, now)
        sanction = _write(row, because, kind=Kind.SUSPENSION, until=until, by=by, now=now)
        _decided(row)
        told.given(sanction, now=now)
    log.info("%s is suspended by %s until %s", person.public_id, by.pk, until)
    return sanction


def propose_ban(person: User, because: Grounds, *, by: User, now: datetime) -> Sanction:
    """Propose to suspend somebody without end. Nothing happens, and they are not told, until somebody else agrees.

    Raises StandingRefused.
    """
    with transaction.atomic():
        row = _checked(person, because, by)
        theirs = Sanction.objects.filter(person=row, kind=Kind.BAN)
        if theirs.filter(state__in=[State.PROPOSED, State.GIVEN]).exists():
            raise StandingRefused(_("This person is banned, or a ban is proposed, already."))
        _check_enough(row, because)
        sanction = _write(row, because, kind=Kind.BAN, by=by, now=now)
        _decided(row)
    return sanction


def agree(sanction: Sanction, *, by: User, now: datetime) -> None:
    """The second person agrees to a ban: it is as a suspension without end, and takes the place of one that runs.

    Earnings stay payable, and what is handed in is reviewed and paid as ever. Raises StandingRefused, also where nobody
    else would be left to decide an appeal.
    """
    with transaction.atomic():
        signals.suspended.send(User, person=sanction.person, now=now)
        row, locked = _proposal(sanction, by)
        if by.pk == locked.by_id:
            raise StandingRefused(_("You proposed this: somebody else must agree to it."))
        if not deciders(locked, besides=by).exists():
            raise StandingRefused(_NOBODY_LEFT)
        for before in Sanction.objects.barring().filter(person=row).select_for_update(no_key=True):
            before.ended_at = now
            before.move_to(State.EXPIRED, "ended_at")
        _bar(row, now)
        locked.agreed_by, locked.at = by, now
        locked.move_to(State.GIVEN, "agreed_by", "at")
        told.given(locked, now=now)
    log.info("the ban of %s is agreed to by %s", sanction.person.public_id, by.pk)


def decline(sanction: Sanction, *, reason: str, by: User, now: datetime) -> None:
    """Put a proposed ban away, as its proposer may too. Nothing happened and the person is not told.

    Raises StandingRefused.
    """
    reason = checked_words(reason)
    with transaction.atomic():
        _row, locked = _proposal(sanction, by)
        locked.ending, locked.ended_by, locked.ended_at = reason, by, now
        locked.move_to(State.DECLINED, "ending", "ended_by", "ended_at")


def lift(sanction: Sanction, *, reason: str, by: User, now: datetime) -> None:
    """Take a sanction back, with a reason its person reads. Tasks stay paused until they resume them, and an appeal
    that is open is settled by it: whoever decided before may do that too, for it is what the appeal asks for.

    Raises StandingRefused where it is over, and for one's own.
    """
    reason = checked_words(reason)
    with transaction.atomic():
        row, locked = locked_to_lift(sanction, now=now)
        check_no_side(locked, by)
        if not locked.is_given:
            raise StandingRefused(_("This is over already."))
        end(row, locked, State.LIFTED, reason=reason, by=by, now=now)
        settled = _settle_appeal(locked, reason=reason, now=now)
        told.ended(locked, settled=settled, now=now)
    log.info("sanction %s is lifted by %s", sanction.public_id, by.pk)


def end_due(*, now: datetime) -> int:
    """End what was given until now, and tell its people; how many."""
    due = list(Sanction.objects.due(now).order_by("until").values_list("pk", flat=True)[:1000])
    return sweep(due, lambda some: sum(_end(pk, now) for pk in some))


def current(person: User) -> Sanction | None:
    """The suspension or ban that holds now. Asks nothing for somebody who is not suspended."""
    if not person.suspended_at:
        return None
    return Sanction.objects.barring().filter(person=person).first()


def is_banned(person: User) -> bool:
    """Whether what keeps this person from working and hiring has no end. Asks nothing for somebody without any."""
    held = current(person)
    return held is not None and held.kind == Kind.BAN


def check(person: User) -> None:
    """Raises Suspended where this person may not offer work now. Asks the database: the row at hand may be old."""
    fresh = User.objects.filter(pk=person.pk, suspended_at__isnull=False).first()
    if fresh is None:
        return
    if is_banned(fresh):
        words = _(
            "Your account is banned: you cannot offer work any more. What waits in your tasks can be reviewed, and what"
            " you earned and paid in stays yours."
        )
        raise Suspended(words)
    raise Suspended(_("Your account is suspended: you cannot offer work now. What you earned stays yours."))


def why_silent(person: User) -> str:
    """Why somebody who is kept from working and hiring writes nothing here, in words; empty for who is not."""
    fresh = User.objects.filter(pk=person.pk, suspended_at__isnull=False).first()
    if fresh is None:
        return ""
    if is_banned(fresh):
        return _("Your account is banned: you can write about open work, and to support.")
    return _("While your account is suspended you can write about open work, and to support.")


def checked_words(words: str) -> str:
    """The words without what is around them. Raises StandingRefused where they say too little."""
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        said = ngettext(
            "Write a full sentence, %(count)s character at least: the person reads it.",
            "Write a full sentence, %(count)s characters at least: the person reads it.",
            SHORTEST_WORDS,
        )
        raise StandingRefused(said % {"count": SHORTEST_WORDS})
    return words


def locked_with_person(sanction: Sanction) -> tuple[User, Sanction]:
    """The person and then the sanction, locked in this order."""
    row = _locked(sanction.person)
    locked = Sanction.objects.select_for_update(no_key=True).get(pk=sanction.pk)
    locked.person = row
    return row, locked


def locked_to_lift(sanction: Sanction, *, now: datetime) -> tuple[User, Sanction]:
    """The same of what is about to be lifted; what is locked before a person comes first, with who listens."""
    signals.lifting.send(Sanction, sanction=sanction, now=now)
    return locked_with_person(sanction)


def deciders(sanction: Sanction, *, besides: User | None = None) -> QuerySet[User]:
    """Who of the staff may decide an appeal: nobody who decided before, ``besides`` included, or has a part in it."""
    apart = [sanction.person_id, sanction.by_id, sanction.agreed_by_id, *sanction.sides, besides and besides.pk]
    return able("accounts.change_sanction").exclude(pk__in=[key for key in apart if key])


def check_no_side(sanction: Sanction, by: User) -> None:
    """Raises StandingRefused for one's own case, and for one in which one has a part."""
    if by.pk == sanction.person_id:
        raise StandingRefused(_("This is your own account: somebody else must decide."))
    if sanction.has_side(by):
        raise StandingRefused(_("You have a part in what this is about. Leave it to somebody else."))


def end(person: User, sanction: Sanction, state: str, *, reason: str = "", by: User | None, now: datetime) -> None:
    """Let a locked sanction of a locked person hold no more."""
    was_given = sanction.is_given
    sanction.ending, sanction.ended_by, sanction.ended_at, sanction.waits_since = reason, by, now, None
    sanction.move_to(state, "ending", "ended_by", "ended_at", "waits_since")
    if was_given and sanction.is_barring:
        person.suspended_at = None
        person.save(update_fields=["suspended_at"])
    if state == State.LIFTED:
        signals.lifted.send(Sanction, sanction=sanction, by=by, now=now)


@transaction.atomic
def _end(pk: int, now: datetime) -> int:
    row, locked = locked_with_person(Sanction.objects.select_related("person").get(pk=pk))
    if not locked.is_given or locked.until is None or locked.until > now:
        return 0
    end(row, locked, State.EXPIRED, by=None, now=now)
    told.ended(locked, now=now)
    return 1


def _checked(person: User, because: Grounds, by: User) -> User:
    """The person, locked, where this may be decided about them by this somebody."""
    checked_words(because.words)
    if house_rules.known(because.rule) is None:
        raise StandingRefused(_("Choose the rule that was broken."))
    if person.pk == by.pk:
        raise StandingRefused(_("Nobody decides about themselves."))
    if person.is_superuser or person.is_staff:
        raise StandingRefused(_("This person is staff: take away that access first."))
    if by.pk in items.sides(because.items, person):
        raise StandingRefused(_("You have a part in what this is about. Leave it to somebody else."))
    return _locked(person)


def _settle_appeal(sanction: Sanction, *, reason: str, now: datetime) -> bool:
    """There is nothing left to decide about what was lifted; whether there was."""
    appeal = Appeal.objects.select_for_update(no_key=True).filter(sanction=sanction, state=Appeal.State.FILED).first()
    if appeal is None:
        return False
    appeal.decision, appeal.decided_at = reason, now
    appeal.move_to(Appeal.State.LIFTED, "decision", "decided_at")
    return True


def _check_new(person: User, because: Grounds, kind: str, now: datetime) -> None:
    """A form that is sent again, or the same case seen by two, counts once."""
    kept = [item.kept() for item in because.items]
    same = Sanction.objects.given().filter(person=person, kind=kind, rule=because.rule, items=kept)
    if same.filter(reason=because.words.strip(), at__gt=now - timedelta(days=1)).exists():
        raise StandingRefused(_("This was given within the last day already, for the same. It counts once."))


def _check_enough(person: User, because: Grounds) -> None:
    """Raises StandingRefused where how somebody works is known by a few verdicts alone."""
    rule, least = house_rules.known(because.rule), settings.RULES.ban_least
    if rule and rule.about_work and person.approved + person.rejected < least:
        words = ngettext(
            "Nobody is banned for how they work before %(count)s of their tasks was judged. Suspend them for a time.",
            "Nobody is banned for how they work before %(count)s of their tasks were judged. Suspend them for a time.",
            least,
        )
        raise StandingRefused(words % {"count": least})


def _check_until(until: datetime, now: datetime) -> None:
    most = settings.RULES.suspension_days_most
    if not now < until <= now + timedelta(days=most, minutes=1):
        words = ngettext(
            "A suspension ends in the future, after %(count)s day at most. What has no end is a ban.",
            "A suspension ends in the future, after %(count)s days at most. What has no end is a ban.",
            most,
        )
        raise StandingRefused(words % {"count": most})


def _write(
    person: User, because: Grounds, *, kind: str, role: str = "", until: datetime | None = None, by: User, now: datetime
) -> Sanction:
    """A ban is proposed, and waits for a second person; all else is given at once."""
    is_ban = kind == Kind.BAN
    sanction = Sanction.objects.create(
        person=person,
        kind=kind,
        role=role,
        state=State.PROPOSED if is_ban else State.GIVEN,
        rule=because.rule,
        edition=house_rules.EDITION,
        reason=because.words.strip(),
        items=[item.kept() for item in because.items],
        sides=items.sides(because.items, person),
        by=by,
        decided_as=role_of(by),
        proposed_at=now if is_ban else None,
        at=now,
        until=until,
    )
    exhibits.keep(sanction, because.exhibits)
    return sanction


def _bar(person: User, now: datetime) -> None:
    person.suspended_at = person.suspended_at or now
    person.save(update_fields=["suspended_at"])


def _decided(person: User) -> None:
    """What the staff was to decide because of many strikes is decided. What the person said last still waits."""
    latest = Remark.objects.filter(sanction=OuterRef("pk")).order_by("-said_at", "-pk").values("author")[:1]
    said = Sanction.objects.strikes().filter(person=person).annotate(last=Subquery(latest)).filter(last=person.pk)
    Sanction.objects.strikes().filter(person=person).exclude(pk__in=said.values("pk")).update(waits_since=None)


def _proposal(sanction: Sanction, by: User) -> tuple[User, Sanction]:
    row, locked = locked_with_person(sanction)
    check_no_side(locked, by)
    if not locked.is_proposed:
        raise StandingRefused(_("This was decided already: %(state)s.") % {"state": locked.get_state_display()})
    return row, locked


def _locked(person: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
