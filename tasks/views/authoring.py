"""Tests as their authors write and lead them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from tasks import contests, offers, qualifications
from tasks.forms.testing import DeclineForm, NewTestForm, QuestionForm, TestForm
from tasks.models import Contest, Qualification

PER_PAGE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_tests(request: SignedIn) -> HttpResponse:
    """The tests this person wrote; a POST starts a new one."""
    form = NewTestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = qualifications.draft(request.user, title=form.cleaned_data["title"], now=timezone.now())
        return redirect("tasks:edit_test", made.public_id)
    rows = Qualification.objects.of(request.user).kept().with_counts().order_by("-drafted_at")
    context = {"form": form, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "nav": "tasks"}
    return render(request, "tasks/own_tests.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_test(request: SignedIn, public_id: str) -> HttpResponse:
    """A draft: what it says of itself, and its questions."""
    test = _own(request, public_id)
    if test.state != Qualification.State.DRAFTED:
        return redirect("tasks:lead_test", test.public_id)
    form = TestForm(request.POST if request.method == "POST" else None, test=test, by=request.user)
    if form.is_valid():
        qualifications.write(test, by=request.user, fields=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("tasks:edit_test", test.public_id)
    context = {"test": test, "form": form, "questions": test.questions.order_by("position"), "nav": "tasks"}
    context["rules"] = settings.RULES
    return render(request, "tasks/test_draft.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def lead_test(request: SignedIn, public_id: str) -> HttpResponse:
    """A published test: how people do on each question, and what they contest."""
    test = _own(request, public_id)
    if test.state == Qualification.State.DRAFTED:
        return redirect("tasks:edit_test", test.public_id)
    return _lead(request, test)


def _lead(
    request: SignedIn, test: Qualification, *, declined: str = "", form: DeclineForm | None = None
) -> HttpResponse:
    opened = Contest.objects.opened().filter(question__qualification=test).select_related("question", "worker")
    rows = [
        (one, form if form and one.public_id == declined else DeclineForm(auto_id=f"{one.public_id}-%s"))
        for one in opened.order_by("question__position", "pk")[:PER_PAGE]
    ]
    context = {
        "test": get_object_or_404(Qualification.objects.with_counts(), pk=test.pk),
        "questions": test.questions.with_replies().order_by("position"),
        "contests": rows,
        "offered": offers.summary(test),
        "tried": test.tries.ended().count(),
        "rules": settings.RULES,
        "nav": "tasks",
    }
    return render(request, "tasks/test_lead.html", context, status=422 if form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn, public_id: str, number: int) -> HttpResponse:
    """One question of a draft, or a new one at its end."""
    test = _own(request, public_id)
    if test.state != Qualification.State.DRAFTED:
        return redirect("tasks:edit_test", test.public_id)
    question = test.questions.filter(position=number).first()
    if "remove" in request.POST:
        qualifications.drop(test, by=request.user, position=number)
        return redirect("tasks:edit_test", test.public_id)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=question)
    if form.is_valid():
        try:
            qualifications.ask(test, form.asked(), by=request.user, position=number)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            if "more" in request.POST:
                return redirect("tasks:ask", test.public_id, test.questions.count() + 1)
            return redirect("tasks:edit_test", test.public_id)
    context = {"test": test, "form": form, "question": question, "number": number, "nav": "tasks"}
    return render(request, "tasks/test_ask.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def publish_test(request: SignedIn, public_id: str) -> HttpResponse:
    test = _own(request, public_id)
    return _led(request, test, lambda: qualifications.publish(test, by=request.user, now=timezone.now()))


@login_required
@require_POST
def close_test(request: SignedIn, public_id: str) -> HttpResponse:
    test = _own(request, public_id)
    return _led(request, test, lambda: qualifications.close(test, by=request.user, now=timezone.now()))


@login_required
@require_POST
def reopen_test(request: SignedIn, public_id: str) -> HttpResponse:
    test = _own(request, public_id)
    return _led(request, test, lambda: qualifications.reopen(test, by=request.user))


@login_required
@require_POST
def discard_test(request: SignedIn, public_id: str) -> HttpResponse:
    qualifications.discard(_own(request, public_id), by=request.user)
    messages.info(request, _("The draft is discarded."))
    return redirect("tasks:own_tests")


@login_required
@require_POST
def fall(request: SignedIn, public_id: str, number: int) -> HttpResponse:
    """A question is wrong: it counts for nobody any more."""
    test = _own(request, public_id)
    question = get_object_or_404(test.questions.all(), position=number)
    if test.state == Qualification.State.DRAFTED:
        raise Http404
    passing = contests.fall(question, by=request.user, now=timezone.now())
    words = ngettext(
        "The question was withdrawn; %(count)s person passes by it.",
        "The question was withdrawn; %(count)s people pass by it.",
        passing,
    )
    messages.success(request, words % {"count": passing})
    return redirect("tasks:lead_test", test.public_id)


@login_required
@require_POST
def decline(request: SignedIn, public_id: str) -> HttpResponse:
    mine = Contest.objects.filter(question__qualification__author=request.user)
    row = get_object_or_404(mine.select_related("question__qualification"), public_id=public_id)
    form = DeclineForm(request.POST, auto_id=f"{row.public_id}-%s")
    if not form.is_valid():
        return _lead(request, row.question.qualification, declined=row.public_id, form=form)
    contests.decline(row, answer=form.cleaned_data["answer"], by=request.user, now=timezone.now())
    messages.info(request, _("The question stands. The worker reads why."))
    return redirect("tasks:lead_test", row.question.qualification.public_id)


def _led(request: SignedIn, test: Qualification, verb: Callable[[], None]) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.words)
    return redirect("tasks:lead_test", test.public_id)


def _own(request: SignedIn, public_id: str) -> Qualification:
    return get_object_or_404(Qualification.objects.of(request.user).kept(), public_id=public_id)
