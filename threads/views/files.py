"""Files of tickets, read from private storage for those who may see them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from picomarket.lib import private_files
from threads.models import TicketFile


@login_required
@require_safe
def file(request: SignedIn, public_id: str) -> FileResponse:
    """A picture to be shown, any other file to be saved. Whoever may not see it learns nothing: 404."""
    row = get_object_or_404(TicketFile.objects.seen_by(request.user), public_id=public_id)
    storage, kept = row.file.storage, str(row.file.name)
    if row.is_picture:
        return private_files.picture(storage, kept, public_id=row.public_id)
    return private_files.saved(storage, kept, name=row.name)
