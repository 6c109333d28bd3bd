"""Private files on the disk, handed to the reverse proxy to send once a view has said yes.

The view answers with the file as ever. Where ``FILES_BY_PROXY`` is on, what goes to the proxy is the file's place
alone, in ``X-Accel-Redirect``, beneath an address that the proxy gives to nobody from outside. So a slow line holds no
thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

PREFIX = "/private-files"
# What the proxy finds out by itself.
ITS_OWN = ("Content-Length", "Accept-Ranges")


class HandOver:
    """Sends the place of a file under DATA_DIR instead of the file. Files that stand elsewhere go as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.FILES_BY_PROXY and isinstance(response, FileResponse) and (place := _place(response)):
            return _handed_over(response, place)
        return response


def _place(response: FileResponse) -> str:
    """Where the file is beneath DATA_DIR; nothing where it is not there, or is no file at all."""
    opened = getattr(response.file_to_stream, "file", response.file_to_stream)
    path = Path(str(getattr(opened, "name", None) or ""))
    data = settings.DATA_DIR.resolve()
    return path.relative_to(data).as_posix() if path.is_absolute() and path.is_relative_to(data) else ""


def _handed_over(response: FileResponse, place: str) -> HttpResponse:
    headers = {name: value for name, value in response.headers.items() if name not in ITS_OWN}
    # Not the answer itself, whose end is the end of the request.
    if response.file_to_stream:
        response.file_to_stream.close()
    handed = HttpResponse(headers=headers | {"X-Accel-Redirect": f"{PREFIX}/{quote(place)}"})
    handed.cookies = response.cookies
    return handed
