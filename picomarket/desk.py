"""The support desk's day: the queues of its front page, each with its count, its age and how its promise stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts import keeping
from accounts.casework import Casework
from accounts.models import Identity, KeptCase, Sanction, User
from disputes.models import Appeal, Dispute
from picomarket.lib.queues import Clock, Waiting, clock, waiting
from submissions.models import Proposal, Submission
from tasks.models import Look, PersonReport
from threads.models import Ticket
from wallet import proofs
from wallet import waiting as wallet


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of the front page: what waits, and the list it opens."""

    name: Promise
    note: Promise
    url: str
    waiting: Waiting
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class ProofPanel:
    """How the books stand, for the top of the front page: a word, its tone, and the last proof where there is one."""

    label: Promise
    tone: str
    url: str
    standing: proofs.Standing


# The tones of a promise, the one that comes first on the page first.
URGENT = ("bad", "wait", "good", "")
BOOKS = {"good": _("The books are right"), "wait": _("Not proved lately"), "bad": _("The books do not agree")}


def proof(person: User, *, now: datetime) -> ProofPanel | None:
    """How the books stand, for who looks after the money."""
    if not person.has_perm("wallet.view_bookcheck"):
        return None
    books = proofs.standing(now=now)
    page = reverse("admin:wallet_bookcheck_changelist")
    if books.check:
        page = reverse("admin:wallet_bookcheck_change", args=[books.check.pk])
    return ProofPanel(BOOKS[books.tone], books.tone, page, books)


@dataclass(frozen=True, slots=True)
class Mine:
    """A case somebody of the staff has now."""

    kind: str
    name: str
    url: str
    until: datetime


def mine(person: User, *, now: datetime) -> list[Mine]:
    """The cases this person has now, those that are free again first on top."""
    return [case for kept in keeping.of(person, now=now) for case in _named(kept)]


def _named(kept: KeptCase) -> Iterator[Mine]:
    """What a case is called and where it is; nothing where it is gone or decided."""
    model = apps.get_model(kept.kind)
    row = model._default_manager.filter(pk=kept.key).first()
    # Who reads a case again that is decided has it, but it is no work.
    if row and cast(Casework, admin.site.get_model_admin(model)).waits(row):
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        yield Mine(str(capfirst(model._meta.verbose_name)), str(row), page, kept.until)


def queues(person: User, *, now: datetime) -> list[Queue]:
    """The queues this person may work on: late, due soon, on time, empty; of the same in the order of the day."""
    desk = Desk(now, person)
    parts = {
        "disputes.change_dispute": desk.disputes,
        "threads.change_ticket": desk.tickets,
        "tasks.change_look": desk.looks,
        "accounts.change_sanction": desk.sanctions,
        "accounts.change_identity": desk.identities,
        "wallet.view_payoutbatch": desk.batches,
        "wallet.view_payout": desk.payouts,
        "wallet.view_deposit": desk.deposits,
        "wallet.view_railevent": desk.rails,
        "wallet.view_adjustment": desk.adjustments,
        "submissions.change_proposal": desk.proposals,
        "referrals.change_referral": desk.referrals,
        "submissions.view_submission": desk.submissions,
    }
    found = [queue for permission, part in parts.items() if person.has_perm(permission) for queue in part()]
    return sorted(found, key=lambda queue: URGENT.index(queue.clock.tone if queue.clock else ""))


@dataclass(frozen=True, slots=True)
class Desk:
    """The queues at one moment, as one of the staff may take from them; of nobody: all that waits."""

    now: datetime
    reader: User | None = None

    def disputes(self) -> list[Queue]:
        late, running = Dispute.objects.late(self.now), Dispute.objects.running(self.now)
        filed = Appeal.objects.filed()
        appealed = filed.free_for(self.reader) if self.reader else filed
        return [
            self._queue(
                _("Disputes past their promise"),
                _("Both sides were promised a decision before now. Decide these first."),
                waiting(late, since="opened_at", due="decide_by"),
                "disputes_dispute",
                clock="late",
            ),
            self._queue(
                _("Disputes to decide"),
                _("Open cases, the first promise first."),
                waiting(running, since="opened_at", due="decide_by"),
                "disputes_dispute",
                clock="running",
            ),
            self._queue(
                _("Appeals in disputes"),
                _("Who lost a dispute appeals. Who decided it leaves the appeal to somebody else."),
                waiting(appealed, since="filed_at", due="decide_by"),
                "disputes_appeal",
                state__exact="filed",
            ),
        ]

    def tickets(self) -> list[Queue]:
        late, running = Ticket.objects.late(self.now), Ticket.objects.running(self.now)
        return [
            self._queue(
                _("Tickets past their promise"),
                _("Each of these people was told that we are late. Answer these first."),
                waiting(late, since="opened_at", due="due_at"),
                "threads_ticket",
                clock="late",
            ),
            self._queue(
                _("Tickets to answer"),
                _("What people ask of support, the first promise first."),
                waiting(running, since="opened_at", due="due_at"),
                "threads_ticket",
                clock="running",
            ),
        ]

    def looks(self) -> list[Queue]:
        late, running = Look.objects.late(self.now), Look.objects.running(self.now)
        return [
            self._queue(
                _("Looks at tasks past their promise"),
                _("Their employers or those who reported them were promised a look before now."),
                waiting(late, since="asked_at", due="due_at"),
                "tasks_look",
                clock="late",
            ),
            self._queue(
                _("Tasks to look at"),
                _("Drafts that wait to be published and tasks that were reported, the riskiest first."),
                waiting(running, since="asked_at", due="due_at"),
                "tasks_look",
                clock="running",
            ),
            self._queue(
                _("Reports of people"),
                _("What people say of others, the riskiest first. Each is promised a decision."),
                waiting(PersonReport.objects.open(), since="filed_at", due="due_at"),
                "tasks_personreport",
                state__exact="filed",
            ),
        ]

    def sanctions(self) -> list[Queue]:
        """What waits about people's standing."""
        rows, due = Sanction.objects, "appeal__decide_by"
        told_by = F("waits_since") + timedelta(days=settings.RULES.appeal_decide_days)
        agreed_by = F("proposed_at") + timedelta(days=settings.RULES.appeal_decide_days)
        return [
            self._queue(
                _("Appeals against sanctions past their promise"),
                _("These people were promised a decision before now, and something holds against them. Decide first."),
                waiting(rows.appealed_late(self.now), since="appeal__filed_at", due=due),
                "accounts_sanction",
                waits="late",
            ),
            self._queue(
                _("Appeals against sanctions"),
                _("By somebody who did not decide before."),
                waiting(rows.appealed_running(self.now), since="appeal__filed_at", due=due),
                "accounts_sanction",
                waits="running",
            ),
            self._queue(
                _("Bans to agree to"),
                _("Proposed by one person; nothing happens until a second one agrees."),
                waiting(rows.proposed(), since="proposed_at", due=agreed_by),
                "accounts_sanction",
                waits="bans",
            ),
            self._queue(
                _("People to answer"),
                _("They said something about what holds against them, or have so many strikes that you decide."),
                waiting(rows.waiting(), since="waits_since", due=told_by),
                "accounts_sanction",
                waits="words",
            ),
        ]

    def identities(self) -> list[Queue]:
        late, running = Identity.objects.late(self.now), Identity.objects.running(self.now)
        return [
            self._queue(
                _("Identities past their promise"),
                _("These people were promised an answer before now. Look at them first."),
                waiting(late, since="sent_at", due="due_at"),
                "accounts_identity",
                waits="late",
            ),
            self._queue(
                _("Identities to check"),
                _("Documents that show who somebody is; they are deleted after the decision."),
                waiting(running, since="sent_at", due="due_at"),
                "accounts_identity",
                waits="running",
            ),
        ]

    def payouts(self) -> list[Queue]:
        return [
            self._queue(
                _("Payouts past their promise"),
                _("Each of these people was told that it is late. See to these first."),
                wallet.payouts_late(self.now),
                "wallet_payout",
                clock="late",
            ),
            self._queue(
                _("Payouts held"),
                _("Each is kept back for a written reason. Release it, or give the money back."),
                wallet.payouts_held(),
                "wallet_payout",
                clock="held",
            ),
            self._queue(
                _("Payouts waiting for the next run"),
                _("They leave by themselves when the run starts."),
                wallet.payouts_requested(),
                "wallet_payout",
                clock="next",
            ),
            self._queue(
                _("Payouts sent, not confirmed"),
                _("The rail has not said yet whether they arrived."),
                wallet.payouts_sent(),
                "wallet_payout",
                state__exact="sent",
            ),
        ]

    def batches(self) -> list[Queue]:
        return [
            self._queue(
                _("Payout batches to look at"),
                _("Each goes at its time; a large one only when two people approved it."),
                wallet.batches_gathered(),
                "wallet_payoutbatch",
                state__exact="gathered",
            )
        ]

    def deposits(self) -> list[Queue]:
        by_hand = ",".join(wallet.rails_by_hand())
        return [
            self._queue(
                _("Deposits to look for"),
                _("Somebody must find the money and mark it as received."),
                wallet.deposits_by_hand(),
                "wallet_deposit",
                state__exact="started",
                rail__in=by_hand,
            ),
            self._queue(
                _("Deposits for a second person"),
                _("One of the staff saw this money. It is booked when another one saw the same."),
                wallet.deposits_for_second(),
                "wallet_deposit",
                seen="one",
            ),
        ]

    def rails(self) -> list[Queue]:
        return [
            self._queue(
                _("Rails contradict the books"),
                _("A rail says what the books do not, or speaks of money nobody here knows. Nothing moved by it."),
                wallet.contradictions_noted(),
                "wallet_railevent",
                standing="waits",
            )
        ]

    def adjustments(self) -> list[Queue]:
        return [
            self._queue(
                _("Adjustments waiting for a second person"),
                _("Money to give or take, proposed with a reason: somebody else approves or declines it."),
                wallet.adjustments_proposed(),
                "wallet_adjustment",
                state__exact="proposed",
            )
        ]

    def submissions(self) -> list[Queue]:
        overdue = Submission.objects.unreviewed(self.now)
        return [
            self._queue(
                _("Submissions past their review"),
                _("They are approved by themselves within a minute. Where they stay, the background worker is down."),
                waiting(overdue, since="submitted_at", due="review_until"),
                "submissions_submission",
                state__exact="submitted",
                review_until__lte=self.now.isoformat(timespec="seconds"),
            )
        ]

    def proposals(self) -> list[Queue]:
        return [
            self._queue(
                _("Rejections to co-sign"),
                _("Employers who reject much need one. What nobody comes to is approved by itself."),
                waiting(Proposal.objects.waiting(), since="proposed_at", due="submission__review_until"),
                "submissions_proposal",
                state__exact="proposed",
            )
        ]

    def referrals(self) -> list[Queue]:
        # By name, because disputes and referrals know nothing of one another, and the desk is part of disputes' tests.
        held = apps.get_model("referrals", "Referral").objects.held()
        return [
            self._queue(
                _("Referrals held"),
                _("Their two sides may be one person. Pay what was kept aside, or let it earn nothing."),
                waiting(held, since="held_at", due="due_at"),
                "referrals_referral",
                state__exact="held",
            )
        ]

    def _queue(self, name: Promise, note: Promise, found: Waiting, model: str, **filters: str) -> Queue:
        url = f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
        return Queue(name, note, url, found, clock(found.due, now=self.now) if found.due else None)
