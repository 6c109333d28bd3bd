"""Revisions: how often a change can still be asked for, what had been handed in before, and how one ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic

from .models import EarlierProof, HandedIn, Proof, Revision, Submission

# What an earlier proof has of the proof it was: all but its address.
COPIED = [field.attname for field in HandedIn._meta.fields if field.name != "public_id"]


def left(submission: Submission) -> int:
    """How often the employer can still ask for a change; not once more where the worker let the time run out."""
    asked = list(submission.revisions.all())
    return 0 if any(one.lapsed for one in asked) else max(settings.RULES.revision_rounds - len(asked), 0)


def keep_proofs(revision: Revision) -> None:
    """Keep what is handed in now, so that it can be read beside what comes instead."""
    handed_in = Proof.objects.filter(submission=revision.submission_id).values(*COPIED)
    EarlierProof.objects.bulk_create(EarlierProof(revision=revision, **proof) for proof in handed_in)


def only_of(proof: Proof) -> list[str]:
    """The names of a proof's files that were not handed in before: no other row needs them."""
    earlier = EarlierProof.objects.filter(revision__submission=proof.submission_id) if proof.files else []
    needed = {name for one in earlier for name in one.files}
    return [name for name in proof.files if name not in needed]


def put_back(submission: Submission) -> list[str]:
    """Take as handed in what was handed in before the last change was asked for. Answers with the names of files that
    nobody needs any more."""
    last = submission.revisions.latest("number")
    gone = [name for proof in submission.proofs.all() for name in only_of(proof)]
    submission.proofs.all().delete()
    Proof.objects.bulk_create(Proof(submission=submission, **proof) for proof in last.proofs.values(*COPIED))
    return gone


def close(submission: Submission, *, changed: bool, now: datetime) -> None:
    """The change asked for is handed in, or its time ran out: the employer's time to review starts anew, and they are
    told. The submission is locked, and saved by whoever calls."""
    submission.revisions.running().update(closed_at=now, changed=changed)
    submission.review_until = now + timedelta(days=submission.task.review_days)
    subject = _("Handed in again: {title}") if changed else _("Not changed in time: {title}")
    notices.tell(
        submission.task.employer,
        subject=format_lazy(subject, title=submission.words.title),
        body=_("Look at what is new and judge it.") if changed else _("Judge it as it was handed in before."),
        url=submission.review_url,
        topic=Topic.REVIEW,
        now=now,
    )
