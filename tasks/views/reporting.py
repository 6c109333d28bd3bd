"""People report a task or somebody, and read what came of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from tasks import person_reports
from tasks import reports as verbs
from tasks.forms import PersonReportForm, ReportForm
from tasks.models import PersonReport, Report, Task

PER_PAGE = 20
PEOPLE_SHOWN = 20


@login_required
@require_http_methods(["GET", "POST"])
def report(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.ever_published().others_than(request.user), public_id=public_id)
    if request.method == "GET" and Report.objects.of(request.user).filter(task=task).exists():
        return redirect("tasks:reports")
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            verbs.report(task, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. Somebody looks at it, and you are told what came of it."))
            return redirect("tasks:reports")
    return render(request, "tasks/report.html", {"task": task, "form": form, "nav": "feed"})


@login_required
@require_http_methods(["GET", "POST"])
def report_person(request: SignedIn, public_id: str) -> HttpResponse:
    others = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
    person = get_object_or_404(others, public_id=public_id)
    if request.method == "GET" and PersonReport.objects.of(request.user).open().filter(person=person).exists():
        return redirect("tasks:reports")
    form = PersonReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person_reports.report(person, by=request.user, now=timezone.now(), **form.cleaned_data)
        except person_reports.TooShort as refusal:
            form.add_error("words", refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. Somebody looks at it, and you are told what came of it."))
            return redirect("tasks:reports")
    return render(request, "tasks/report_person.html", {"person": person, "form": form, "nav": "feed"})


@login_required
@require_safe
def reports(request: SignedIn) -> HttpResponse:
    """All reports of this person with what came of them, and what their next one counts."""
    mine = Report.objects.of(request.user).select_related("task").order_by("-filed_at", "-pk")
    of_people = PersonReport.objects.of(request.user).select_related("person", "question__task")
    of_people = of_people.order_by("-filed_at", "-pk")
    standing, tried = verbs.standing(request.user), settings.RULES.report_tried
    context = {
        "people": of_people[:PEOPLE_SHOWN],
        "page": Paginator(mine, PER_PAGE).get_page(request.GET.get("page")),
        "standing": standing,
        "tried": tried,
        "is_new": request.user.approved < tried and not standing.right and not standing.wrong,
        "nav": "feed",
    }
    return render(request, "tasks/reports.html", context)
