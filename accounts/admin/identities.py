"""Checks of identities on the desk: those that wait first, and one page each with what was sent."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts import identities
from accounts.casework import Casework, promised
from accounts.identity_forms import LookForm
from accounts.models import Document, Identity, ReadyText, User
from picomarket.lib import private_files
from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused

OPEN_FIRST = Case(When(state=Identity.State.SENT, then=Value(0)), default=Value(1)).asc()
LOGGED = {
    "confirm": gettext_noop("Identity confirmed"),
    "refuse": gettext_noop("Identity not confirmed"),
    "undo": gettext_noop("The check of an identity counts no more"),
}


class ByPromise(admin.SimpleListFilter):
    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", gettext_lazy("Late")), ("running", gettext_lazy("On time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Identity]) -> QuerySet[Identity]:
        now, rows = timezone.now(), Identity.objects
        chosen = {"late": rows.late(now), "running": rows.running(now)}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


@admin.register(Identity)
class IdentityAdmin(Casework, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.IDENTITY
    list_display = ("about", "state", "sent_at", "promise")
    list_filter = (ByPromise, "state")
    list_select_related = ("person",)
    list_per_page = 50
    ordering = (OPEN_FIRST, "due_at", "-pk")
    search_fields = ("=public_id", "=person__public_id", "person__email")
    search_help_text = gettext_lazy("The id of a check or a person, or an e-mail address")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Identity | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Identity | None = None) -> bool:
        """Who decides, and nobody else."""
        return self.has_change_permission(request, obj)

    def affected(self, row: Identity) -> list[User]:
        return [row.person]

    def has_a_part(self, row: Identity, person: User) -> bool:
        return row.person_id == person.pk

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        return self._page(request, self._row(request, pk), LookForm(initial=typed))

    @admin.display(description=gettext_lazy("person"), ordering="person__email")
    def about(self, row: Identity) -> str:
        return row.person.public_name

    @admin.display(description=gettext_lazy("promised by"), ordering="due_at")
    def promise(self, row: Identity) -> str:
        return promised(row.due_at, is_open=row.is_open, done_at=row.decided_at)

    def get_urls(self) -> list[URLPattern]:
        decide, document = (self.admin_site.admin_view(view) for view in (self.decide, self.document))
        return [
            path("<int:pk>/decide/", decide, name="accounts_identity_decide"),
            path("documents/<slug:public_id>/", document, name="accounts_identity_document"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._row(request, object_id), LookForm())

    def _row(self, request: HttpRequest, key: str | int) -> Identity:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = Identity.objects.select_related("person", "decided_by")
        return get_object_or_404(rows, pk=int(key) if str(key).isdecimal() else 0)

    def _page(self, request: HttpRequest, row: Identity, form: LookForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Check of an identity"),
            "opts": self.opts,
            "case": row,
            "form": form,
            **self.holding(request, row),
            "own": self.has_a_part(row, cast(User, request.user)),
            "clock": clock(row.due_at, now=timezone.now()) if row.is_open else None,
            "documents": row.documents.order_by("pk"),
            "before": row.person.identities.exclude(pk=row.pk).order_by("-pk"),
            "next": self.free(_waiting_for(cast(User, request.user)).exclude(pk=row.pk), request).first(),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/accounts/identity/case.html", context, status=status)

    def document(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """One of the documents: a picture to look at, any other file to be saved; the log says who opened it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        row = get_object_or_404(Document.objects.select_related("identity__person"), public_id=public_id)
        try:
            identities.see(row, by=cast(User, request.user), now=timezone.now())
        except Refused as refusal:
            raise PermissionDenied from refusal
        storage, kept = row.file.storage, str(row.file.name)
        if row.is_picture:
            return private_files.picture(storage, kept, public_id=row.public_id, is_secret=True)
        return private_files.saved(storage, kept, name=row.name, is_secret=True)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The verb and its line in the log, both or none; then the next one."""
        row, form = self._row(request, pk), LookForm(request.POST)
        if not form.is_valid():
            return self._page(request, row, form)
        outcome, words = form.cleaned_data["outcome"], form.cleaned_data["words"]
        verb = partial(getattr(identities, outcome), row, reason=words)
        try:
            with transaction.atomic():
                verb(by=cast(User, request.user), now=timezone.now())
                self.log_change(request, row, f"{LOGGED[outcome]}: {words}" if words else LOGGED[outcome])
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, row, form)
        messages.success(request, _("Done. The person is told."))
        return self.go_on(request, _waiting_for(cast(User, request.user)))


def _waiting_for(person: User) -> QuerySet[Identity]:
    """What waits for a decision of this person, the first promise first; nobody decides their own."""
    return Identity.objects.open().exclude(person=person).order_by("due_at", "pk")
