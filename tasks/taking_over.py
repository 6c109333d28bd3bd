"""Taking over: a draft made of a layout of another marketplace. No money moves, and its HTML is not kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

from . import drafts
from .drafts import Wanted
from .layouts import layout, notes
from .layouts.layout import Found
from .layouts.questions import Question
from .models import Layout, Task


def begin(text: str, *, by: User, now: datetime) -> Task:
    """A new draft as a layout says, with what is to be said of the rest. Raises Unreadable, and Suspended."""
    found = layout.read(text)
    fields = {"title": found.title or _("Task from a layout"), "steps": [step.words for step in found.steps]}
    with transaction.atomic():
        draft = drafts.begin(by, now=now)
        draft = drafts.write(draft, by=by, fields=fields, proofs=[_wanted(one) for one in found.questions])
        Layout.objects.update_or_create(
            task=draft, defaults={"taken": _taken(found), "notes": notes.kept(found.notes), "read_at": now}
        )
    return draft


def _wanted(question: Question) -> Wanted:
    said = asdict(question)
    del said["line"], said["called"], said["name"]
    return Wanted(**{**said, "options": tuple(question.options)})


def _taken(found: Found) -> dict[str, Any]:
    """What came over, as plain values with the lines it stands in."""
    return {
        "title": {"words": found.title, "line": found.title_line},
        "steps": [asdict(step) for step in found.steps],
        "proofs": [{**_wanted(one).plain, "line": one.line, "name": one.name} for one in found.questions],
        "variables": list(found.variables),
    }
