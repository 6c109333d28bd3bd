"""Taking a test: what it is, one question at a time, and the result with what may be contested."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from tasks import attempts, contests, offers, qualifications
from tasks.forms.testing import ContestForm, ReplyForm, StartForm
from tasks.models import Attempt, Pass, Qualification, Question

PER_PAGE = 30


@login_required
@require_safe
def tests(request: SignedIn) -> HttpResponse:
    """The tests there are, those of the house first, and what this person holds."""
    rows = Qualification.objects.published().select_related("author").order_by("-is_house", "title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    held = Pass.objects.valid().of(request.user).select_related("qualification").order_by("-since")
    opened = qualifications.tasks_opened_by(one.pk for one in page)
    holds = {one.qualification_id: one for one in held}
    pays = offers.rewards((one.pk for one in page), request.user)
    context = {
        "page": page,
        "tests": [(one, opened[one.pk], holds.get(one.pk), pays.get(one.pk)) for one in page],
        "held": list(holds.values()),
        "nav": "feed",
    }
    return render(request, "tasks/tests.html", context)


@login_required
@require_safe
def test(request: SignedIn, public_id: str) -> HttpResponse:
    row = _seen(request, public_id)
    if row.state == Qualification.State.DRAFTED:
        return redirect("tasks:edit_test", row.public_id)
    now = timezone.now()
    standing = attempts.standing(row, request.user, now=now)
    asked, terms = row.questions.standing().count(), offers.terms(row, request.user)
    context = {
        "test": row,
        "asked": asked,
        "terms": terms,
        "least_seconds": int(offers.least_time(asked).total_seconds()),
        "shown": StartForm(initial={"shown": terms.reward}, auto_id=False),
        "opens": qualifications.tasks_opened_by([row.pk])[row.pk],
        "standing": standing,
        "holds": standing.held is not None and standing.held.is_valid(now),
        "mine": row.author_id == request.user.pk,
        "rules": settings.RULES,
        "nav": "feed",
    }
    return render(request, "tasks/test.html", context)


@login_required
@require_POST
def start(request: SignedIn, public_id: str) -> HttpResponse:
    form = StartForm(request.POST)
    shown = form.cleaned_data["shown"] if form.is_valid() else None
    test = _seen(request, public_id)
    begun = attempts.start(test, by=request.user, now=timezone.now(), shown=shown or attempts.NOTHING)
    return redirect(begun)


@login_required
@require_safe
def attempt(request: SignedIn, public_id: str) -> HttpResponse:
    """The first question without a reply, or the result."""
    row = _own(request, public_id)
    if row.state == Attempt.State.STARTED:
        here = _asked(row).exclude(replies__attempt=row).first() or _asked(row)[0]
        return redirect("tasks:question", row.public_id, here.position)
    return _result(request, row)


def _result(request: SignedIn, row: Attempt, *, contested: int = 0, form: ContestForm | None = None) -> HttpResponse:
    said = {one.question_id: one for one in row.replies.all()}
    disputed = {
        one.question_id: one for one in request.user.contests.filter(question__qualification=row.qualification_id)
    }
    questions = [
        {
            "question": one,
            "reply": said.get(one.pk),
            "contest": disputed.get(one.pk),
            "form": form if form and contested == one.position else ContestForm(auto_id=f"contest-{one.position}-%s"),
        }
        # What had fallen before it began was not asked.
        for one in row.qualification.questions.exclude(fallen_at__lte=row.started_at).order_by("position")
    ]
    asked, took = _asked(row).count(), (row.ended_at or row.until) - row.started_at
    context = {
        "attempt": row,
        "test": row.qualification,
        "questions": questions,
        "terms": offers.terms(row.qualification, request.user),
        "took": int(took.total_seconds()),
        "least_seconds": int(offers.least_time(asked).total_seconds()),
        "standing": attempts.standing(row.qualification, request.user, now=timezone.now()),
        "nav": "feed",
    }
    return render(request, "tasks/test_result.html", context, status=422 if form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedIn, public_id: str, number: int) -> HttpResponse:
    """One question; what is sent is kept before the next one comes."""
    row = _own(request, public_id)
    if row.state != Attempt.State.STARTED:
        return redirect(row)
    here = get_object_or_404(row.qualification.questions.all(), position=number)
    if here.has_fallen:
        messages.info(request, _("One of the questions was wrong and no longer counts. It is left out."))
        return _onward(request, row, here)
    kept = row.replies.filter(question=here).first()
    sent = request.POST if request.method == "POST" else None
    form = ReplyForm(sent, question=here, said=kept.text if kept else "")
    if form.is_valid():
        return _keep(request, row, here, form.cleaned_data["text"])
    return render(request, "tasks/test_question.html", _frame(row, here, form), status=422 if form.errors else 200)


def _keep(request: SignedIn, row: Attempt, here: Question, text: str) -> HttpResponse:
    try:
        attempts.reply(row, here, text=text, by=request.user, now=timezone.now())
    except attempts.AttemptOver as refusal:
        messages.error(request, refusal.words)
        return redirect(row)
    return _onward(request, row, here)


def _onward(request: SignedIn, row: Attempt, here: Question) -> HttpResponse:
    """To the question that was chosen, the next one, or the result."""
    if "end" in request.POST:
        attempts.hand_in(row, by=request.user, now=timezone.now())
        return redirect(row)
    wished = int(request.POST["to"]) if request.POST.get("to", "").isdecimal() else here.position + 1
    positions = list(_asked(row).values_list("position", flat=True))
    onward = next((one for one in positions if one >= wished), positions[-1])
    return redirect("tasks:question", row.public_id, onward)


def _frame(row: Attempt, here: Question, form: ReplyForm) -> dict[str, Any]:
    done = set(row.replies.exclude(text="").values_list("question__position", flat=True))
    positions = list(_asked(row).values_list("position", flat=True))
    at = positions.index(here.position)
    return {
        "attempt": row,
        "test": row.qualification,
        "question": here,
        "form": form,
        # Those that fell leave no gap in the numbers people read.
        "places": [
            {"number": number, "position": one, "done": one in done, "here": one == here.position}
            for number, one in enumerate(positions, start=1)
        ],
        "number": at + 1,
        "count": len(positions),
        "unsaid": len({*positions} - {*done, here.position}),
        "before": positions[at - 1] if at else None,
        "is_last": here.position == positions[-1],
        "nav": "feed",
    }


@login_required
@require_POST
def contest(request: SignedIn, public_id: str, number: int) -> HttpResponse:
    row = _own(request, public_id)
    here = get_object_or_404(Question.objects.filter(qualification=row.qualification_id), position=number)
    form = ContestForm(request.POST, auto_id=f"contest-{number}-%s")
    if row.state == Attempt.State.STARTED:
        raise Http404
    if not form.is_valid():
        return _result(request, row, contested=number, form=form)
    contests.contest(here, words=form.cleaned_data["words"], by=request.user, now=timezone.now())
    messages.success(request, _("The author of the test reads it, and you are told what comes of it."))
    return redirect(row)


def _asked(row: Attempt) -> QuerySet[Question]:
    """The questions that stand, in their order: there is one at least."""
    return row.qualification.questions.standing().order_by("position")


def _seen(request: SignedIn, public_id: str) -> Qualification:
    rows = Qualification.objects.seen_by(request.user).select_related("author")
    return get_object_or_404(rows, public_id=public_id)


def _own(request: SignedIn, public_id: str) -> Attempt:
    """What the sweep has not come by to end yet is ended first."""
    attempts.end_due(now=timezone.now(), worker=request.user)
    rows = Attempt.objects.of(request.user).select_related("qualification__author", "offer")
    return get_object_or_404(rows, public_id=public_id)
