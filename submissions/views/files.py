"""Proof pictures and files, read from private storage for those who may see them."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import User
from picomarket.lib import private_files
from submissions.models import EarlierProofQuerySet, Proof, ProofQuerySet


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
    if not row.picture:
        return private_files.saved(row.file.storage, str(row.file.name), name=row.file_name)
    kept = row.small_name if request.GET.get("size") == "small" else str(row.picture.name)
    return private_files.picture(row.picture.storage, kept, public_id=row.public_id)
