"""How a person stands: what holds against them and why, what counts, and how to answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import appeals, freezes, house_rules, levels
from accounts.models import Exhibit, Freeze, Remark, Sanction
from accounts.requests import SignedIn
from accounts.standing_forms import AnswerForm, AppealForm
from picomarket.lib.refusals import Refused

# Nobody but the reader keeps an exhibit, and no browser runs what is in one.
_HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the house, for anybody."""
    context = {"house_rules": house_rules.RULES, "never": house_rules.NEVER, "rules": settings.RULES}
    return render(request, "accounts/rules.html", context)


@login_required
@require_safe
def standing(request: SignedIn) -> HttpResponse:
    """What holds now, what counts, and what was before."""
    person, now = request.user, timezone.now()
    told = Sanction.objects.shown_to(person).select_related("appeal").order_by("-at", "-pk")
    freeze = freezes.current(person, now=now)
    past = Freeze.objects.filter(person=person).exclude(ended_at=None).order_by("-at")
    context = {
        "holding": [one for one in told if one.is_given],
        "over": [one for one in told if not one.is_given],
        "freeze": freeze,
        "counted": freezes.verdicts_of(freeze) if freeze else [],
        "freezes": past,
        "verdicts": levels.latest_verdicts(person),
        "rate": levels.rolling_rates([person.pk]).get(person.pk),
        "rules": settings.RULES,
    }
    return render(request, "accounts/standing.html", context)


@login_required
@require_safe
def sanction(request: SignedIn, public_id: str) -> HttpResponse:
    return _page(request, _theirs(request, public_id), AppealForm(), AnswerForm())


@login_required
@require_POST
def appeal(request: SignedIn, public_id: str) -> HttpResponse:
    row, form = _theirs(request, public_id), AppealForm(request.POST)
    if form.is_valid():
        try:
            appeals.appeal(row, words=form.cleaned_data["words"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error("words", refusal)
        else:
            messages.success(request, _("Your appeal is with somebody who had no part in this."))
            return redirect(row)
    return _page(request, row, form, AnswerForm())


@login_required
@require_POST
def answer(request: SignedIn, public_id: str) -> HttpResponse:
    row, form = _theirs(request, public_id), AnswerForm(request.POST)
    if form.is_valid():
        try:
            appeals.answer(row, words=form.cleaned_data["words"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error("words", refusal)
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect(row)
    return _page(request, row, AppealForm(), form)


@login_required
@require_safe
def exhibit(request: SignedIn, public_id: str) -> FileResponse:
    """A picture to look at, any other file to be saved; for who may see it."""
    row = get_object_or_404(Exhibit.objects.seen_by(request.user), public_id=public_id)
    try:
        file = row.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    kind = "image/webp" if row.is_picture else "application/octet-stream"
    return FileResponse(file, as_attachment=not row.is_picture, filename=row.name, content_type=kind, headers=_HEADERS)


def _theirs(request: SignedIn, public_id: str) -> Sanction:
    remarks = Prefetch("remarks", Remark.objects.order_by("said_at", "pk"))
    rows = Sanction.objects.shown_to(request.user).select_related("appeal").prefetch_related("exhibits", remarks)
    return get_object_or_404(rows, public_id=public_id)


def _page(request: SignedIn, row: Sanction, appealing: AppealForm, answering: AnswerForm) -> HttpResponse:
    context: dict[str, Any] = {
        "sanction": row,
        "rule": house_rules.known(row.rule),
        "appeal": getattr(row, "appeal", None),
        "can_appeal": appeals.can_appeal(row, now=timezone.now()),
        "appealing": appealing,
        "answering": answering,
        "said": [_said(one) for one in row.remarks.all()],
        "rules": settings.RULES,
    }
    status = 422 if appealing.errors or answering.errors else 200
    return render(request, "accounts/sanction.html", context, status=status)


def _said(remark: Remark) -> dict[str, Any]:
    what = _("The staff") if remark.is_of_staff else _("You")
    return {"what": what, "at": remark.said_at, "text": remark.words}
