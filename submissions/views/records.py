"""Work records: made and withdrawn by their person, read by whoever has the link."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from submissions import record_papers
from submissions import records as keeping
from submissions.models import WorkRecord
from submissions.record_forms import RecordForm

GONE = 410


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: SignedIn) -> HttpResponse:
    form = RecordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(keeping.make(request.user, said=form.said, now=timezone.now()))
    rows = WorkRecord.objects.of(request.user).standing().order_by("-pk")
    return render(request, "submissions/records.html", {"form": form, "records": rows})


@require_safe
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whether a record is genuine, and what it says."""
    row = get_object_or_404(WorkRecord, public_id=public_id)
    if row.withdrawn_at:
        return render(request, "submissions/record_withdrawn.html", {"record": row}, status=GONE)
    context = {
        "record": row,
        "found": keeping.read(row),
        "address": keeping.address(row),
        "mine": row.person_id == request.user.pk,
    }
    return render(request, "submissions/record.html", context)


@require_safe
def record_file(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:  # noqa: ARG001 - whoever has the link
    """A record to keep: as JSON with its signature, or to print."""
    row = get_object_or_404(WorkRecord.objects.standing(), public_id=public_id)
    found = keeping.read(row)
    if found.content is None:
        raise Http404
    if kind == "pdf":
        body, content_type = record_papers.pdf(found), "application/pdf"
    else:
        whole = {"record": found.content, "signed": row.signed}
        body, content_type = json.dumps(whole, ensure_ascii=False, indent=2).encode(), "application/json"
    name = f"work-record-{row.made_at:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)


@require_safe
def record_keys(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - everybody may have them
    """The public keys that records are checked by, as a JSON Web Key Set."""
    return JsonResponse({"keys": keeping.keys()})


@login_required
@require_POST
def withdraw_record(request: SignedIn, public_id: str) -> HttpResponse:
    row = get_object_or_404(WorkRecord.objects.of(request.user).standing(), public_id=public_id)
    keeping.withdraw(row, by=request.user, now=timezone.now())
    messages.success(request, _("The record is withdrawn: its link says nothing about you any more."))
    return redirect("submissions:records")
