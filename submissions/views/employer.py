"""The employer's pages: the review of one submission, and verdicts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.drawing import drawn
from picomarket.lib.refusals import Refused
from submissions import bonuses, budget, comparing, copies, overturning, revisions, screening, timeline
from submissions.forms import BonusForm, RejectForm, ScreenOutForm, Unfilled
from submissions.models import Submission, with_proposals
from submissions.sift_forms import SiftForm
from tasks import looks
from tasks.models import Task


@login_required
@require_safe
def review(request: SignedIn, public_id: str) -> HttpResponse:
    submission = reviewable(request, public_id)
    return page(request, submission)


@login_required
@require_POST
def bonus(request: SignedIn, public_id: str) -> HttpResponse:
    """Give the worker something on top of an approved reward."""
    submission = reviewable(request, public_id)
    form = BonusForm(request.POST)
    if not form.is_valid():
        return page(request, submission, bonus_form=form, status=422)
    try:
        bonuses.give(submission, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal)
        return page(request, submission, bonus_form=form, status=422)
    given = {"worker": submission.worker, "money": form.cleaned_data["amount"]}
    messages.success(request, _("%(worker)s receives a bonus of %(money)s.") % given)
    return redirect(submission.review_url)


def reviewable(request: SignedIn, public_id: str) -> Submission:
    rows = Submission.objects.reviewable_by(request.user).select_related("task", "row", "worker", "given")
    rows = with_proposals(rows.with_proofs().with_revisions().with_flags())
    return get_object_or_404(rows, public_id=public_id)


def page(
    request: SignedIn,
    submission: Submission,
    form: RejectForm | None = None,
    *,
    bonus_form: BonusForm | None = None,
    screen_form: ScreenOutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    task = submission.task
    sift, rounds = SiftForm(task, request.GET), revisions.left(submission)
    # A task that gives slots is held by nobody.
    braked = None if task.state == Task.State.PUBLISHED else looks.braked(task)
    # Support has it, or had it: what an employer may not do about that is not offered.
    decided = getattr(submission, "proposed_at", None) or getattr(submission, "not_signed", None)
    context: dict[str, Any] = {
        "submission": submission,
        "task": task,
        "form": form or drawn("submissions/_reject_fields.html", of=Unfilled(_steps(submission))),
        "bonus_form": bonus_form or (BonusForm() if submission.state == Submission.State.APPROVED else None),
        "screen_form": screen_form or (ScreenOutForm() if task.screen_out else None),
        **({} if decided else _screening(submission)),
        **_stories(submission),
        "rounds": rounds,
        "can_turn_down": not decided and bool(rounds or not braked),
        "revision_hours": settings.RULES.revision_hours,
        "sift": sift,
        "query": sift.query,
        "place": sift.queue.place_of(submission),
        "budget": budget.standing(request.user),
        "braked": braked,
        "rules": settings.RULES,
        "overturn": overturning.can(submission, now=timezone.now()),
        "overturn_cost": overturning.cost_of(submission),
        **_beside(submission),
        "nav": "tasks",
    }
    context["unkept"] = _unkept(request, context, can_turn_down=form, can_screen_out=screen_form)
    return render(request, "submissions/review.html", context, status=status)


def _steps(submission: Submission) -> tuple[str, ...]:
    """As its worker read them."""
    return tuple(map(str, submission.words.steps))


def _unkept(
    request: SignedIn, context: dict[str, Any], **forms: RejectForm | ScreenOutForm | None
) -> list[tuple[str, str]]:
    """What was typed into forms that the page shows no more, each by what it is shown for."""
    row = context["submission"]
    waits = row.state == Submission.State.SUBMITTED and getattr(row, "given", None) is None
    gone = [form for can, form in forms.items() if not (waits and context.get(can))]
    return [said for form in gone for said in _too_late(request, form)]


def _too_late(request: SignedIn, form: RejectForm | ScreenOutForm | None) -> list[tuple[str, str]]:
    """What somebody typed into a form that the page shows no more, for them to copy; why it came to nothing is said."""
    if form is None:
        return []
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return typed(form)


def typed(form: RejectForm | ScreenOutForm) -> list[tuple[str, str]]:
    """The words in it, with what they answer."""
    return [(str(form["comment"].label), words)] if (words := str(form["comment"].value() or "").strip()) else []


def _beside(submission: Submission) -> dict[str, Any]:
    """What stands beside the work: what it looks like, its row, and what others say of that."""
    return {
        "matches": copies.matches_of(submission) if getattr(submission, "is_flagged", False) else (),
        "cells": submission.row.shown(submission.task) if submission.row else {},
        "compared": comparing.beside(submission),
    }


def _stories(submission: Submission) -> dict[str, Any]:
    """What happened to it so far, and what happens next by itself."""
    return {
        "events": timeline.events(submission),
        "case": timeline.dispute_of(submission),
        "by_itself": timeline.by_itself(submission),
    }


def _screening(submission: Submission) -> dict[str, Any]:
    """Whether its employer may say that its worker does not qualify, or why not now."""
    task = submission.task
    if submission.state != Submission.State.SUBMITTED or not task.screen_out:
        return {}
    return {"can_screen_out": True, "no_screen_out": screening.why_not(task)}


def go_on(request: SignedIn, submission: Submission, words: str, *, undo: str = "") -> HttpResponse:
    """After a verdict the next one that waits, or the desk when it was the last; ``undo`` is where to take it back."""
    messages.success(request, words, extra_tags=undo)
    sift = SiftForm(submission.task, request.GET)
    following = sift.queue.next_after(submission)
    if following is not None:
        return redirect(f"{following.review_url}{sift.query}")
    return redirect(desk_of(request, submission.task))


def desk_of(request: SignedIn, task: Task) -> str:
    """The desk as it was sifted."""
    return f"{reverse('submissions:desk', args=[task.public_id])}{SiftForm(task, request.GET).query}"
