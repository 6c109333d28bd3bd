"""The employer's pages of a batch: its first rows as a worker will read them, and what came of each row."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn
from picomarket.lib.counting import figure
from submissions import comparing
from submissions import rows as listing
from submissions.forms import ProofsForm
from submissions.models import Submission
from tasks import filling, importing, marking
from tasks import rows as giving_out
from tasks.forms import AddSlotsForm
from tasks.models import Row, Task
from tasks.views.managing import cost_of

PER_PAGE = 50
PREVIEWED = 3


@login_required
@require_safe
def preview_rows(request: SignedIn, public_id: str) -> HttpResponse:
    """One of the first rows of a draft on the page a worker will have before them."""
    drafts = Task.objects.of(request.user).drafts().select_related("batch", "employer")
    task = get_object_or_404(drafts.prefetch_related("proof_fields"), public_id=public_id)
    batch, rows = importing.of(task), list(Row.objects.filter(task=task).order_by("number")[:PREVIEWED])
    if batch is None or not rows:
        return redirect("tasks:rows", task.public_id)
    row = next((one for one in rows if str(one.number) == request.GET.get("row")), rows[0])
    submission = Submission(task=task, row=row)
    submission.words = filling.preview(batch, row, list(task.proof_fields.all()))
    tabs = [
        {"label": _("Row %(number)s") % {"number": one.number}, "url": f"?row={one.number}", "here": one is row}
        for one in rows
    ]
    context = {"task": task, "submission": submission, "form": ProofsForm(submission), "tabs": tabs, "nav": "post"}
    return render(request, "submissions/preview_rows.html", context)


@login_required
@require_safe
def rows(request: SignedIn, public_id: str) -> HttpResponse:
    task = _own(request, public_id)
    here, counted = listing.chosen(request.GET.get("view", "")), listing.counts(task)
    pages = Paginator(listing.with_submissions(listing.of(task, here)), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    known = comparing.of_page(task, list(page))
    context: dict[str, Any] = {
        "task": task,
        "tabs": listing.shown(task, here, counted),
        "here": here,
        "page": page,
        "rows": [listing.told(row, task, known) for row in page],
        "can_mark": marking.why_not(task) is None,
        "failed": listing.failed(task).count() if counted["rejected"] or counted["approved"] else 0,
        "nav": "tasks",
    }
    return render(request, "submissions/rows.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def run_again(request: SignedIn, public_id: str) -> HttpResponse:
    """Shows what it costs to have every failed row done once more; a POST does it."""
    task = _own(request, public_id)
    failed = list(listing.failed(task).values_list("pk", flat=True))
    if request.method == "GET":
        if not failed or not task.can_become(Task.State.STOPPED):
            return redirect("submissions:rows", task.public_id)
        context = {"task": task, "failed": len(failed), "nav": "tasks", **cost_of(request.user, task, len(failed))}
        return render(request, "submissions/run_again.html", context)
    agreed = AddSlotsForm(request.POST)
    if not agreed.is_valid():
        return redirect("submissions:run_again", task.public_id)
    given = agreed.cleaned_data
    giving_out.run_again(failed, task, key=given["key"], agreed=given["total"], by=request.user, now=timezone.now())
    words = ngettext("%(count)s row runs again.", "%(count)s rows run again.", given["slots"])
    messages.success(request, words % {"count": figure(given["slots"])})
    return redirect("submissions:rows", task.public_id)


def _own(request: SignedIn, public_id: str) -> Task:
    batches = Task.objects.of(request.user).ever_published().filter(rows__gt=0).select_related("batch")
    return get_object_or_404(batches, public_id=public_id)
