"""The pages of a dispute for its two sides. Support reads and decides in the admin."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from submissions.models import Submission

from . import cases
from .casefile import CaseFile, with_proofs, with_sides
from .forms import AnswerForm, OpeningForm
from .models import Dispute


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: SignedIn, public_id: str) -> HttpResponse:
    mine = Submission.objects.of(request.user).select_related("task__employer")
    submission = get_object_or_404(mine, public_id=public_id)
    if not cases.can_open(submission, now=timezone.now()):
        return _where_it_stands(request, submission)
    form = OpeningForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            return redirect(cases.open_case(submission, by=request.user, words=words, now=timezone.now()))
        except Refused as refusal:
            form.add_error("words", refusal)
    page = {"submission": submission, "form": form, "rules": settings.RULES, "nav": "work"}
    return render(request, "disputes/open.html", page)


def _where_it_stands(request: SignedIn, submission: Submission) -> HttpResponse:
    case = Dispute.objects.filter(submission=submission).first()
    if case is None:
        messages.error(request, _("There is nothing to dispute here: the time is over, or it is not rejected."))
        return redirect(submission)
    return redirect(case)


def _case(request: SignedIn, public_id: str) -> Dispute:
    return get_object_or_404(with_proofs(Dispute.objects.seen_by(request.user)), public_id=public_id)


def _page(request: SignedIn, case: Dispute, form: AnswerForm) -> HttpResponse:
    file = CaseFile(case, now=timezone.now(), reader=request.user)
    nav = "work" if file.for_worker else "tasks"
    return render(request, "disputes/case.html", {"file": file, "case": case, "form": form, "nav": nav})


@login_required
@require_safe
def case(request: SignedIn, public_id: str) -> HttpResponse:
    return _page(request, _case(request, public_id), AnswerForm())


@login_required
@require_POST
def answer(request: SignedIn, public_id: str) -> HttpResponse:
    case = _case(request, public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            cases.answer(case, by=request.user, words=form.cleaned_data["words"], now=timezone.now())
        except Refused as refusal:
            form.add_error("words", refusal)
        else:
            messages.success(request, _("Your answer is in the case. The other side is told."))
            return redirect(case)
    return _page(request, case, form)


@login_required
@require_POST
def concede(request: SignedIn, public_id: str) -> HttpResponse:
    mine = with_sides(Dispute.objects.filter(submission__task__employer=request.user))
    case = get_object_or_404(mine, public_id=public_id)
    cases.concede(case, by=request.user, now=timezone.now())
    words = _("You agreed. %(name)s is paid %(money)s and the case is closed.")
    price, worker = case.submission.task.price, case.submission.worker
    messages.success(request, words % {"name": worker.public_name, "money": price.receives})
    return redirect(case)
