"""Proof pictures and files, read from private storage for those who may see them."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import User
from submissions.models import EarlierProofQuerySet, Proof, ProofQuerySet

# The address changes with the picture, so a browser may keep it; no shared cache may.
HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def proof(request: HttpRequest, public_id: str) -> FileResponse:
    """The picture or, with ?size=small, its small copy; any other file to be saved, never shown. Whoever may not see
    it learns nothing: 404."""
    return sent(request, Proof.objects.all(), public_id)


def sent(request: HttpRequest, rows: ProofQuerySet | EarlierProofQuerySet, public_id: str) -> FileResponse:
    """The file of one of these, for whom may see it."""
    if not isinstance(request.user, User):
        raise Http404
    row = get_object_or_404(rows.seen_by(request.user), public_id=public_id)
    if not row.files:
        raise Http404
    small = row.picture and request.GET.get("size") == "small"
    kept = row.picture or row.file
    try:
        file = kept.storage.open(row.small_name if small else str(kept.name))
    except FileNotFoundError as error:
        raise Http404 from error
    if row.picture:
        return FileResponse(file, filename=f"{row.public_id}.webp", content_type="image/webp", headers=HEADERS)
    return FileResponse(
        file, as_attachment=True, filename=row.file_name, content_type="application/octet-stream", headers=HEADERS
    )
