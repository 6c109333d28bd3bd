"""What disputes know of a person who takes their data along or leaves, and what they give up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import Kept, OpenEnd, Part, table
from accounts.models import User

from .models import Appeal, Dispute, Enclosure, Juror, Statement


def parts(person: User) -> Iterator[Part]:
    cases = Dispute.objects.seen_by(person).order_by("pk")
    shown: tuple[str, ...] = ("public_id", "submission__task__title", "state", "opened_at", "decided_at", "decision")
    yield table("disputes", _("Cases you were a side in."), cases, *shown)
    said = Statement.objects.filter(author=person).order_by("pk")
    yield table(
        "statements", _("What you said in them."), said, "dispute__public_id", "kind", "words", "part", "said_at"
    )
    sent = Enclosure.objects.filter(statement__author=person).order_by("pk")
    about = _("Pictures and files you sent with it; they are in the folder beside it, by the same name.")
    shown = ("statement__dispute__public_id", "picture", "file", "name", "size")
    yield table("enclosures", about, sent, *shown, files=_files(person))
    appeals = Appeal.objects.filter(by=person).order_by("pk")
    shown = ("dispute__public_id", "state", "filed_at", "decided_at", "decision")
    yield table("dispute_appeals", _("Your appeals against decisions."), appeals, *shown)
    seats = Juror.objects.of(person).order_by("pk")
    shown = ("public_id", "asked_at", "vote", "words", "voted_at", "declined_at")
    yield table("juries", _("Cases of others you were asked about."), seats, *shown)


def _files(person: User) -> Iterator[Kept]:
    storage = Enclosure.picture.field.storage
    for one in Enclosure.objects.filter(statement__author=person).iterator():
        for name in filter(None, (one.picture.name, one.file.name)):
            yield Kept(f"enclosures/{PurePath(name).name}", storage, name)


def ends(person: User) -> Iterator[OpenEnd]:
    """Cases nobody has decided yet. What was said in those that are over stays: it is the other side's too."""
    for case in Dispute.objects.open().seen_by(person).select_related("submission__task"):
        yield OpenEnd(_("A dispute that is not decided"), reverse("disputes:case", args=[case.public_id]), _("See it"))
    for appeal in Appeal.objects.filed().filter(dispute__in=Dispute.objects.seen_by(person)).select_related("dispute"):
        yield OpenEnd(_("An appeal that is not decided"), appeal.dispute.get_absolute_url(), _("See it"))


def forget(person: User, *, now: datetime) -> None:
    """They are asked no more what they think of a case; what they said of one stays with it."""
    Juror.objects.of(person).filter(voted_at=None, declined_at=None).update(declined_at=now)
