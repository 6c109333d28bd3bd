"""Changes an employer asks for, and what had been handed in before."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from submissions import revising
from submissions.forms import RejectForm
from submissions.models import EarlierProof

from .employer import go_on, page, reviewable
from .files import sent


@login_required
@require_POST
def ask_change(request: SignedIn, public_id: str) -> HttpResponse:
    submission = reviewable(request, public_id)
    form = RejectForm(submission.words.steps, request.POST)
    if not form.is_valid():
        return page(request, submission, form, status=422)
    try:
        revising.ask(submission, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        return page(request, reviewable(request, public_id), form.refuse(refusal), status=422)
    return go_on(request, submission, _("The worker is asked for a change. It comes back to you."))


@require_safe
def earlier_proof(request: HttpRequest, public_id: str) -> FileResponse:
    """A picture or file that was handed in before a change, as ``files.proof`` answers."""
    return sent(request, EarlierProof.objects.all(), public_id)
