"""The employer's pages: the review of one submission, and verdicts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from submissions import bonuses, copies, queue, timeline
from submissions import review as reviewing
from submissions.forms import BonusForm, RejectForm
from submissions.models import Submission
from submissions.sift_forms import SiftForm
from tasks.models import Task


@login_required
@require_safe
def review(request: SignedIn, public_id: str) -> HttpResponse:
    submission = _reviewable(request, public_id)
    return _page(request, submission, RejectForm(submission.task))


@login_required
@require_POST
def approve(request: SignedIn, public_id: str) -> HttpResponse:
    submission = _reviewable(request, public_id)
    reviewing.approve(submission, by=request.user, now=timezone.now())
    return _go_on(request, submission, _approved_words(submission))


@login_required
@require_POST
def overturn(request: SignedIn, public_id: str) -> HttpResponse:
    """Approve after all what this employer rejected."""
    submission = _reviewable(request, public_id)
    reviewing.overturn(submission, by=request.user, now=timezone.now())
    messages.success(request, _approved_words(submission))
    return redirect(submission.review_url)


@login_required
@require_POST
def bonus(request: SignedIn, public_id: str) -> HttpResponse:
    """Give the worker something on top of an approved reward."""
    submission = _reviewable(request, public_id)
    form = BonusForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, RejectForm(submission.task), bonus_form=form, status=422)
    try:
        bonuses.give(submission, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal)
        return _page(request, submission, RejectForm(submission.task), bonus_form=form, status=422)
    given = {"worker": submission.worker, "money": form.cleaned_data["amount"]}
    messages.success(request, _("%(worker)s receives a bonus of %(money)s.") % given)
    return redirect(submission.review_url)


@login_required
@require_POST
def reject(request: SignedIn, public_id: str) -> HttpResponse:
    submission = _reviewable(request, public_id)
    form = RejectForm(submission.task, request.POST)
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    try:
        reviewing.reject(submission, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        return _page(request, _reviewable(request, public_id), form.refuse(refusal), status=422)
    return _go_on(request, submission, _("Rejected. The worker reads why and can dispute it."))


@login_required
@require_POST
def approve_many(request: SignedIn, public_id: str) -> HttpResponse:
    """Approve what was ticked at the desk, of what still waits."""
    task = get_object_or_404(Task.objects.of(request.user), public_id=public_id)
    picked = [public_id for public_id in request.POST.getlist("pick") if public_id.isalnum()]
    ticked = queue.waiting_for(task).filter(public_id__in=picked)
    done = reviewing.approve_many(list(ticked.values_list("pk", flat=True)), by=request.user, now=timezone.now())
    if done:
        words = ngettext(
            "%(count)s submission approved. The worker receives %(money)s.",
            "%(count)s submissions approved. The workers receive %(money)s.",
            done,
        )
        messages.success(request, words % {"count": done, "money": task.price.receives * done})
    elif picked:
        messages.info(request, _("These submissions are judged already."))
    else:
        messages.info(request, _("Tick the submissions you want to approve."))
    return redirect(f"{_desk(task)}{SiftForm(task, request.GET).query}")


def _reviewable(request: SignedIn, public_id: str) -> Submission:
    rows = Submission.objects.reviewable_by(request.user).select_related("task__batch", "row", "worker", "approved_by")
    return get_object_or_404(rows.with_proofs(), public_id=public_id)


def _page(
    request: SignedIn,
    submission: Submission,
    form: RejectForm,
    *,
    bonus_form: BonusForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sift = SiftForm(submission.task, request.GET)
    context: dict[str, Any] = {
        "submission": submission,
        "task": submission.task,
        "form": form,
        "bonus_form": bonus_form or BonusForm(),
        "sift": sift,
        "place": sift.queue.place_of(submission),
        "matches": copies.matches_of(submission),
        "cells": submission.row.values(submission.task.batch.columns) if submission.row else {},
        "events": timeline.events(submission),
        "case": timeline.dispute_of(submission),
        "nav": "tasks",
    }
    return render(request, "submissions/review.html", context, status=status)


def _approved_words(submission: Submission) -> str:
    words = _("Approved. %(worker)s receives %(money)s.")
    return words % {"worker": submission.worker, "money": submission.task.price.receives}


def _go_on(request: SignedIn, submission: Submission, words: str) -> HttpResponse:
    """After a verdict the next one that waits, or the desk when it was the last."""
    messages.success(request, words)
    sift = SiftForm(submission.task, request.GET)
    following = sift.queue.next_after(submission)
    if following is not None:
        return redirect(f"{following.review_url}{sift.query}")
    return redirect(f"{_desk(submission.task)}{sift.query}")


def _desk(task: Task) -> str:
    return reverse("submissions:desk", args=[task.public_id])
