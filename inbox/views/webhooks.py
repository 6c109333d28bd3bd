"""A person's webhooks: where events go, and what became of them."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inbox import deliveries, snippets
from inbox import webhooks as telling
from inbox.forms import EndpointForm
from inbox.models import Delivery, Endpoint
from inbox.requests import SignedIn
from picomarket.lib import rates
from picomarket.lib.confirming import NOT_DONE, confirmed
from picomarket.lib.refusals import Refused

DELIVERIES_PER_PAGE = 30
TRIES_A_MINUTE = 10
HIDDEN = "…"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: SignedIn) -> HttpResponse:
    form = EndpointForm(request.POST or None)
    return _add(request, form) if form.is_valid() else _webhooks(request, form)


def _not_added(request: SignedIn, form: EndpointForm) -> HttpResponse:
    form.add_error(None, str(NOT_DONE))
    return _webhooks(request, form)


@confirmed(deed=gettext_lazy("Add a webhook"), otherwise=_not_added)
def _add(request: SignedIn, form: EndpointForm) -> HttpResponse:
    try:
        made = telling.add(request.user, **form.cleaned_data, now=timezone.now())
    except Refused as refused:
        form.add_error("url", refused)
        return _webhooks(request, form)
    messages.success(request, _("It is told from now on. Put its secret into your server, then try it out."))
    return redirect(_with_secret(made))


def _webhooks(request: SignedIn, form: EndpointForm) -> HttpResponse:
    rows = Endpoint.objects.filter(person=request.user).order_by("pk")
    return render(request, "inbox/webhooks.html", {"form": form, "endpoints": rows, "nav": "tasks"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def endpoint(request: SignedIn, public_id: str) -> HttpResponse:
    row = _mine(request, public_id)
    form = EndpointForm(request.POST or None, initial={"url": row.url, "kinds": row.kinds})
    if form.is_valid():
        return _change(request, row, form) if form.cleaned_data["url"] == row.url else _move(request, row, form)
    return _secret(request, row, form) if "secret" in request.GET else _endpoint(request, row, form)


def _change(request: SignedIn, row: Endpoint, form: EndpointForm) -> HttpResponse:
    try:
        telling.change(row, **form.cleaned_data)
    except Refused as refused:
        form.add_error("url", refused)
        return _endpoint(request, row, form)
    messages.success(request, _("This webhook is changed."))
    return redirect(row)


def _not_moved(request: SignedIn, row: Endpoint, form: EndpointForm) -> HttpResponse:
    form.add_error(None, str(NOT_DONE))
    return _endpoint(request, row, form)


@confirmed(deed=gettext_lazy("Have a webhook tell another address"), otherwise=_not_moved)
def _move(request: SignedIn, row: Endpoint, form: EndpointForm) -> HttpResponse:
    return _change(request, row, form)


@confirmed(deed=gettext_lazy("See the secret of a webhook"))
def _secret(request: SignedIn, row: Endpoint, form: EndpointForm) -> HttpResponse:
    """Who has it can make a server believe that the market calls."""
    return _endpoint(request, row, form, secret=row.secret)


def _endpoint(request: SignedIn, row: Endpoint, form: EndpointForm, *, secret: str = "") -> HttpResponse:
    log = Delivery.objects.of(request.user).filter(endpoint=row)
    after = log.filter(public_id=request.GET.get("after", "")).values_list("pk", flat=True).first()
    rows = list((log.filter(pk__lt=after) if after else log).with_count()[: DELIVERIES_PER_PAGE + 1])
    page = {
        "endpoint": row,
        "form": form,
        "secret": secret,
        "secret_url": _with_secret(row),
        "snippets": snippets.with_secret(secret or HIDDEN),
        "rows": rows[:DELIVERIES_PER_PAGE],
        "more": rows[DELIVERIES_PER_PAGE - 1].public_id if len(rows) > DELIVERIES_PER_PAGE else "",
        "after": after,
        "failed": log.filter(state=Delivery.State.FAILED).exists(),
        "nav": "tasks",
    }
    return render(request, "inbox/endpoint.html", page)


@login_required
@require_safe
@never_cache
def delivery(request: SignedIn, public_id: str) -> HttpResponse:
    row = get_object_or_404(Delivery.objects.of(request.user).select_related("endpoint"), public_id=public_id)
    # As it is sent it is one line.
    body = json.dumps(json.loads(deliveries.body_of(row)), indent=2, ensure_ascii=False)
    page = {"delivery": row, "body": body, "nav": "tasks"}
    return render(request, "inbox/delivery.html", page)


@login_required
@require_POST
def try_out(request: SignedIn, public_id: str) -> HttpResponse:
    row, now = _mine(request, public_id), timezone.now()
    rates.check(request.user.pk, "webhook", most=TRIES_A_MINUTE, within=rates.MINUTE, now=now)
    telling.try_out(row, now=now)
    messages.success(request, _("An event to try it out is on its way. Look at the log in some seconds."))
    return redirect(row)


@login_required
@require_POST
def switch(request: SignedIn, public_id: str) -> HttpResponse:
    row = _mine(request, public_id)
    if row.off_at:
        telling.switch_on(row)
        messages.success(request, _("This webhook is on."))
    else:
        telling.switch_off(row, now=timezone.now())
        messages.success(request, _("This webhook is off."))
    return redirect(row)


@login_required
@require_POST
def renew_secret(request: SignedIn, public_id: str) -> HttpResponse:
    return _renew_secret(request, _mine(request, public_id))


@confirmed(deed=gettext_lazy("Make a new secret for a webhook"))
def _renew_secret(request: SignedIn, row: Endpoint) -> HttpResponse:
    telling.renew_secret(row)
    messages.success(request, _("It has a new secret. Put it into your server now."))
    return redirect(_with_secret(row))


@login_required
@require_POST
def remove(request: SignedIn, public_id: str) -> HttpResponse:
    telling.remove(_mine(request, public_id))
    messages.success(request, _("The webhook is gone."))
    return redirect("inbox:webhooks")


@login_required
@require_POST
def replay(request: SignedIn, public_id: str) -> HttpResponse:
    row = get_object_or_404(Delivery.objects.of(request.user).select_related("endpoint"), public_id=public_id)
    now = timezone.now()
    rates.check(request.user.pk, "webhook", most=TRIES_A_MINUTE, within=rates.MINUTE, now=now)
    telling.replay(row, now=now)
    messages.success(request, _("It is on its way once more."))
    return redirect(row.endpoint)


@login_required
@require_POST
def replay_failed(request: SignedIn, public_id: str) -> HttpResponse:
    row, now = _mine(request, public_id), timezone.now()
    rates.check(request.user.pk, "webhook", most=TRIES_A_MINUTE, within=rates.MINUTE, now=now)
    count = telling.replay_failed(row, now=now)
    if not count:
        messages.info(request, _("Nothing is sent again: all of it was delivered, or is on its way."))
        return redirect(row)
    words = ngettext(
        "%(count)s delivery is on its way once more.", "%(count)s deliveries are on their way once more.", count
    )
    messages.success(request, words % {"count": count})
    return redirect(row)


def _mine(request: SignedIn, public_id: str) -> Endpoint:
    return get_object_or_404(Endpoint.objects.filter(person=request.user), public_id=public_id)


def _with_secret(row: Endpoint) -> str:
    """Its page with its secret, which is shown to who confirmed lately that it is them."""
    return f"{row.get_absolute_url()}?secret=shown#secret"
