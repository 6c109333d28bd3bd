"""Tasks staff only look at, because a task changes by its employer's verbs alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import places, spoken
from picomarket.lib import locales
from picomarket.lib.zones import Zone
from tasks.models import ProofField, Risk, Task

from .rows import OnlyToRead

TOLD = {
    "zones": "in_zones",
    "countries": "in_countries",
    "excluded": "not_in",
    "languages": "speaks",
    "risks": "warned_of",
}


class ProofFields(OnlyToRead, admin.TabularInline):  # type: ignore[type-arg]
    model = ProofField
    fields = ["position", "kind", "label", "least"]
    ordering = ["position"]
    extra = 0


@admin.register(Task)
class TaskAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "employer", "category", "state", "reward", "taken", "paid", "slots", "published_at"]
    list_filter = ["state", "category", "minimum_level"]
    list_select_related = ["employer", "category"]
    search_fields = ["title", "=public_id", "employer__email", "employer__name"]
    date_hierarchy = "published_at"
    ordering = ["-drafted_at"]
    inlines = [ProofFields]
    readonly_fields = tuple(TOLD.values())

    def get_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        """Codes are told by what they stand for, each in its column's place."""
        columns = [name for name in super().get_fields(request, obj) if name not in self.readonly_fields]
        return [TOLD.get(str(name), str(name)) for name in columns]

    @admin.display(description=_("zones"))
    def in_zones(self, task: Task) -> str:
        return self._listed(Zone(code).label for code in task.zones)

    @admin.display(description=_("countries"))
    def in_countries(self, task: Task) -> str:
        return self._listed(map(places.name_of, task.countries))

    @admin.display(description=pgettext_lazy("column: the countries left out", "excluded"))
    def not_in(self, task: Task) -> str:
        return self._listed(map(places.name_of, task.excluded))

    @admin.display(description=_("languages"))
    def speaks(self, task: Task) -> str:
        return self._listed(spoken.told(task.languages))

    @admin.display(description=_("risks"))
    def warned_of(self, task: Task) -> str:
        return self._listed(Risk(code).label for code in task.risks)

    def _listed(self, names: Iterable[object]) -> str:
        return locales.listed(names) or str(self.get_empty_value_display())
