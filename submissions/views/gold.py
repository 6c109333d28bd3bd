"""Gold rows: which there are, how workers do on them, and what becomes of contested answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from submissions import vouching
from submissions.forms import DeclineForm
from tasks import checking, gold, marking
from tasks.forms import MarkForm
from tasks.models import Gold, GoldAnswer, GoldStop, Row, Task

PER_PAGE = 50
WORKERS_SHOWN = 50
VALUES_SHOWN = 3
# Digits of the number of a row.
TOO_LONG = 9


@login_required
@require_safe
def shown(request: SignedIn, public_id: str) -> HttpResponse:
    return _page(request, get_object_or_404(_batches(request.user), public_id=public_id))


def _batches(employer: User) -> Any:
    return Task.objects.of(employer).ever_published().filter(rows__gt=0).select_related("batch")


def _page(request: SignedIn, task: Task, *, declined: str = "", form: DeclineForm | None = None) -> HttpResponse:
    contested = (
        GoldAnswer.objects.contested().filter(task=task).select_related("gold__row", "gold__task__batch", "worker")
    )
    rows = Gold.objects.filter(task=task).select_related("row", "task__batch").with_counts().order_by("row__number")
    context = {
        "task": task,
        "contests": [
            (one, form if form and one.public_id == declined else DeclineForm(auto_id=f"{one.public_id}-%s"))
            for one in contested.order_by("contested_at")[:PER_PAGE]
        ],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "known": Gold.objects.standing().filter(task=task).count(),
        "workers": _workers(task),
        "no_more": marking.why_not(task),
        "good_share": checking.good_share(task.rows),
        "nav": "tasks",
    }
    return render(request, "submissions/gold.html", context, status=422 if form else 200)


def _workers(task: Task) -> list[tuple[User, gold.Accuracy, bool]]:
    """Those who had the least right first, each with whether they get no more rows."""
    known = gold.accuracies(task)
    worst = sorted(known, key=lambda key: (known[key].percent or 0, -known[key].done))[:WORKERS_SHOWN]
    people = User.objects.in_bulk(worst)
    stopped = set(GoldStop.objects.filter(task=task, worker__in=worst).values_list("worker", flat=True))
    return [(people[key], known[key], key in stopped) for key in worst]


@login_required
@require_http_methods(["GET", "POST"])
def mark(request: SignedIn, public_id: str) -> HttpResponse:
    """A row to choose, and then what is right for it."""
    task = get_object_or_404(_batches(request.user), public_id=public_id)
    if marking.why_not(task):
        return redirect("submissions:gold", task.public_id)
    number = request.GET.get("row", "")
    row = marking.rows(task).filter(number=number).first() if number.isdecimal() and len(number) < TOO_LONG else None
    if row is None:
        return _choose(request, task, missed=number)
    typed = request.POST if request.method == "POST" else None
    form = MarkForm(typed, task=task, row=row, asked=marking.asked(task))
    if not form.is_valid():
        return _mark_page(request, task, row, form)
    said = {"answers": form.answers, "because": form.cleaned_data["because"]}
    try:
        marking.mark(task, number=row.number, by=request.user, now=timezone.now(), **said)
    except Refused as refusal:
        form.add_error(None, refusal)
        return _mark_page(request, task, row, form)
    messages.success(request, _("The answer to row %(number)s is known now.") % {"number": row.number})
    return redirect("submissions:gold", task.public_id)


def _choose(request: SignedIn, task: Task, *, missed: str) -> HttpResponse:
    """The rows that can be marked; ``missed`` is one that was asked for and cannot be."""
    page = Paginator(marking.rows(task), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, marking.values(row, task)[:VALUES_SHOWN]) for row in page]
    context = {"task": task, "page": page, "rows": rows, "missed": missed, "nav": "tasks"}
    context |= {
        "known": Gold.objects.standing().filter(task=task).count(),
        "good_share": checking.good_share(task.rows),
    }
    return render(request, "submissions/gold_choose.html", context, status=422 if missed else 200)


def _mark_page(request: SignedIn, task: Task, row: Row, form: MarkForm) -> HttpResponse:
    context = {"task": task, "row": row, "values": marking.values(row, task), "form": form, "nav": "tasks"}
    return render(request, "submissions/gold_mark.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def unmark(request: SignedIn, public_id: str, number: int) -> HttpResponse:
    """The row is like any other again, where nobody answered it."""
    task = get_object_or_404(_batches(request.user), public_id=public_id)
    marking.unmark(get_object_or_404(Gold, task=task, row__number=number), by=request.user)
    messages.info(request, _("Row %(number)s is like any other again.") % {"number": number})
    return redirect("submissions:gold", task.public_id)


@login_required
@require_POST
def fall(request: SignedIn, public_id: str, number: int) -> HttpResponse:
    """What is said to be right is wrong: the row counts for nobody any more."""
    task = get_object_or_404(_batches(request.user), public_id=public_id)
    one = get_object_or_404(Gold.objects.select_related("task"), task=task, row__number=number)
    if vouching.let_fall(one, by=request.user, now=timezone.now()):
        messages.success(request, _("It counts for nobody any more. Everybody is scored anew and told."))
    return redirect("submissions:gold", task.public_id)


@login_required
@require_POST
def decline(request: SignedIn, public_id: str) -> HttpResponse:
    """The answer stands, and the worker reads why."""
    mine = GoldAnswer.objects.filter(task__employer=request.user).select_related("task")
    row = get_object_or_404(mine, public_id=public_id)
    form = DeclineForm(request.POST, auto_id=f"{row.public_id}-%s")
    if not form.is_valid():
        return _page(request, row.task, declined=row.public_id, form=form)
    gold.decline(row, reply=form.cleaned_data["reply"], by=request.user, now=timezone.now())
    messages.info(request, _("The answer stands. The worker reads why."))
    return redirect("submissions:gold", row.task.public_id)
