"""Confirming a phone, and taking it out again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import phones, verifiers
from accounts.forms import CodeForm, PhoneForm
from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused, TooOften

from .steps import frame


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: SignedIn) -> HttpResponse:
    """What a confirmed phone gives, and having a code sent."""
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        try:
            phones.ask(request.user, number=form.cleaned_data["number"], now=timezone.now())
        except TooOften:
            raise
        except Refused as refusal:
            form.add_error("number", refusal)
        else:
            messages.success(request, _("The code is on its way."))
            # Said, because a browser keeps where on the page it was.
            return redirect(f"{reverse('accounts:verify')}#code")
    return _page(request, form, CodeForm())


@login_required
@require_POST
def confirm_phone(request: SignedIn) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            phones.confirm(request.user, code=form.cleaned_data["code"], now=timezone.now())
        except Refused as refusal:
            form.add_error("code", refusal)
        else:
            messages.success(request, _("Your phone is confirmed."))
            return redirect("accounts:verify")
    return _page(request, PhoneForm(), form)


@login_required
@require_POST
def take_out_phone(request: SignedIn) -> HttpResponse:
    phones.take_out(request.user, now=timezone.now())
    messages.info(request, _("Nothing of your phone is kept any more."))
    return redirect("accounts:profile")


def _page(request: HttpRequest, form: PhoneForm, code: CodeForm) -> HttpResponse:
    if not phones.is_offered(request.user):  # type: ignore[arg-type]
        raise Http404
    phone, now = phones.of(request.user), timezone.now()  # type: ignore[arg-type]
    context = {
        "form": form,
        "code": code,
        "phone": phone,
        "waits": phone is not None and phone.confirmed_at is None and phone.until > now,
        "is_offered": verifiers.offered() is not None,
        "minutes": phones.MINUTES,
        **frame(request.user, "phone", now=now),  # type: ignore[arg-type]
    }
    return render(request, "accounts/verify.html", context, status=422 if form.errors or code.errors else 200)
