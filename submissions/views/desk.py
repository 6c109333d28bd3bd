"""The review desk: what was handed in for a task, sifted, as a list or as pictures."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import naming
from accounts.requests import SignedIn
from picomarket.lib.counting import Count
from submissions import faces, queue, tabs
from submissions.models import BulkApproval, Proposal, Submission, SubmissionQuerySet, with_proposals
from submissions.sift_forms import Look, SiftForm
from submissions.sifting import Only
from tasks import looks
from tasks.models import ProofField, Task

PER_PAGE, PICTURES_PER_PAGE = 30, 48
# The columns of what a line shows.
SHOWN = (
    *("public_id", "state", "turn", "row", "claimed_at", "submitted_at", "review_until", "revise_until"),
    *("worker__public_id", "worker__name", "worker__country", "worker__level", "worker__approved"),
    *("worker__rejected", "worker__phone_confirmed_at"),
)
OF_ROW = ("row__number", "row__cells")


@login_required
@require_safe
def desk(request: SignedIn, public_id: str) -> HttpResponse:
    tasks = Task.objects.of(request.user).prefetch_related("proof_fields")
    task = get_object_or_404(tasks, public_id=public_id)
    task.employer = request.user
    counts = tabs.counts_of(task)
    here = tabs.chosen(tabs.EMPLOYERS, request.GET.get("view", ""), counts)
    context = {"task": task, "tabs": tabs.shown(tabs.EMPLOYERS, here, counts), "here": here, "nav": "tasks"}
    bulk = queue.being_approved(task)
    context |= {"given": queue.just_given(task), "bulk": bulk}
    # A task that gives slots is held by nobody.
    context |= {"braked": None if task.state == Task.State.PUBLISHED else looks.braked(task)}
    if here.key == "waiting":
        return render(request, "submissions/desk.html", context | _waiting(request, task, counts["waiting"], bulk))
    rows = Submission.objects.reviewable_by(request.user).filter(task=task, given=None)
    page = Paginator(here.of(_dressed(rows, task)), PER_PAGE).get_page(request.GET.get("page"))
    naming.tell_apart(row.worker for row in page)
    context |= {"page": page, "faces": [faces.of(row, task=task) for row in page]}
    return render(request, "submissions/desk.html", context)


def _waiting(request: SignedIn, task: Task, all_: Count, bulk: BulkApproval | None) -> dict[str, Any]:
    """What waits, from one submission on instead of by pages: what is judged meanwhile moves nothing out of sight."""
    form = SiftForm(task, request.GET)
    size = PICTURES_PER_PAGE if form.typed.get("look") == Look.GRID else PER_PAGE
    name = request.GET.get("after", "")
    after = Submission.objects.reviewable_by(request.user).filter(task=task, public_id=name).first() if name else None
    standing = form.queue.ahead(after, size=size + 1)
    rows = _dressed(Submission.objects.to_review(), task).in_bulk([one.key for one in standing[:size]])
    shown = [(one.group, rows[one.key]) for one in standing[:size] if one.key in rows]
    more = form.address(after=shown[-1][1].public_id) if len(standing) > size and shown else ""
    return {
        "sift": form,
        "query": form.query,
        "kinds": _kinds(form),
        "looks": _looks(form, task),
        "groups": _groups(form, shown, task=task, soon=queue.soon_approved(bulk, rows)),
        "first": shown[0][1] if shown else None,
        "more": more,
        "is_first": after is None,
        "copies": form.sieve.counts[Only.COPIES],
        "waiting": form.queue.waiting if form.narrows else all_,
        "proposed": Proposal.objects.waiting().filter(submission__task=task).exists(),
    }


def _groups(
    form: SiftForm, shown: list[tuple[int | None, Submission]], *, task: Task, soon: set[int]
) -> list[tuple[int | None, list[faces.Face]]]:
    """What looks alike together."""
    asked: dict[str, Any] = {"query": form.query, "timed": form.typed.get("look") != Look.GRID}
    rushed = form.sieve.rushed
    naming.tell_apart(row.worker for _group, row in shown)
    drawn = [
        (group, faces.of(row, task=task, **asked, rushed=bool(row.took and row.took < rushed), soon=row.pk in soon))
        for group, row in shown
    ]
    return [(group, [face for _group, face in some]) for group, some in groupby(drawn, key=lambda pair: pair[0])]


def _looks(form: SiftForm, task: Task) -> list[tuple[Any, Any, bool]]:
    """As a list or as pictures, where there can be any: words, address, whether it is the one shown."""
    chosen = form.typed.get("look", "")
    if not chosen and not any(asked.kind in ProofField.SENT for asked in task.proof_fields.all()):
        return []
    return [(look.label, form.address(look=look), look == chosen) for look in Look]


def _kinds(form: SiftForm) -> list[tuple[str, Any, Any, bool]]:
    """All, the flagged and the rushed: words, address, how many, whether they are shown; nothing where all is all."""
    chosen, counts = form.typed.get("only", ""), form.sieve.counts
    kinds = [only for only in Only if counts.get(only) or only in ("", chosen)]
    return [
        (str(only.label), form.address(only=only), counts.get(only, ""), only == chosen)
        for only in kinds
        if len(kinds) > 1
    ]


def _dressed(rows: SubmissionQuerySet, task: Task) -> SubmissionQuerySet:
    """With what a line of the desk shows, and no more."""
    beside = ("worker", "row") if task.rows else ("worker",)
    columns = (*SHOWN, *OF_ROW) if task.rows else SHOWN
    return with_proposals(rows.select_related(*beside).only(*columns).with_glances().with_flags())
