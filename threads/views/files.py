"""Files of tickets, read from private storage for those who may see them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from threads.models import TicketFile

# No shared cache may keep it, and no browser runs what is in it.
HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@login_required
@require_safe
def file(request: SignedIn, public_id: str) -> FileResponse:
    """A picture to be shown, any other file to be saved. Whoever may not see it learns nothing: 404."""
    row = get_object_or_404(TicketFile.objects.seen_by(request.user), public_id=public_id)
    try:
        body = row.file.storage.open(str(row.file.name))
    except FileNotFoundError as error:
        raise Http404 from error
    kind = "image/webp" if row.is_picture else "application/octet-stream"
    return FileResponse(body, as_attachment=not row.is_picture, filename=row.name, content_type=kind, headers=HEADERS)
