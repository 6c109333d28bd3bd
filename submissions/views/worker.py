"""The worker's pages: claiming, working, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from submissions import claims, proofs, tabs, timeline
from submissions.forms import ProofsForm
from submissions.models import Submission
from submissions.views.ratings import form_for
from tasks import turns
from tasks.models import Task

PER_PAGE = 30


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    rows = Submission.objects.of(request.user)
    counts = tabs.summed(rows.by_state(), tabs.WORKERS)
    here = tabs.chosen(tabs.WORKERS, request.GET.get("view", ""), counts)
    pages = Paginator(here.of(rows.select_related("task__employer", "task__batch", "row")), PER_PAGE)
    context = {
        "tabs": tabs.shown(tabs.WORKERS, here, counts),
        "here": here,
        "page": pages.get_page(request.GET.get("page")),
        "now": timezone.now(),
        "nav": "work",
    }
    return render(request, "submissions/mine.html", context)


@require_POST
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.ever_published(), public_id=public_id)
    if not isinstance(request.user, User):
        # After signing in a person reads the task again; nothing is claimed behind their back.
        return redirect_to_login(task.get_absolute_url())
    try:
        return redirect(claims.claim(task, by=request.user, now=timezone.now()))
    except claims.AlreadyClaimed:
        # The second press of "Next row" or "Do it once more" comes here too: it leads to what the first one gave.
        held = Submission.objects.of(request.user).claimed().filter(task=task).exclude(task__per_worker=1).first()
        if held is None:
            raise
        return redirect(held)


@login_required
@require_safe
def work(request: SignedIn, public_id: str) -> HttpResponse:
    held = _own(request, public_id)
    return _page(request, held, ProofsForm(held))


@login_required
@require_POST
def keep(request: SignedIn, public_id: str) -> HttpResponse:
    """Save for later: what is typed and chosen stays as a draft."""
    held = _own(request, public_id)
    form = ProofsForm(held)
    sent = form.sent(request)
    try:
        errors = proofs.keep(held, by=request.user, now=timezone.now(), **sent)
    except claims.ClaimOver as refusal:
        return _too_late(request, held, form, sent["texts"], refusal)
    if errors:
        return _page(request, _own(request, public_id), form.refuse(sent["texts"], errors), status=422)
    messages.success(request, _("Saved. Hand it in before the time runs out."))
    return redirect(held)


@login_required
@require_POST
def deliver(request: SignedIn, public_id: str) -> HttpResponse:
    held = _own(request, public_id)
    form = ProofsForm(held)
    sent = form.sent(request)
    try:
        proofs.hand_in(held, by=request.user, now=timezone.now(), **sent)
    except proofs.Incomplete as refusal:
        fresh = _own(request, public_id)
        errors = refusal.message_dict
        return _page(request, fresh, ProofsForm(fresh).refuse(sent["texts"], errors), status=422)
    except claims.ClaimOver as refusal:
        return _too_late(request, held, form, sent["texts"], refusal)
    messages.success(request, _("Handed in. You need do nothing more."))
    return redirect(held)


@login_required
@require_POST
def extend(request: SignedIn, public_id: str) -> HttpResponse:
    """Take more time; what is typed in the same form is kept too."""
    held = _own(request, public_id)
    form = ProofsForm(held)
    sent = form.sent(request)
    try:
        claims.extend(held, by=request.user, now=timezone.now())
        errors = proofs.keep(held, by=request.user, now=timezone.now(), **sent)
    except claims.ClaimOver as refusal:
        return _too_late(request, held, form, sent["texts"], refusal)
    if errors:
        return _page(request, _own(request, public_id), form.refuse(sent["texts"], errors), status=422)
    messages.success(request, _("You have more time."))
    return redirect(held)


@login_required
@require_POST
def take_out(request: SignedIn, public_id: str) -> HttpResponse:
    """Take a picture or file out of what is kept; what is typed in the same form is kept too."""
    held = _own(request, public_id)
    form = ProofsForm(held)
    sent = form.sent(request)
    try:
        proofs.take_out(held, request.POST.get("take_out", ""), by=request.user, now=timezone.now())
        errors = proofs.keep(held, by=request.user, now=timezone.now(), **sent)
    except claims.ClaimOver as refusal:
        return _too_late(request, held, form, sent["texts"], refusal)
    if errors:
        return _page(request, _own(request, public_id), form.refuse(sent["texts"], errors), status=422)
    return redirect(f"{held.get_absolute_url()}#hand-in")


@login_required
@require_POST
def give_back(request: SignedIn, public_id: str) -> HttpResponse:
    held = _own(request, public_id)
    claims.give_back(held, by=request.user, now=timezone.now())
    messages.info(request, _("Given back. It costs you nothing."))
    return redirect("submissions:mine")


def _own(request: SignedIn, public_id: str) -> Submission:
    rows = Submission.objects.of(request.user).select_related("task__employer", "task__batch", "row").with_proofs()
    return get_object_or_404(rows, public_id=public_id)


def _page(request: SignedIn, held: Submission, form: ProofsForm, **also: Any) -> HttpResponse:
    now = timezone.now()
    status = also.pop("status", 200)
    context = {
        "submission": held,
        "task": held.task,
        "stage": f"submissions/stages/_{held.stage(now)}.html",
        "form": form,
        "events": timeline.events(held),
        "case": timeline.dispute_of(held),
        "contestable": held.is_contestable(now),
        "again": held.task.per_worker != 1 and not turns.of(held.task, request.user).in_the_way,
        "rating_form": form_for(held),
        "nav": "work",
        **also,
    }
    return render(request, "submissions/work.html", context, status=status)


def _too_late(
    request: SignedIn, held: Submission, form: ProofsForm, texts: Mapping[str, str], refusal: claims.ClaimOver
) -> HttpResponse:
    """The claim ended meanwhile, or it cannot be extended: say so, and give back every word that is not kept."""
    held = _own(request, held.public_id)
    unkept = form.unkept(texts)
    messages.error(request, refusal.words)
    if not unkept:
        return redirect(held)
    if held.stage(timezone.now()) == Submission.State.CLAIMED:
        return _page(request, held, ProofsForm(held).refuse(texts, {}), status=409)
    return _page(request, held, ProofsForm(held), unkept=unkept, status=409)
