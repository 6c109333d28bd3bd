"""Items: what a sanction is about, named by ids: tasks, submissions, messages. The apps outside know what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from picomarket.lib.refusals import Refused

from . import signals
from .models import Sanction, User

MOST = 30


class UnknownItem(Refused):
    """An id that names nothing this person has a part in, or too many of them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing by its id: what it is called, where the person reads it, and who has a part in it, by key.

    ``words`` say what it is, around its %(title)s: a marked message, which is kept as it is and told in the reader's
    language.
    """

    id: str
    label: str
    url: str
    sides: tuple[int, ...]
    words: str = "%(title)s"

    def kept(self) -> dict[str, Any]:
        return {"id": self.id, "label": self.label, "url": self.url, "words": self.words}


def find(ids: Iterable[str], *, person: User) -> list[Item]:
    """What these ids name, in their order; of all but published tasks only those with a part of this person.

    Raises UnknownItem.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST:
        raise UnknownItem(_("Name %(most)s items at most.") % {"most": MOST})
    if not wanted:
        return []
    found: dict[str, Item] = {}
    answers: list[tuple[Any, Any]] = signals.items_named.send(Sanction, ids=wanted, person=person)
    for _receiver, answer in answers:
        found.update(answer or {})
    missing = [one for one in wanted if one not in found]
    if missing:
        words = _("Nothing of this person has the id %(ids)s. Copy it from the address of what it is about.")
        raise UnknownItem(words % {"ids": ", ".join(missing)})
    return [found[one] for one in wanted]


def sides(items: Sequence[Item], person: User) -> list[int]:
    """Who else has a part in these."""
    return sorted({key for item in items for key in item.sides} - {person.pk})
