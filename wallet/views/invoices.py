"""Invoices for employers, and who they are for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.months import Month
from wallet import billing, invoices, printing
from wallet.forms import BillingForm
from wallet.models import Invoice

from .shared import as_pdf, refusals_in


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    context = {"due": invoices.due(request.user, now=timezone.now()), "details": billing.current(request.user)}
    return render(request, "wallet/invoices.html", context)


@login_required
@require_POST
def issue(request: SignedIn, month: str) -> HttpResponse:
    try:
        asked = Month.read(month)
    except ValueError as error:
        raise Http404 from error
    given = invoices.issue(request.user, month=asked, now=timezone.now())
    messages.success(request, _("Invoice %(number)s is made.") % {"number": given.number})
    return redirect("wallet:invoices")


@login_required
@require_safe
def invoice(request: SignedIn, public_id: str) -> HttpResponse:
    given = get_object_or_404(Invoice.objects.select_related("details"), person=request.user, public_id=public_id)
    return as_pdf(printing.invoice(given, now=given.issued_at), name=f"invoice-{given.number}.pdf")


@login_required
@require_http_methods(["GET", "POST"])
def details(request: SignedIn) -> HttpResponse:
    declared = billing.current(request.user)
    start = {name: getattr(declared, name) for name in billing.FIELDS} if declared else _first_guess(request)
    form = BillingForm(request.POST or None, initial=start)
    if form.is_valid():
        with refusals_in(form):
            billing.declare(request.user, **form.cleaned_data, now=timezone.now())
            messages.success(request, _("Your billing details are kept."))
            return redirect("wallet:invoices")
    return render(request, "wallet/billing.html", {"form": form, "declared": declared})


def _first_guess(request: SignedIn) -> dict[str, str]:
    return {"kind": "individual", "legal_name": request.user.name, "country": str(request.user.country)}
