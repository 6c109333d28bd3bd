"""Answering with a file of private storage, once it is known who asks."""

from __future__ import annotations

from django.core.files.base import File
from django.core.files.storage.base import Storage
from django.http import FileResponse, Http404

# The address changes with the file, so a browser may keep it; no shared cache may, and no browser runs what is in it.
HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def picture(storage: Storage, kept: str, *, public_id: str) -> FileResponse:
    """A picture to be shown. Raises Http404 where it is there no more."""
    return FileResponse(
        _opened(storage, kept), filename=f"{public_id}.webp", content_type="image/webp", headers=HEADERS
    )


def saved(storage: Storage, kept: str, *, name: str) -> FileResponse:
    """A file to be saved under its name, never shown. Raises Http404 where it is there no more."""
    kind = "application/octet-stream"
    return FileResponse(_opened(storage, kept), as_attachment=True, filename=name, content_type=kind, headers=HEADERS)


def _opened(storage: Storage, kept: str) -> File[bytes]:
    try:
        return storage.open(kept)
    except FileNotFoundError as error:
        raise Http404 from error
