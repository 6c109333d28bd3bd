"""The files of batches as staff look at them: how far one is checked, what was left out, what came of its rows."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tasks.models import BadLine, Batch, Row

from .rows import OnlyToRead

SHOWN = 50


@admin.register(Batch)
class BatchAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["task", "state", "name", "good", "bad", "uploaded_at"]
    list_filter = ["state"]
    list_select_related = ["task"]
    search_fields = ["name", "=task__public_id", "task__title", "task__employer__email", "task__employer__name"]
    search_help_text = _("The id or title of a task, the name of its file, or its employer")
    ordering = ["-uploaded_at"]
    # The file itself is private and is kept until its task is published.
    fields = ("task", "state", "why", "name", "size", "columns", "good", "bad", "rows", "left_out", "work")
    readonly_fields = ("task", "state", "why", "name", "size", "columns", "good", "bad", "rows", "left_out", "work")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return super().get_queryset(request).select_related("task")

    @admin.display(description=_("why it cannot be used"))
    def why(self, batch: Batch) -> str:
        return batch.why if batch.cause else ""

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
    return format_html_join("", "{}: {}<br>", numbered)
