"""The files of batches as staff look at them: how far one is checked, what was left out, what came of its rows."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tasks.models import BadLine, Batch, Row

from .rows import OnlyToRead

SHOWN = 50


@admin.register(Batch)
class BatchAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["of_task", "state", "good_rows", "bad_lines", "employer", "name", "uploaded_at"]
    list_filter = ["state"]
    search_fields = ["name", "=task__public_id", "task__title", "task__employer__email", "task__employer__name"]
    search_help_text = _("The id or title of a task, the name of its file, or its employer")
    ordering = ["-uploaded_at"]
    # The file itself is private and is kept until its task is published.
    fields = (
        *("task", "employer", "state", "why", "name", "bytes", "columns"),
        *("good_rows", "bad_lines", "rows", "left_out", "work"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return super().get_queryset(request).select_related("task__employer")

    def get_fields(self, request: HttpRequest, obj: Batch | None = None) -> tuple[str, ...]:
        """Why a file cannot be used is said of one that cannot."""
        return tuple(name for name in self.fields if name != "why" or (obj and obj.cause))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Batches and their files"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, {"title": _("A batch"), **(extra_context or {})})

    @admin.display(description=_("task"), ordering="task__title")
    def of_task(self, batch: Batch) -> str:
        return str(batch.task)

    @admin.display(description=_("employer"), ordering="task__employer__name")
    def employer(self, batch: Batch) -> str:
        return batch.task.employer.public_name

    @admin.display(description=_("why it cannot be used"))
    def why(self, batch: Batch) -> str:
        return batch.why

    @admin.display(description=_("size"))
    def bytes(self, batch: Batch) -> str:
        return filesizeformat(batch.size)

    @admin.display(description=_("good rows"), ordering="good")
    def good_rows(self, batch: Batch) -> int:
        return batch.good

    @admin.display(description=_("lines left out"), ordering="bad")
    def bad_lines(self, batch: Batch) -> int:
        return batch.bad

    @admin.display(description=_("first rows not given out"))
    def rows(self, batch: Batch) -> SafeString:
        waiting = Row.objects.filter(task=batch.task_id, held__lt=F("wanted")).order_by("number")[:SHOWN]
        return _lines((row.number, " · ".join(row.cells)) for row in waiting)

    @admin.display(description=_("first lines left out"))
    def left_out(self, batch: Batch) -> SafeString:
        return _lines((line.line, line.why) for line in BadLine.objects.filter(batch=batch).order_by("line")[:SHOWN])

    @admin.display(description=_("work on it"))
    def work(self, batch: Batch) -> SafeString:
        url = f"{reverse('admin:submissions_submission_changelist')}?q={batch.task.public_id}"
        return format_html('<a href="{}">{}</a>', url, _("Submissions to its rows"))


def _lines(numbered: Any) -> SafeString:
    return format_html_join("", "{}: {}<br>", numbered) or SafeString("–")
