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


# Nobody keeps what must be gone when it is deleted.
SECRET = HEADERS | {"Cache-Control": "private, no-store"}


def picture(storage: Storage, kept: str, *, public_id: str, is_secret: bool = False) -> FileResponse:
    """A picture to be shown. Raises Http404 where it is there no more."""
    name, headers = f"{public_id}.webp", SECRET if is_secret else HEADERS
    return FileResponse(_opened(storage, kept), filename=name, content_type="image/webp", headers=headers)


def saved(storage: Storage, kept: str, *, name: str, is_secret: bool = False) -> FileResponse:
    """A file to be saved under its name, never shown. Raises Http404 where it is there no more."""
    kind, headers = "application/octet-stream", SECRET if is_secret else HEADERS
    return FileResponse(_opened(storage, kept), as_attachment=True, filename=name, content_type=kind, headers=headers)


def _opened(storage: Storage, kept: str) -> File[bytes]:
    try:
        return storage.open(kept)
    except FileNotFoundError as error:
        raise Http404 from error
