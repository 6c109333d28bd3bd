"""Verdicts by press, one or several at once, and taking them back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn
from picomarket.lib.counting import figure
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from submissions import cosigns, overturning, queue, review, revisions, verdicts
from submissions.forms import RejectForm, ScreenOutForm
from submissions.models import MENDABLE, GivenVerdict, Proposal, SubmissionQuerySet
from submissions.sift_forms import SiftForm
from tasks.models import Task

from .employer import desk_of, go_on, page, reviewable, typed


@login_required
@require_POST
def approve(request: SignedIn, public_id: str) -> HttpResponse:
    submission = reviewable(request, public_id)
    done, press = verdicts.approve([submission.pk], by=request.user, now=timezone.now())
    if not done:
        raise review.AlreadyJudged(_("This submission is judged already."))
    words = _("Approved. %(worker)s receives %(money)s.")
    money = submission.task.price.receives
    return go_on(request, submission, words % {"worker": submission.worker, "money": money}, undo=_undo(press))


@login_required
@require_POST
def reject(request: SignedIn, public_id: str) -> HttpResponse:
    submission = reviewable(request, public_id)
    # All that is wrong is said at once, also what the verb would refuse.
    mendable = MENDABLE if revisions.left(submission) else ()
    form = RejectForm(submission.words.steps, request.POST, mendable=mendable)
    if not form.is_valid():
        return page(request, submission, form, status=422)
    try:
        given = cosigns.reject(submission, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        return page(request, reviewable(request, public_id), form.refuse(refusal), status=422)
    if isinstance(given, Proposal):
        words = _("Your rejection waits for a co-sign of support. You are told what comes of it.")
        return go_on(request, submission, words)
    words = _("Rejected. The worker reads why and can dispute it.")
    return go_on(request, submission, words, undo=_undo(given))


@login_required
@require_POST
def screen_out(request: SignedIn, public_id: str) -> HttpResponse:
    """Say that the worker does not qualify, which pays what the task promised for finding out."""
    submission = reviewable(request, public_id)
    form = ScreenOutForm(request.POST)
    if form.is_valid():
        try:
            press = verdicts.screen_out(submission, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
            return page(request, reviewable(request, public_id), screen_form=form, status=422)
        else:
            words = _("Does not qualify. %(worker)s is paid for finding out, and the rest comes back to you.")
            return go_on(request, submission, words % {"worker": submission.worker}, undo=_undo(press))
    return page(request, submission, screen_form=form, status=422)


@login_required
@require_POST
def approve_many(request: SignedIn, public_id: str) -> HttpResponse:
    """Approve what was ticked at the desk, of what still waits."""
    task = get_object_or_404(Task.objects.of(request.user), public_id=public_id)
    ticked = _ticked(request, task)
    done, press = verdicts.approve(ticked.values_list("pk", flat=True), by=request.user, now=timezone.now())
    if done:
        words = ngettext(
            "%(count)s submission approved. The worker receives %(money)s.",
            "%(count)s submissions approved. The workers receive %(money)s.",
            done,
        )
        said = words % {"count": done, "money": task.price.receives * done}
        messages.success(request, said, extra_tags=_undo(press))
    else:
        _say_nothing_done(request)
    return redirect(desk_of(request, task))


@login_required
@require_POST
def reject_many(request: SignedIn, public_id: str) -> HttpResponse:
    """Reject several for the same reason. What was ticked at the desk is shown first, to be ticked one by one."""
    task = get_object_or_404(Task.objects.of(request.user), public_id=public_id)
    found = _ticked(request, task, "shown").select_related("worker", "row", "task__batch")
    rows = list(found.with_proofs().prefetch_related("revisions"))
    if not rows:
        _say_nothing_done(request)
        return _too_late(request, task) or redirect(desk_of(request, task))
    asked = "comment" in request.POST
    mendable = MENDABLE if any(map(revisions.left, rows)) else ()
    form = RejectForm(task.steps, request.POST if asked else None, without=mendable)
    sure = set(request.POST.getlist("sure"))
    keys = [row.pk for row in rows if row.public_id in sure]
    if asked and form.is_valid():
        try:
            if not keys:
                raise Refused(_("Tick each submission that you reject."))
            done, press = verdicts.reject(keys, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = ngettext("%(count)s submission rejected.", "%(count)s submissions rejected.", done)
            messages.success(request, words % {"count": figure(done)}, extra_tags=_undo(press))
            return redirect(desk_of(request, task))
    sift = SiftForm(task, request.GET)
    shown = [(row, row.row.shown(task) if row.row else {}) for row in rows]
    context = {"task": task, "rows": shown, "sure": sure, "form": form, "sift": sift, "nav": "tasks"}
    return render(request, "submissions/reject_many.html", context, status=422 if form.errors else 200)


def _too_late(request: SignedIn, task: Task) -> HttpResponse | None:
    """What somebody typed of submissions that are all judged by now, for them to copy; None where that is nothing."""
    unkept = typed(RejectForm(task.steps, request.POST))
    if not unkept:
        return None
    context = {"task": task, "unkept": unkept, "sift": SiftForm(task, request.GET), "nav": "tasks"}
    return render(request, "submissions/reject_many.html", context, status=409)


@login_required
@require_POST
def take_back(request: SignedIn, public_id: str) -> HttpResponse:
    """Undo the verdicts of one press."""
    given = GivenVerdict.objects.filter(submission__task__employer=request.user, press=public_id)
    first = given.select_related("submission__task").first()
    done = verdicts.take_back(public_id, by=request.user, now=timezone.now())
    words = ngettext("Undone: it waits for your verdict again.", "Undone: they wait for your verdict again.", done)
    messages.info(request, words)
    if first is None:
        return redirect("tasks:mine")
    if done == 1:
        return redirect(first.submission.review_url)
    return redirect("submissions:desk", first.submission.task.public_id)


@login_required
@require_POST
def overturn(request: SignedIn, public_id: str) -> HttpResponse:
    """Approve after all what this employer rejected, at the cost that was shown."""
    submission = reviewable(request, public_id)
    shown = request.POST.get("agreed", "")
    agreed = Money(int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 16 else 0)
    overturning.overturn(submission, by=request.user, agreed=agreed, now=timezone.now())
    words = _("Approved. %(worker)s receives %(money)s.")
    money = submission.task.price.receives
    messages.success(request, words % {"worker": submission.worker, "money": money})
    return redirect(submission.review_url)


def _undo(press: str) -> str:
    return reverse("submissions:take_back", args=[press]) if press else ""


def _ticked(request: SignedIn, task: Task, also: str = "pick") -> SubmissionQuerySet:
    picked = [one for one in request.POST.getlist("pick") + request.POST.getlist(also) if one.isalnum()]
    return queue.waiting_for(task).filter(public_id__in=picked)


def _say_nothing_done(request: SignedIn) -> None:
    if request.POST.getlist("pick") or request.POST.getlist("shown"):
        messages.info(request, _("These submissions are judged already."))
    else:
        messages.info(request, _("Tick the submissions you want to judge."))
