"""What a ticket can be about: something of the person's own, found by its kind and public id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import naming
from accounts.models import User
from disputes.models import Dispute
from submissions.models import Submission
from tasks.models import Task

from .models import Ticket, Topic


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing, with its address for the person and for the desk, and what support wants to see of it at once."""

    kind: str
    public_id: str
    words: str
    url: str
    desk: str
    topic: str
    facts: list[tuple[str, Any]] = field(default_factory=list)


def theirs(person: User, kind: str, public_id: str) -> Subject | None:
    """The thing of this kind with this id, where it is this person's to ask about; nothing otherwise."""
    find = KINDS.get(kind)
    return find(person, public_id) if find and public_id else None


def of(ticket: Ticket) -> Subject | None:
    return theirs(ticket.person, ticket.about, ticket.about_id)


def _payout(person: User, public_id: str) -> Subject | None:
    one = person.payouts.filter(public_id=public_id).first()
    if one is None:
        return None
    words = _("Refund of %(sum)s") if one.is_refund else _("Payout of %(sum)s")
    facts = [(_("State"), one.stage), (_("Promised by"), one.promised_for), (_("Held"), one.held_reason)]
    desk = reverse("admin:wallet_payout_change", args=[one.pk])
    topic = Topic.DEPOSIT if one.is_refund else Topic.PAYOUT
    return Subject("payout", public_id, words % {"sum": one.amount}, one.get_absolute_url(), desk, topic, facts)


def _deposit(person: User, public_id: str) -> Subject | None:
    one = person.deposits.filter(public_id=public_id).first()
    if one is None:
        return None
    facts = [(_("State"), one.get_state_display()), (_("Started"), one.started_at), (_("What failed"), one.failure)]
    desk = reverse("admin:wallet_deposit_change", args=[one.pk])
    words = _("Deposit of %(sum)s") % {"sum": one.amount}
    return Subject("deposit", public_id, words, one.get_absolute_url(), desk, Topic.DEPOSIT, facts)


def _submission(person: User, public_id: str) -> Subject | None:
    own, handed_in = Submission.objects.of(person), Submission.objects.reviewable_by(person)
    rows = Submission.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=handed_in.values("pk")))
    one = rows.select_related("task__employer", "task__batch", "row", "worker").filter(public_id=public_id).first()
    if one is None:
        return None
    is_worker = one.worker_id == person.pk
    naming.tell_apart([one.worker, one.task.employer])
    facts = [
        (_("State"), one.get_state_display()),
        (_("Worker"), one.worker.public_name),
        (_("Employer"), one.task.employer.public_name),
        (_("Claimed"), one.claimed_at),
        (_("Handed in"), one.submitted_at),
        (_("Rejected for"), one.get_reason_display()),
    ]
    desk = reverse("admin:submissions_submission_change", args=[one.pk])
    topic = Topic.WORK if is_worker else Topic.HIRING
    url = one.get_absolute_url() if is_worker else one.review_url
    return Subject("submission", public_id, one.words.title, url, desk, topic, facts)


def _task(person: User, public_id: str) -> Subject | None:
    one = Task.objects.seen_by(person).select_related("employer").filter(public_id=public_id).first()
    if one is None:
        return None
    mine = one.employer_id == person.pk
    facts = [(_("State"), one.get_state_display()), (_("Employer"), one.employer.public_name)]
    desk = reverse("admin:tasks_task_change", args=[one.pk])
    url = reverse("tasks:manage", args=[public_id]) if mine else one.get_absolute_url()
    words = one.title or _("A task without a title")
    return Subject("task", public_id, words, url, desk, Topic.HIRING if mine else Topic.WORK, facts)


def _case(person: User, public_id: str) -> Subject | None:
    rows = Dispute.objects.seen_by(person).select_related("submission__task__batch", "submission__row")
    one = rows.filter(public_id=public_id).first()
    if one is None:
        return None
    facts = [(_("State"), one.get_state_display()), (_("Decide by"), one.decide_by)]
    desk = reverse("admin:disputes_dispute_change", args=[one.pk])
    words = _("Dispute: %(title)s") % {"title": one.submission.words.title}
    topic = Topic.WORK if one.submission.worker_id == person.pk else Topic.HIRING
    return Subject("case", public_id, words, one.get_absolute_url(), desk, topic, facts)


KINDS: dict[str, Callable[[User, str], Subject | None]] = {
    "payout": _payout,
    "deposit": _deposit,
    "submission": _submission,
    "task": _task,
    "case": _case,
}
