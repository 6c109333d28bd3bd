"""What several of the wallet's pages do alike."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused

LINES_PER_PAGE = 50


class Echo:
    """A file that gives back what is written, so that a download streams."""

    def write(self, text: str) -> str:
        return text


def as_csv(head: list[str], rows: Iterable[list[str]], *, name: str) -> StreamingHttpResponse:
    """A download that is written while it is sent, however long it is."""
    return StreamingHttpResponse(
        _written(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def as_pdf(made: bytes, *, name: str) -> HttpResponse:
    """A paper to keep."""
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _written(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow(row)


@contextmanager
def refusals_in(form: forms.Form, field: str | None = None) -> Iterator[None]:
    """A rule's no is shown in the form, at the field it is about, and what was typed is kept."""
    try:
        yield
    except Refused as refusal:
        form.add_error(field, refusal)


def note_errand(request: SignedIn) -> None:
    """Who was sent here to fetch money for something is led back to it afterwards."""
    if request.method == "GET":
        back = request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        request.session["errand"] = back if ours else ""
