"""The employer's page of results: ask for a file, see it being built, fetch it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn
from picomarket.lib import rates
from submissions import queue, results
from submissions.forms import ResultsForm
from submissions.models import Results
from tasks.models import Task

SHOWN = 20
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "zip": "application/zip"}


@login_required
@require_http_methods(["GET", "POST"])
def shown(request: SignedIn, public_id: str) -> HttpResponse:
    """The files of a task; a POST asks for one."""
    task = get_object_or_404(Task.objects.of(request.user).ever_published(), public_id=public_id)
    form = ResultsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        most, now = settings.RULES.results_an_hour, timezone.now()
        rates.check(request.user.pk, "results", most=most, within=rates.HOUR, now=now)
        results.ask(task, kind=form.cleaned_data["kind"], by=request.user, now=now)
        return redirect("submissions:results", task.public_id)
    files = list(Results.objects.of(request.user).filter(task=task).order_by("-asked_at")[:SHOWN])
    context = {
        "task": task,
        "form": form,
        "files": files,
        "given": queue.just_given(task),
        "kinds": Results.Kind.choices,
        "running": any(one.state == Results.State.ASKED for one in files),
        "nav": "tasks",
    }
    return render(request, "submissions/results.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def fetch(request: SignedIn, public_id: str) -> FileResponse:
    built = Results.objects.of(request.user).filter(state=Results.State.BUILT).select_related("task")
    row = get_object_or_404(built, public_id=public_id)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # Named as it is, so that nothing on the way packs it a second time.
    headers = {"Content-Encoding": "identity"}
    name = f"results-{row.task.public_id}.{row.kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[row.kind], headers=headers)
