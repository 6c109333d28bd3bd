"""Having one's identity checked by hand, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import identities, verifiers
from accounts.identity_forms import IdentityForm
from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused, TooOften

from .steps import frame


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: SignedIn) -> HttpResponse:
    """What a checked identity gives, what is asked for it and kept of it, and sending that."""
    if not identities.is_offered(request.user):
        raise Http404
    form = IdentityForm(request.POST, request.FILES) if request.method == "POST" else IdentityForm()
    if form.is_valid():
        try:
            identities.send(request.user, files=form.cleaned_data["documents"], now=timezone.now())
        except TooOften:
            raise
        except Refused as refusal:
            form.add_error("documents", refusal)
        else:
            messages.success(request, _("Your documents are sent. You are told what came of it."))
            return redirect("accounts:identity")
    latest = identities.of(request.user)
    context = {
        "form": form,
        "latest": latest,
        "documents": latest.documents.order_by("pk") if latest else [],
        "is_offered": verifiers.by_hand(),
        **frame(request.user, "identity", now=timezone.now()),
    }
    return render(request, "accounts/identity.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back_identity(request: SignedIn) -> HttpResponse:
    identities.take_back(request.user, now=timezone.now())
    messages.info(request, _("Your documents are deleted, and nothing counts as checked any more."))
    return redirect("accounts:profile")
