"""Public questions about a task: everybody reads, workers ask, the employer answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedIn
from inbox import repeats
from picomarket.lib.refusals import Refused
from tasks import person_reports
from tasks import questions as asking
from tasks.forms import PersonReportForm, PublicAnswerForm, PublicQuestionForm
from tasks.models import PublicQuestion, Task

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was asked; a POST asks."""
    task = get_object_or_404(Task.objects.ever_published().select_related("employer"), public_id=public_id)
    if request.method != "POST":
        return _page(request, task)
    if not isinstance(request.user, User):
        return redirect_to_login(request.path)
    form = PublicQuestionForm(request.POST)
    if form.is_valid():
        try:
            asking.ask(task, by=request.user, words=form.cleaned_data["words"], now=timezone.now())
        except Refused as refusal:
            form.add_error("words", refusal)
            return _page(request, task, form=form, held_back=getattr(refusal, "parts", None), status=422)
        messages.success(request, _("Asked. You are told when there is an answer."))
        return redirect("tasks:questions", task.public_id)
    return _page(request, task, form=form, status=422)


def _page(request: HttpRequest, task: Task, **also: Any) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    status = also.pop("status", 200)
    if person:
        repeats.read(person, url=request.path, now=timezone.now())
    rows = PublicQuestion.objects.filter(task=task).seen_by(person).order_by("-pk")
    is_mine = person is not None and task.employer_id == person.pk
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    refused = also.pop("refused", None)
    answers = {one.pk: PublicAnswerForm(one.public_id) for one in page if is_mine and one.is_open} | (refused or {})
    context = {
        "task": task,
        "page": page,
        "rows": [(one, answers.get(one.pk)) for one in page],
        "is_mine": is_mine,
        "why_not": asking.why_not(task, person) if person else "",
        "form": PublicQuestionForm(),
        "nav": "tasks" if is_mine else "feed",
        **also,
    }
    return render(request, "tasks/questions.html", context, status=status)


def _own(request: SignedIn, public_id: str) -> PublicQuestion:
    rows = PublicQuestion.objects.answerable_by(request.user).select_related("task__employer")
    return get_object_or_404(rows, public_id=public_id)


@login_required
@require_POST
def answer_question(request: SignedIn, public_id: str) -> HttpResponse:
    question = _own(request, public_id)
    form = PublicAnswerForm(question.public_id, request.POST)
    if form.is_valid():
        try:
            asking.answer(question, by=request.user, words=form.cleaned_data["words"], now=timezone.now())
        except asking.NotAnswerable as refusal:
            messages.warning(request, refusal.words)
        except Refused as refusal:
            form.add_error("words", refusal)
            held_back = getattr(refusal, "parts", None)
            return _page(request, question.task, refused={question.pk: form}, held_back=held_back, status=422)
        else:
            messages.success(request, _("Answered. Who asked is told, and who holds a slot."))
        return redirect("tasks:questions", question.task.public_id)
    return _page(request, question.task, refused={question.pk: form}, status=422)


@login_required
@require_POST
def hide_question(request: SignedIn, public_id: str) -> HttpResponse:
    question = asking.hide(_own(request, public_id), by=request.user, now=timezone.now())
    messages.info(request, _("Taken down."))
    return redirect("tasks:questions", question.task.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_question(request: SignedIn, public_id: str) -> HttpResponse:
    """Report what a worker asked, whoever that is; the employer's answers are reported with the task."""
    others = PublicQuestion.objects.seen_by(request.user).exclude(asker=request.user).select_related("task", "asker")
    question = get_object_or_404(others, public_id=public_id)
    form = PersonReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person_reports.report_question(question, by=request.user, now=timezone.now(), **form.cleaned_data)
        except person_reports.TooShort as refusal:
            form.add_error("words", refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. Somebody looks at it, and you are told what came of it."))
            return redirect("tasks:questions", question.task.public_id)
    context = {"question": question, "task": question.task, "form": form, "nav": "feed"}
    return render(request, "tasks/report_question.html", context, status=422 if form.errors else 200)
