"""Work records: what somebody did here, signed by the market, to show elsewhere. They choose what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from accounts import levels, points
from accounts.models import Level, User
from picomarket.lib import locales, signing
from picomarket.lib.money import Money
from picomarket.lib.months import Month
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from tasks.models import Pass

from .models import RecordKey, Submission, WorkRecord

# What a person may choose to leave out; all else is in every record.
CHOOSABLE = ("name", "country", "earnings", "tests")
MOST_STANDING, MOST_CATEGORIES = 20, 20
PURPOSE = "work records"


class TooManyRecords(Refused):
    """Somebody has as many records standing as they may."""


@dataclass(frozen=True, slots=True)
class Read:
    """A record as it stands: what it says, where the market's key really signed that; and by which key."""

    content: Mapping[str, Any] | None
    key: str

    @property
    def level(self) -> str:
        level = (self.content or {}).get("level", "")
        return str(Level[level.upper()].label) if level.upper() in Level.names else str(level)

    @property
    def member_since(self) -> str:
        """The month in the reader's words."""
        return Month.read(self.content["member_since"]).words if self.content else ""

    @property
    def as_of(self) -> datetime | None:
        return datetime.fromisoformat(self.content["as_of"]) if self.content else None


def make(person: User, *, said: Iterable[str], now: datetime) -> WorkRecord:
    """Sign what this person has done until now, with what they chose of ``CHOOSABLE``. Raises TooManyRecords."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if WorkRecord.objects.of(row).standing().count() >= MOST_STANDING:
            words = ngettext_lazy(
                "You have %(most)s record. Withdraw one first.",
                "You have %(most)s records. Withdraw one first.",
                MOST_STANDING,
            )
            raise TooManyRecords(words % {"most": MOST_STANDING})
        key, name = signing.key_for(PURPOSE), new_public_id()
        public = signing.public_key(key)
        RecordKey.objects.get_or_create(name=signing.name_of(public), defaults={"public": public, "first_used_at": now})
        record = WorkRecord(public_id=name, person=row, made_at=now)
        record.signed = signing.sign(_content(row, record, frozenset(said), now), key=key)
        record.save()
    return record


def withdraw(record: WorkRecord, *, by: User, now: datetime) -> None:
    """Let the address of a record say no more than that it was withdrawn. A file somebody kept stays signed."""
    WorkRecord.objects.of(by).standing().filter(pk=record.pk).update(withdrawn_at=now, signed="")


def read(record: WorkRecord) -> Read:
    """What a record says, checked against the keys this market has signed by."""
    name = signing.key_named(record.signed)
    key = RecordKey.objects.filter(name=name).first()
    return Read(signing.verified(record.signed, public=key.public) if key else None, name)


def keys() -> list[dict[str, str]]:
    """Every key a record was ever signed by, and the one that signs now, the newest first."""
    kept = list(RecordKey.objects.order_by("-first_used_at", "-pk").values_list("public", flat=True))
    now = signing.public_key(signing.key_for(PURPOSE))
    return [signing.published(public) for public in dict.fromkeys([now, *kept])]


def address(record: WorkRecord) -> str:
    """Where a record is checked, in full."""
    return f"{settings.SITE_URL}{record.get_absolute_url()}"


def _content(person: User, record: WorkRecord, said: frozenset[str], now: datetime) -> dict[str, Any]:
    recent = levels.latest_verdicts(person)
    content: dict[str, Any] = {
        "type": "picomarket-work-record",
        "version": 1,
        "market": settings.MARKET_NAME,
        "issuer": settings.SITE_URL,
        "check": address(record),
        "as_of": now.astimezone(UTC).isoformat(timespec="seconds"),
        "member_since": f"{person.date_joined:%Y-%m}",
        "level": Level(person.level).name.lower(),
        "approved": person.approved,
        "rejected": person.rejected,
        "success_rate": person.success_rate,
        "latest_verdicts": len(recent),
        "latest_success_rate": levels.rolling_rates([person.pk]).get(person.pk),
        "points": person.points,
        "categories": _categories(person),
    }
    return content | {name: value for name, value in _chosen(person).items() if name in said}


def _chosen(person: User) -> dict[str, Any]:
    earned = points.ledger(person).aggregate(all=Sum("earned"))["all"] or 0
    held = Pass.objects.valid().of(person).select_related("qualification").order_by("since")
    return {
        "name": person.public_name,
        "country": str(person.country),
        "earnings": {"currency": "USD", "received": Money(earned).plain()},
        "tests": [{"title": one.qualification.title, "passed": f"{one.since:%Y-%m-%d}"} for one in held],
    }


def _categories(person: User) -> list[dict[str, Any]]:
    done = Submission.objects.of(person).filter(state=Submission.State.APPROVED)
    counted = (
        done.values("task__category__name").annotate(approved=Count("pk")).order_by("-approved", "task__category__name")
    )
    rows = counted.values_list("task__category__name", "approved")[:MOST_CATEGORIES]
    return [{"name": locales.said(name) or _("Other"), "approved": approved} for name, approved in rows]
