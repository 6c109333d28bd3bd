"""Turning a kept picture and covering what is private in it, before it is handed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from submissions import claims, retouching
from submissions.forms import CoverForm
from submissions.models import Proof, Submission


@login_required
@require_safe
def retouch(request: SignedIn, public_id: str) -> HttpResponse:
    proof = _own(request, public_id)
    if proof.submission.stage(timezone.now()) not in (Submission.State.CLAIMED, Submission.State.REVISION):
        return redirect(proof.submission)
    return _page(request, proof, CoverForm())


@login_required
@require_POST
def rotate(request: SignedIn, public_id: str) -> HttpResponse:
    """Turn it right; what a script has drawn on it meanwhile is covered too."""
    proof, form = _own(request, public_id), CoverForm(request.POST)
    try:
        if form.is_valid():
            retouching.rotate(proof, form.parts(), by=request.user, now=timezone.now())
    except retouching.NothingCovered as refusal:
        form.add_error(None, refusal)
    except claims.ClaimOver as refusal:
        return _over(request, proof, refusal)
    if form.errors:
        return _page(request, proof, form, status=422)
    return redirect("submissions:retouch", public_id)


@login_required
@require_POST
def cover(request: SignedIn, public_id: str) -> HttpResponse:
    """Cover what was drawn or said; who is done with it goes back to the work."""
    proof, form = _own(request, public_id), CoverForm(request.POST)
    try:
        if form.is_valid():
            retouching.cover(proof, form.parts(), by=request.user, now=timezone.now())
    except retouching.NothingCovered as refusal:
        form.add_error(None, refusal)
    except claims.ClaimOver as refusal:
        return _over(request, proof, refusal)
    if form.errors:
        return _page(request, proof, form, status=422)
    messages.success(request, _("Covered. What was there is gone for good."))
    if "done" in request.POST:
        return redirect(f"{proof.submission.get_absolute_url()}#hand-in")
    return redirect("submissions:retouch", public_id)


def _own(request: SignedIn, public_id: str) -> Proof:
    rows = Proof.objects.pictures_of(request.user).select_related(
        "submission__task__batch", "submission__row", "field", "glimpse"
    )
    return get_object_or_404(rows, public_id=public_id)


def _page(request: SignedIn, proof: Proof, form: CoverForm, *, status: int = 200) -> HttpResponse:
    context = {"proof": proof, "submission": proof.submission, "form": form, "nav": "work"}
    return render(request, "submissions/retouch.html", context, status=status)


def _over(request: SignedIn, proof: Proof, refusal: claims.ClaimOver) -> HttpResponse:
    messages.error(request, refusal.words)
    return redirect(proof.submission)
