"""Taking one's data along, and leaving."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import DataFile
from accounts.requests import SignedIn
from picomarket.lib import rates
from picomarket.lib.confirming import NOT_DONE, confirmed, sent
from picomarket.lib.refusals import Refused

from . import data_files, going
from .forms import LeaveForm

SHOWN = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        now, most = timezone.now(), settings.RULES.data_files_an_hour
        rates.check(request.user.pk, "data", most=most, within=rates.HOUR, now=now)
        data_files.ask(request.user, now=now)
        return redirect("accounts:data")
    files = list(DataFile.objects.filter(person=request.user).order_by("-pk")[:SHOWN])
    running = any(one.state == DataFile.State.ASKED for one in files)
    return render(request, "accounts/data.html", {"files": files, "running": running, "days": settings.RULES.data_days})


@login_required
@require_safe
def fetch_data(request: SignedIn, public_id: str) -> HttpResponseBase:
    built = DataFile.objects.filter(person=request.user, state=DataFile.State.BUILT)
    return _fetch(request, get_object_or_404(built, public_id=public_id))


@confirmed(deed=_("Fetch the file with your data"))
def _fetch(request: SignedIn, row: DataFile) -> HttpResponseBase:  # noqa: ARG001 - the decorator asks it
    try:
        file = row.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    # Named as it is, so that nothing on the way packs it a second time.
    headers = {"Content-Encoding": "identity", "Cache-Control": "private, no-store"}
    name = f"{row.person.public_id}-{row.asked_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip", headers=headers)


def _not_asked(request: SignedIn) -> HttpResponse:
    return _leave(request, wrong=[str(NOT_DONE)])


@login_required
@confirmed(deed=_("Have your account deleted"), when=sent, otherwise=_not_asked)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedIn) -> HttpResponse:
    return _leave(request)


def _leave(request: SignedIn, *, wrong: Iterable[str] = ()) -> HttpResponse:
    """The form, or what was asked for by it; nothing is where it is ``wrong`` already."""
    now = timezone.now()
    ends = going.ends(request.user, now=now)
    form = LeaveForm(request.POST if request.method == "POST" else None, asks=any(not end.blocks for end in ends))
    for words in wrong:
        form.add_error(None, words)
    if form.is_valid():
        try:
            going.ask(request.user, leaves_behind=form.cleaned_data.get("leaves_behind", False), now=now)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            return redirect("accounts:leave")
    context = {
        "form": form,
        "blocking": [end for end in ends if end.blocks],
        "left_behind": [end for end in ends if not end.blocks],
        "days": settings.RULES.leaving_days,
    }
    return render(request, "accounts/leave.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def stay(request: SignedIn) -> HttpResponse:
    going.stay(request.user, now=timezone.now())
    messages.success(request, _now("Your account stays."))
    return redirect("accounts:profile")
