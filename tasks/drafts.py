"""Drafts: a task being written. Every step of the wizard is saved, so nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import standing
from accounts.models import User

from . import contents, filling, importing, policy, suspects, throttles
from .models import Change, ProofField, Task
from .publishing import NotNow

CONTENTS = (
    "category_id",
    "title",
    "steps",
    "minutes",
    "zones",
    "countries",
    "excluded",
    "languages",
    "minimum_level",
    "only_lists",
    "not_lists",
    "tests",
    "test_instead",
    "reward",
    "screen_out",
    "slots",
    "per_worker",
    "claim_minutes",
    "review_days",
    "hourly_cap",
    "daily_cap",
    "opens_at",
    "closes_at",
    "clock",
    "country_share",
    "trusted",
    "agreeing",
    "compared",
    "gold_columns",
    "gold_because",
    "gold_approves",
    "gold_least",
    "gold_after",
)

# The columns of a proof field that hold several.
LISTS = ("options", "answers")

# What the policy engine reads.
JUDGED = {"title", "steps", "category", "category_id"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One proof the employer asks for, with the columns of a ProofField its kind heeds."""

    kind: str
    label: str
    least: int = 0
    example: str = ""
    pattern: str = ""
    options: tuple[str, ...] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None
    most: int = 1
    files: str = ""
    answers: tuple[str, ...] = ()
    site: str = ""
    approves: bool = False

    @classmethod
    def of(cls, asked: ProofField, *, label: str = "") -> Wanted:
        """What a proof field asks for, under another label where one is given."""
        values = {field.name: getattr(asked, field.name) for field in fields(cls)}
        lists = {"options": tuple(asked.options), "answers": tuple(asked.answers)}
        return cls(**{**values, **lists, "label": label or asked.label})

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Wanted:
        """What was kept as plain values, perhaps when there were fewer of them."""
        meta: Any = ProofField._meta
        known = {field.name for field in fields(cls)} & kept.keys()
        values = {name: meta.get_field(name).to_python(kept[name]) for name in known}
        return cls(**{**values, **{name: tuple(values.get(name, ())) for name in LISTS}})

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values that can be kept as JSON; what is not said is left out."""
        # A bound of zero is one.
        said = {name: value for name, value in asdict(self).items() if value or isinstance(value, Decimal)}
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in said.items()}


def least_hold(minutes: int) -> int:
    """The least minutes a slot is held where the work takes so long: as long, as far as a slot can be held at all."""
    return min(minutes, settings.RULES.claim_minutes_most)


def usual_hold(minutes: int) -> int:
    """How long a slot is held where the employer says nothing: twice as long as the work takes, within the rules."""
    rules = settings.RULES
    return min(max(rules.claim_minutes, 2 * minutes), rules.claim_minutes_most)


def start(employer: User, *, now: datetime) -> Task:
    """A new empty draft with the market's defaults. No money moves before it is published. Raises Suspended."""
    standing.check(employer)
    rules = settings.RULES
    return Task.objects.create(
        employer=employer,
        drafted_at=now,
        claim_minutes=rules.claim_minutes,
        review_days=rules.review_days,
        clock=employer.time_zone,
    )


def begin(employer: User, *, now: datetime) -> Task:
    """A draft to write in: one that nothing was written in yet, or a new one."""
    mine = Task.objects.of(employer).untouched().order_by("-drafted_at")
    return mine.first() or start(employer, now=now)


def write(task: Task, *, by: User, fields: Mapping[str, Any], proofs: Sequence[Wanted] | None = None) -> Task:
    """Write some fields of a draft and, where given, all its proof fields anew, and judge its risks anew.

    Raises NotNow once published, and while it waits for a look.
    """
    with transaction.atomic():
        draft = _locked(task, by)
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.begun = True
        if draft.claim_minutes < least_hold(draft.minutes):
            draft.claim_minutes = usual_hold(draft.minutes)
        # A form was filled in while the file was being checked: how many slots there are, its rows say.
        draft.slots = draft.rows * draft.answers or draft.slots
        draft.save(update_fields=[*{*fields, "slots", "claim_minutes", "begun"}])
        if proofs is not None:
            draft.proof_fields.all().delete()
            ProofField.objects.bulk_create(
                ProofField(
                    task=draft, position=number, **{**asdict(one), **{name: list(getattr(one, name)) for name in LISTS}}
                )
                for number, one in enumerate(proofs, start=1)
            )
        if proofs is not None or JUDGED & fields.keys():
            suspects.ask(draft, by=policy.known_phrases() if draft.rows else ())
            draft.risks = policy.risks_of(draft)
            draft.save(update_fields=["risks"])
    return draft


def duplicate(task: Task, *, by: User, now: datetime) -> Task:
    """A new draft with the same contents as one of the employer's tasks. No money moves."""
    kept = Task.objects.of(by).get(pk=task.pk)
    with transaction.atomic():
        fields = contents_of(kept) | importing.unsealed(kept)
        if not throttles.is_over(kept, now=now):
            fields["last_day"] = kept.last_day
        draft = write(start(by, now=now), by=by, fields=fields)
        wanted = [Wanted.of(one, label=filling.label_of(kept, one)) for one in kept.proof_fields.order_by("position")]
        return write(draft, by=by, fields={}, proofs=wanted)


def contents_of(task: Task) -> dict[str, Any]:
    """What a copy of the task begins with. The file of a batch stays with it, and so does what is said of its rows."""
    alone = {"slots": 1, "per_worker": 1} if task.rows else {"slots": _offered(task)}
    return contents.kept(task, CONTENTS) | alone


def _offered(task: Task) -> int:
    """How many slots it was offered with: stopping takes those away that nobody took."""
    if task.state != Task.State.STOPPED:
        return task.slots
    ends = task.changes.filter(kind__in=(Change.Kind.STOPPED, Change.Kind.ENDED)).order_by("-pk")
    before = ends.values_list("before", flat=True).first() or {}
    return int(before.get("slots", task.slots))


def discard(task: Task, *, by: User, now: datetime) -> None:
    """Put a draft away."""
    with transaction.atomic():
        draft = _locked(task, by)
        draft.closed_at = now
        draft.move_to(Task.State.DISCARDED, "closed_at")


def _locked(task: Task, by: User) -> Task:
    draft = Task.objects.of(by).drafts().select_for_update(no_key=True).filter(pk=task.pk).first()
    if draft is None:
        raise NotNow(_("This draft is already published or discarded, or it waits for a look."))
    return draft
