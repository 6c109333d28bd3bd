"""What submissions know of a person who takes their data along or leaves, and what they forget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePath

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import Kept, OpenEnd, Part, table
from accounts.models import User
from picomarket.lib.counting import figure

from . import proofs, ratings
from .models import (
    Bonus,
    EarlierProof,
    Grade,
    Proof,
    Proposal,
    Rating,
    Revision,
    Submission,
    Upload,
    WorkRecord,
)

State = Submission.State
UNPAID = (State.CONFIRMED, State.EXPIRED, State.GIVEN_BACK)
WAITING = (State.CLAIMED, State.SUBMITTED, State.REVISION, State.REJECTED, State.DISPUTED)
SAID = ("field__label", "text", "picture", "file_name", "saved_at")


def parts(person: User) -> Iterator[Part]:
    mine = Submission.objects.filter(worker=person).order_by("pk")
    shown: tuple[str, ...] = (
        "public_id",
        "task__title",
        "state",
        "claimed_at",
        "submitted_at",
        "closed_at",
        "reason",
        "comment",
    )
    yield table("submissions", _("Work you claimed and handed in."), mine, *shown, "awarded")
    handed_in = Proof.objects.filter(submission__worker=person).order_by("pk")
    about = _("What you handed in; pictures and files are in the folder beside it, by the same name.")
    yield table("proofs", about, handed_in, "submission__public_id", *SAID, files=_files(handed_in, "proofs"))
    earlier = EarlierProof.objects.filter(revision__submission__worker=person).order_by("pk")
    about = _("What you handed in before an employer asked for a change.")
    shown = ("revision__submission__public_id", *SAID)
    yield table("earlier_proofs", about, earlier, *shown, files=_files(earlier, "earlier_proofs"))
    marks = Rating.objects.filter(worker=person).order_by("pk")
    shown = ("submission__public_id", "clarity", "fairness", "pay", "speed", "rated_at")
    yield table("ratings", _("Marks you gave to employers."), marks, *shown)
    grades = Grade.objects.filter(worker=person).order_by("pk")
    yield table("grades", _("Grades your work was given."), grades, "submission__public_id", "word", "graded_at")
    bonuses = Bonus.objects.filter(submission__worker=person).order_by("pk")
    shown = ("submission__public_id", "amount", "note", "given_at")
    yield table("bonuses", _("Bonuses you were given."), bonuses, *shown)
    records = WorkRecord.objects.of(person).order_by("pk")
    shown = ("public_id", "signed", "made_at", "withdrawn_at")
    yield table("work_records", _("Records of your work that we signed."), records, *shown)
    yield from _as_employer(person)


def _as_employer(person: User) -> Iterator[Part]:
    # Each mark by itself, or the first few of them, would tell who gave it.
    marks = ratings.of_employer(person)
    about = _("How workers rate you as an employer: means of their marks, once nobody is known by them any more.")
    means = [(str(aspect), round(mean, 1), marks.raters) for aspect, mean in marks.aspects] if marks else []
    yield Part("ratings_received", about, ("aspect", "mean", "raters"), means)
    judged = Submission.objects.filter(task__employer=person, submitted_at__isnull=False).order_by("pk")
    shown: tuple[str, ...] = ("public_id", "task__title", "state", "submitted_at", "closed_at", "reason", "comment")
    yield table("judged", _("Work in your tasks, and what you said of it."), judged, *shown)
    asked = Revision.objects.filter(asked_by=person).order_by("pk")
    shown = ("submission__public_id", "asked_at", "reason", "comment", "closed_at")
    yield table("changes_asked", _("Changes you asked for."), asked, *shown)
    proposed = Proposal.objects.filter(by=person).order_by("pk")
    shown = ("submission__public_id", "state", "reason", "comment", "proposed_at", "decided_at", "words")
    yield table("rejections_proposed", _("Rejections of yours that support co-signs."), proposed, *shown)


def _files(rows: QuerySet[Proof] | QuerySet[EarlierProof], folder: str) -> Iterator[Kept]:
    storage = Proof.picture.field.storage
    for picture, file in rows.values_list("picture", "file").iterator(chunk_size=1000):
        for name in filter(None, (picture, file)):
            yield Kept(f"{folder}/{PurePath(name).name}", storage, name)


def ends(person: User, *, now: datetime) -> Iterator[OpenEnd]:  # noqa: ARG001 - each app is asked alike
    """Work whose end is not there yet, on either side."""
    mine = Submission.objects.filter(worker=person, state__in=WAITING).count()
    if mine:
        words = format_lazy(_("Work of yours that has no final verdict: {count}"), count=figure(mine))
        yield OpenEnd(words, reverse("submissions:mine"), _("See it"))
    theirs = Submission.objects.filter(task__employer=person, state__in=WAITING).count()
    if theirs:
        words = format_lazy(_("Work of others in your tasks that has no final verdict: {count}"), count=figure(theirs))
        yield OpenEnd(words, reverse("tasks:mine"), _("Review it"))


def forget(person: User, *, now: datetime) -> None:
    """Proofs of work nobody paid for are deleted; paid work stays with the employer whose it is. Records of work say no
    more than that they were withdrawn."""
    WorkRecord.objects.of(person).standing().update(withdrawn_at=now, signed="")
    unpaid = Q(submission__worker=person, submission__state__in=UNPAID)
    gone = list(Proof.objects.filter(unpaid))
    earlier = list(EarlierProof.objects.filter(revision__submission__worker=person))
    lost = {name for one in (*gone, *earlier) for name in one.files}
    kept = {name for one in Proof.objects.filter(submission__worker=person).exclude(unpaid) for name in one.files}
    Upload.objects.filter(submission__worker=person).delete()
    EarlierProof.objects.filter(pk__in=[one.pk for one in earlier]).delete()
    Proof.objects.filter(pk__in=[one.pk for one in gone]).delete()
    transaction.on_commit(partial(proofs.discard, sorted(lost - kept)))
