"""What a script asks that sends pictures and files in pieces; its headers are named as in the tus protocol."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from submissions import claims, uploads
from submissions.models import Submission, Upload

# Digits of a size, an offset or a stamp.
LONGEST_NUMBER = 15


@login_required
@require_POST
def begin(request: SignedIn, public_id: str) -> HttpResponse:
    held = get_object_or_404(Submission.objects.of(request.user), public_id=public_id)
    said = request.POST
    told: dict[str, Any] = {
        "key": said.get("field", ""),
        "name": said.get("name", ""),
        "size": _number(said.get("size", "")),
        "stamp": _number(said.get("stamp", "")),
    }
    if "again" in said and (whole := uploads.kept(held, **told)) is not None:
        return _so_far(whole, kept=True)
    try:
        upload = uploads.begin(held, by=request.user, now=timezone.now(), **told)
    except Refused as refusal:
        return _refused(refusal)
    return _so_far(upload, kept=False, status=201)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn, public_id: str) -> HttpResponse:
    """How far it is; by POST with Upload-Offset, the next piece of it. With the last one it is kept as a proof."""
    begun = _own(request, public_id)
    if request.method != "POST":
        return _so_far(begun, kept=begun.kept_at is not None)
    if _number(request.headers.get("Content-Length", "")) > uploads.LARGEST_PIECE:
        return HttpResponse(status=413)
    now, offset = timezone.now(), _number(request.headers.get("Upload-Offset", ""), otherwise=-1)
    try:
        fresh = uploads.add(begun, request.body, offset=offset, by=request.user, now=now)
        if fresh.is_whole:
            uploads.finish(fresh, by=request.user, now=now)
    except uploads.OutOfStep as refusal:
        return _said({"words": refusal.words}, refusal.received, status=409)
    except Refused as refusal:
        return _refused(refusal)
    return _so_far(fresh, kept=fresh.is_whole)


@login_required
@require_POST
def drop(request: SignedIn, public_id: str) -> HttpResponse:
    uploads.drop(_own(request, public_id))
    return HttpResponse(status=204)


def _own(request: SignedIn, public_id: str) -> Upload:
    rows = Upload.objects.of(request.user).select_related("submission__task", "field")
    return get_object_or_404(rows, public_id=public_id)


def _number(text: str, *, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else otherwise


def _refused(refusal: Refused) -> HttpResponse:
    """What is over cannot be sent again; anything else may, in another shape."""
    return JsonResponse({"words": refusal.words}, status=410 if isinstance(refusal, claims.ClaimOver) else 422)


def _so_far(begun: Upload, *, kept: bool, status: int = 200) -> HttpResponse:
    told = {"url": begun.get_absolute_url(), "offset": begun.received, "kept": kept}
    answer = _said(told, begun.received, status=status)
    answer["Upload-Length"] = str(begun.size)
    return answer


def _said(told: dict[str, object], received: int, *, status: int) -> HttpResponse:
    answer = JsonResponse(told, status=status)
    answer["Upload-Offset"] = str(received)
    return answer
