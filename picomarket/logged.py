"""What every page of the desk does with a deed: it goes to the staff log, with whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import deeds, keeping, staff_log
from accounts.models import User

# Who a row is about, by the name of the column, where its admin does not say ``affected``.
COLUMNS = ("person", "user", "worker", "employer")
DONE = {"added": gettext_noop("Added"), "changed": gettext_noop("Changed"), "deleted": gettext_noop("Deleted")}


class Logged:
    """Mixed into every admin of the desk by its site.

    A message is what was done, and after a colon why: ``Held: the bank asks for a name``. An admin whose rows have no
    column that says whom they concern, or more than one, says so by ``affected(row)``.
    """

    def affected(self, row: Any) -> Iterable[User]:
        """Whom a deed about this row concerns: they read it in their own log."""
        if says := getattr(super(), "affected", None):
            return cast("Iterable[User]", says(row))
        if isinstance(row, User):
            return [row]
        found = (getattr(row, name, None) for name in COLUMNS)
        return [person for person in found if isinstance(person, User)][:1]

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._note(request, obj, message, DONE["added"])
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Raises Kept where somebody else works on the case, or Answered where they did something about it since the
        page was shown that says ``seen``: that undoes the deed with its transaction."""
        keeping.decided(obj, by=cast("User", request.user), seen=_seen(request), now=timezone.now())
        self._note(request, obj, message, DONE["changed"])
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> Any:
        for row in queryset:
            self._note(request, row, f"{DONE['deleted']}: {row}", DONE["deleted"])
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def construct_change_message(self, _request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What a form changed: each field with what it was and what it is, each row beside it that came or went."""
        with translation.override(None):
            said = [*_fields(form, add), *(line for rows in formsets or () for line in _rows(rows))]
        return f"{DONE['added' if add else 'changed']}: {'; '.join(said)}" if said else ""

    def _note(self, request: HttpRequest, row: Model, message: Any, what: str) -> None:
        done, _colon, reason = (message if isinstance(message, str) and message else what).partition(": ")
        concerned: list[User | None] = [*self.affected(row)]
        for person in concerned or [None]:
            staff_log.write(
                by=cast("User", request.user),
                about=person,
                what=done,
                reason=reason,
                url=_page(row),
                of=row,
                now=timezone.now(),
            )


class Named(ModelAdmin):  # type: ignore[type-arg]
    """Pages are called what they show. Stands under every admin of the desk, so that its own title goes before."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _plural(self), **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name)} if object_id else {}
        return super().changeform_view(request, object_id, form_url, {**title, **(extra_context or {})})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {"title": _("What the staff did"), **(extra_context or {})}
        page = super().history_view(request, object_id, shown)
        for deed in getattr(page, "context_data", {}).get("action_list", ()):
            # As it was kept it is English; Django draws the page after this.
            deed.change_message = deeds.told(deed.get_change_message(), self.opts.label_lower)
        return page


def _seen(request: HttpRequest) -> datetime | None:
    """When the page was shown by which this was decided, where it says so."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None
    return seen if seen and timezone.is_aware(seen) else None


def _plural(shown: ModelAdmin[Any]) -> str:
    return str(capfirst(shown.opts.verbose_name_plural))


def _page(row: Model) -> str:
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def _fields(form: Any, add: bool) -> Iterable[str]:
    for name in form.changed_data:
        label, new = form.fields[name].label or name, _value(form.cleaned_data.get(name))
        yield f"{label} {new}" if add else f"{label} {_value(_before(form, name))} → {new}"


def _before(form: BaseForm, name: str) -> Any:
    """What stood there, in the same words as what stands there now: a key of a row is no word."""
    before = form.get_initial_for_field(form.fields[name], name)
    try:
        return form.fields[name].clean(before) if before not in (None, "") else before
    except Exception:  # noqa: BLE001 - what was there before need not be what a form takes today
        return before


def _rows(formset: Any) -> Iterable[str]:
    for row in formset.new_objects:
        yield deeds.ADDED.format(thing=row._meta.verbose_name, name=row)
    for row, _fields_changed in formset.changed_objects:
        yield deeds.CHANGED.format(thing=row._meta.verbose_name, name=row)
    for row in formset.deleted_objects:
        yield deeds.DELETED.format(thing=row._meta.verbose_name, name=row)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, QuerySet):
        value = list(value)
    if isinstance(value, str | bool) or not isinstance(value, Iterable):
        return f"“{value}”"
    return f"“{', '.join(sorted(map(str, value)))}”" if value else "–"
