"""What somebody has typed so far, complete or not, read as far as it can be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict

from picomarket.lib.money import Money, read_amount
from picomarket.lib.zones import zone_of
from tasks import pricing
from tasks.advice import Written
from tasks.drafts import Wanted
from tasks.models import Category, ProofField, Task

from .places import CountryNames
from .proving import MOST_PROOFS
from .quick import steps_in
from .wizard import MOST_STEPS


def typed(sent: QueryDict, draft: Task | None) -> Written:
    """What is on the page now, and for the rest what the draft says. Whatever cannot be read is left out."""
    data = {name: str(value) for name, value in sent.items()}
    category = _category(data, draft)
    return Written(
        title=data.get("title", draft.title if draft else ""),
        steps=_steps(data) or (draft.steps if draft else []),
        minutes=_number(data.get("minutes", str(draft.minutes) if draft else "")),
        category=category,
        reward=_amount(data.get("reward", "")) if "reward" in data else draft.reward if draft else Money(0),
        least=pricing.minimum_reward(category, draft.zones if draft else [], _countries(data, draft)),
        floor=settings.RULES.floor_of({*(draft.zones if draft else []), *map(zone_of, _countries(data, draft))}),
        slots=_slots(data, draft),
        proofs=_proofs(data, draft),
    )


def _category(data: Mapping[str, str], draft: Task | None) -> Category | None:
    if "category" not in data:
        return draft.category if draft else None
    return Category.objects.kinds().filter(pk=_number(data.get("category", ""))).first()


def _slots(data: Mapping[str, str], draft: Task | None) -> int:
    """Of a batch its rows, each as often as an answer is wanted to it."""
    if draft and draft.rows:
        return draft.rows * (_number(data["answers"]) if "answers" in data else draft.answers)
    return _number(data["slots"]) if "slots" in data else draft.slots if draft else 0


def _steps(data: Mapping[str, str]) -> list[str]:
    if "steps" in data:
        return steps_in(data.get("steps", ""))[:MOST_STEPS]
    steps = (data.get(f"step_{number}", "").strip() for number in range(1, MOST_STEPS + 1))
    return [step for step in steps if step]


def _countries(data: Mapping[str, str], draft: Task | None) -> list[str]:
    if "countries" not in data:
        return draft.countries if draft else []
    try:
        return list(CountryNames().to_python(data["countries"]))
    except ValidationError:
        return []


def _proofs(data: Mapping[str, str], draft: Task | None) -> list[Wanted]:
    if "kind" in data:
        return [_proof(data.get("kind", ""), data.get("label", ""), "")]
    if not any(re.fullmatch(r"label_\d", name) for name in data):
        return [Wanted.of(one) for one in draft.proof_fields.order_by("position")] if draft else []
    rows = range(1, MOST_PROOFS + 1)
    read = (_proof(*(data.get(f"{name}_{n}", "") for name in ("kind", "label", "least", "pattern"))) for n in rows)
    return [proof for proof in read if proof.label]


def _proof(kind: str, label: str, least: str, pattern: str = "") -> Wanted:
    known = kind if kind in ProofField.Kind.values else ProofField.Kind.TEXT
    return Wanted(known, label[:200], _number(least), pattern=pattern)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0


def _amount(text: str) -> Money:
    try:
        return read_amount(text)
    except ValidationError:
        return Money(0)
