"""The review desk: what was handed in for a task, sifted, as a list or as pictures."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from picomarket.lib.counting import Count, counted, counted_each
from submissions import queue, tabs
from submissions.models import Submission, SubmissionQuerySet, with_proposals
from submissions.sift_forms import Look, SiftForm
from submissions.sifting import Only
from tasks import looks
from tasks.models import Task

PER_PAGE, PICTURES_PER_PAGE = 30, 48


@login_required
@require_safe
def desk(request: SignedIn, public_id: str) -> HttpResponse:
    tasks = Task.objects.of(request.user).select_related("employer").prefetch_related("proof_fields")
    task = get_object_or_404(tasks, public_id=public_id)
    rows = Submission.objects.reviewable_by(request.user).filter(task=task, given=None)
    counts = tabs.counts(rows, tabs.EMPLOYERS)
    here = tabs.chosen(tabs.EMPLOYERS, request.GET.get("view", ""), counts)
    context = {"task": task, "tabs": tabs.shown(tabs.EMPLOYERS, here, counts), "here": here, "nav": "tasks"}
    bulk = queue.being_approved(task)
    context |= {"given": queue.just_given(task), "bulk": bulk}
    # A task that gives slots is held by nobody.
    context |= {"braked": None if task.state == Task.State.PUBLISHED else looks.braked(task)}
    if here.key == "waiting":
        waiting = _waiting(request, task, counts["waiting"])
        shown = [row.pk for _group, some in waiting["groups"] for row in some]
        context |= {**waiting, "soon": queue.soon_approved(bulk, shown)}
        return render(request, "submissions/desk.html", context)
    pages = Paginator(here.of(_dressed(rows)), PER_PAGE)
    return render(request, "submissions/desk.html", context | {"page": pages.get_page(request.GET.get("page"))})


def _waiting(request: SignedIn, task: Task, all_: Count) -> dict[str, Any]:
    """What waits, from one submission on instead of by pages: what is judged meanwhile moves nothing out of sight."""
    form = SiftForm(task, request.GET)
    size = PICTURES_PER_PAGE if form.typed.get("look") == Look.GRID else PER_PAGE
    name = request.GET.get("after", "")
    after = Submission.objects.reviewable_by(request.user).filter(task=task, public_id=name).first() if name else None
    standing = form.queue.ahead(after, size=size + 1)
    rows = _dressed(Submission.objects.to_review()).in_bulk([one.key for one in standing[:size]])
    shown = [(one.group, rows[one.key]) for one in standing[:size] if one.key in rows]
    groups = [(group, [row for _group, row in some]) for group, some in groupby(shown, key=lambda pair: pair[0])]
    more = form.address(after=shown[-1][1].public_id) if len(standing) > size and shown else ""
    return {
        "sift": form.offer(),
        "kinds": _kinds(form),
        "looks": [(look.label, form.address(look=look), form.typed.get("look", "") == look) for look in Look],
        "groups": groups,
        "first": shown[0][1] if shown else None,
        "more": more,
        "is_first": after is None,
        "waiting": counted(form.queue.rows) if form.narrows else all_,
    }


def _kinds(form: SiftForm) -> list[tuple[str, Any, Any, bool]]:
    """All, the flagged and the rushed: words, address, how many, whether they are shown."""
    chosen = form.typed.get("only", "")
    counts = counted_each({only: form.sieve.only(only) for only in Only if only})
    return [
        (str(only.label), form.address(only=only), counts.get(only, ""), only == chosen)
        for only in Only
        if counts.get(only) or only in ("", chosen)
    ]


def _dressed(rows: SubmissionQuerySet) -> SubmissionQuerySet:
    return with_proposals(rows.select_related("worker", "row", "task__batch").with_proofs().with_flags())
