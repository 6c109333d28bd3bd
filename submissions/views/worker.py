"""The worker's pages: claiming, working, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import devices, places
from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib import whereabouts
from picomarket.lib.refusals import Refused
from submissions import claims, comparing, glimpses, proofs, ratings, tabs, timeline
from submissions.forms import ContestForm, ProofsForm, RatingForm
from submissions.models import Submission
from tasks import cautions, gold, pauses, turns
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
        "pause": pauses.words(request.user, now=timezone.now()),
        "nav": "work",
    }
    return render(request, "submissions/mine.html", context)


@require_POST
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.ever_published(), public_id=public_id)
    if not isinstance(request.user, User):
        # After signing in a person reads the task again; nothing is claimed behind their back.
        return redirect_to_login(task.get_absolute_url())
    if cautions.of(task) and "warned" not in request.POST and not _knows(request.user, task):
        return redirect("submissions:caution", task.public_id)
    seen = whereabouts.country_of(devices.address_of(request))
    try:
        return redirect(claims.claim(task, by=request.user, seen=seen, now=timezone.now()))
    except places.SeenElsewhere as refusal:
        # There they can say that they travel.
        messages.warning(request, refusal.words)
        return redirect("accounts:place")
    except claims.Paused:
        # The task's page says why, and until when.
        return redirect(task)
    except claims.AlreadyClaimed:
        # The second press of "Next row" or "Do it once more" comes here too: it leads to what the first one gave.
        held = Submission.objects.of(request.user).claimed().filter(task=task).exclude(task__per_worker=1).first()
        if held is None:
            raise
        return redirect(held)


def _knows(worker: User, task: Task) -> bool:
    """They held a slot of it before, so they were told what it asks."""
    return Submission.objects.of(worker).filter(task=task).exists()


@login_required
@require_safe
def work(request: SignedIn, public_id: str) -> HttpResponse:
    held = _own(request, public_id)
    return _page(request, held, ProofsForm(held))


@login_required
@require_POST
def keep(request: SignedIn, public_id: str) -> HttpResponse:
    """Save for later: what is typed and chosen stays as a draft. A script that saves in between hears a word of it."""
    held, now = _own(request, public_id), timezone.now()
    form = ProofsForm(held)
    sent = form.sent(request)
    in_between = not request.accepts("text/html")
    try:
        errors = proofs.keep(held, by=request.user, now=now, **sent)
    except claims.ClaimOver as refusal:
        if in_between:
            return JsonResponse({"words": refusal.words}, status=409)
        return _too_late(request, held, form, sent["texts"], refusal)
    if in_between:
        at = date_format(timezone.localtime(now), "TIME_FORMAT")
        said = [*errors.values(), [_("Saved at %(time)s.") % {"time": at}]][0]
        return JsonResponse({"words": " ".join(said)}, status=422 if errors else 200)
    if errors:
        return _refused(request, held, sent["texts"], errors)
    messages.success(request, _("Saved. Hand it in before the time runs out."))
    return redirect(held)


@login_required
@require_POST
def deliver(request: SignedIn, public_id: str) -> HttpResponse:
    held = _own(request, public_id)
    form = ProofsForm(held)
    sent = form.sent(request)
    try:
        proofs.hand_in(held, by=request.user, sure=request.POST.getlist("sure"), now=timezone.now(), **sent)
    except proofs.Incomplete as refusal:
        return _refused(request, held, sent["texts"], refusal.message_dict)
    except glimpses.Shown as refusal:
        fresh = _own(request, public_id)
        return _page(request, fresh, ProofsForm(fresh), asked=refusal.pictures, status=422)
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
        return _refused(request, held, sent["texts"], errors)
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
        return _refused(request, held, sent["texts"], errors)
    return redirect(f"{held.get_absolute_url()}#hand-in")


@login_required
@require_POST
def give_back(request: SignedIn, public_id: str) -> HttpResponse:
    held = _own(request, public_id)
    claims.give_back(held, by=request.user, now=timezone.now())
    messages.info(request, _("Given back. It costs you nothing."))
    return redirect("submissions:mine")


@login_required
@require_POST
def contest(request: SignedIn, public_id: str) -> HttpResponse:
    """Say why the answer that is said to be right is wrong."""
    held = _own(request, public_id)
    scored = gold.answer_of(held.row, request.user)
    if scored is None:
        raise Http404
    form = ContestForm(request.POST)
    if form.is_valid():
        try:
            gold.contest(scored, words=form.cleaned_data["words"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal)
    if form.errors:
        return _page(request, held, ProofsForm(held), contest_form=form, status=422)
    messages.success(request, _("The employer reads what you wrote and answers. You are told."))
    return redirect(held)


@login_required
@require_POST
def rate(request: SignedIn, public_id: str) -> HttpResponse:
    """A worker's marks for the employer who judged this."""
    held = _own(request, public_id)
    form = _rating_form(held, request.POST)
    if form and not form.is_valid():
        return _page(request, held, ProofsForm(held), rating_form=form, status=422)
    ratings.rate(held, by=request.user, marks=form.cleaned_data if form else {}, now=timezone.now())
    messages.success(request, _("Thank you. Others see your marks only together with those of more workers."))
    return redirect(held)


def _own(request: SignedIn, public_id: str) -> Submission:
    rows = Submission.objects.of(request.user).select_related("task__employer", "task__batch", "row").with_revisions()
    rows = rows.with_proofs("glimpse")
    return get_object_or_404(rows, public_id=public_id)


def _page(request: SignedIn, held: Submission, form: ProofsForm, **also: Any) -> HttpResponse:
    now = timezone.now()
    status, stage = also.pop("status", 200), held.stage(now)
    context = {
        "submission": held,
        "task": held.task,
        "stage": f"submissions/stages/_{stage}.html",
        "in_grace": held.is_in_grace(now),
        "pause": pauses.words(request.user, now=now) if stage in Submission.ENDED_UNDONE else "",
        "form": form,
        "by_code": stage == Submission.State.SUBMITTED and any(one.approves for one in held.task.proof_fields.all()),
        "events": timeline.events(held),
        "case": timeline.dispute_of(held),
        "contestable": held.is_contestable(now),
        **_known(held),
        **_again(held),
        "rating_form": _rating_form(held),
        "nav": "work",
        **also,
    }
    return render(request, "submissions/work.html", context, status=status)


def _again(held: Submission) -> dict[str, Any]:
    """Whether its worker can do the task, of a batch another row, once more; and how many rows."""
    done = turns.of(held.task, held.worker) if held.task.per_worker != 1 and held.submitted_at else None
    if done is None or done.in_the_way:
        return {"again": False}
    if not held.task.rows:
        return {"again": True}
    left = turns.rows_left(held.task, held.worker, done)
    return {"again": bool(left), "rows_left": left}


def _rating_form(held: Submission, data: Mapping[str, Any] | None = None) -> RatingForm | None:
    """What a worker rates the employer with, filled with what they said before; nothing before there is a verdict."""
    if held.state not in ratings.JUDGED:
        return None
    before = ratings.given(held)
    return RatingForm(data, initial={aspect: getattr(before, aspect) for aspect in ratings.NAMES} if before else None)


def _known(held: Submission) -> dict[str, Any]:
    """What its worker reads of a row whose answer is known, once it is handed in."""
    scored = gold.answer_of(held.row, held.worker) if held.submitted_at and held.task.has_gold else None
    if scored is None:
        return {}
    known = comparing.known_answers(held, scored.gold)
    accuracy = gold.accuracies(held.task, [held.worker_id]).get(held.worker_id)
    return {"scored": scored, "known": known, "accuracy": accuracy, "contest_form": ContestForm()}


def _refused(
    request: SignedIn, held: Submission, texts: Mapping[str, str], errors: Mapping[str, list[str]]
) -> HttpResponse:
    """What is wrong, beside all that was typed and all that is kept by now."""
    fresh = _own(request, held.public_id)
    return _page(request, fresh, ProofsForm(fresh).refuse(texts, errors), status=422)


def _too_late(
    request: SignedIn, held: Submission, form: ProofsForm, texts: Mapping[str, str], refusal: claims.ClaimOver
) -> HttpResponse:
    """The claim ended meanwhile, or it cannot be extended: say so, and give back every word that is not kept."""
    held = _own(request, held.public_id)
    unkept = form.unkept(texts)
    messages.error(request, refusal.words)
    if not unkept:
        return redirect(held)
    if held.stage(timezone.now()) in (Submission.State.CLAIMED, Submission.State.REVISION):
        return _page(request, held, ProofsForm(held).refuse(texts, {}), status=409)
    return _page(request, held, ProofsForm(held), unkept=unkept, status=409)
