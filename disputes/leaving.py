"""What disputes know of a person who takes their data along or leaves."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import OpenEnd, Part, table
from accounts.models import User

from .models import Dispute, Statement


def parts(person: User) -> Iterator[Part]:
    cases = Dispute.objects.seen_by(person).order_by("pk")
    shown = ("public_id", "submission__task__title", "state", "opened_at", "decided_at", "decision")
    yield table("disputes", _("Cases you were a side in."), cases, *shown)
    said = Statement.objects.filter(author=person).order_by("pk")
    yield table("statements", _("What you said in them."), said, "dispute__public_id", "words", "said_at")


def ends(person: User) -> Iterator[OpenEnd]:
    """Cases nobody has decided yet. What was said in those that are over stays: it is the other side's too."""
    for case in Dispute.objects.open().seen_by(person).select_related("submission__task"):
        yield OpenEnd(_("A dispute that is not decided"), reverse("disputes:case", args=[case.public_id]), _("See it"))
