"""The queue of reports of people: the riskiest first, and one page each with all that a decision needs."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts.casework import Casework, promised
from accounts.models import ReadyText, Sanction, User
from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused
from tasks import person_reports
from tasks.forms import PersonDecisionForm
from tasks.models import PersonReport

from .rows import OnlyToRead

OTHERS_SHOWN = 20
LOGGED = {
    "right": gettext_noop("Report answered, something was done"),
    "closed": gettext_noop("Report answered, nothing follows for now"),
    "wrong": gettext_noop("Report answered, nothing was wrong"),
}


@admin.register(PersonReport)
class PersonReportAdmin(Casework, OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.REPORT
    decided_with = "tasks.change_look"
    list_display = ["about", "promise", "risk", "reason", "reporter_name", "state"]
    list_filter = ["state", "reason"]
    list_select_related = ["person", "reporter"]
    list_per_page = 50
    search_fields = ["=person__public_id", "person__email", "reporter__email"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever looks at tasks looks at people."""
        return self.may_decide(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonReport]:
        return PersonReport.objects.by_urgency(timezone.now())

    def affected(self, case: PersonReport) -> list[User]:
        """Whoever reported. The words are for them, and could tell the other one who it was."""
        return [case.reporter]

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        return self._page(request, self._case(request, pk), PersonDecisionForm(initial=typed))

    def has_a_part(self, case: PersonReport, person: User) -> bool:
        return person.pk in (case.person_id, case.reporter_id)

    @admin.display(description=gettext_lazy("person"))
    def about(self, case: PersonReport) -> str:
        return case.person.public_name

    @admin.display(description=gettext_lazy("reported by"))
    def reporter_name(self, case: PersonReport) -> str:
        return case.reporter.public_name

    @admin.display(description=gettext_lazy("promised by"), ordering="due_at")
    def promise(self, case: PersonReport) -> str:
        return promised(case.due_at, is_open=case.is_open, done_at=case.decided_at)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="tasks_personreport_decide"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._case(request, object_id), PersonDecisionForm())

    def _case(self, request: HttpRequest, key: str | int) -> PersonReport:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = PersonReport.objects.select_related("person", "reporter", "decided_by", "question__task")
        return get_object_or_404(rows, pk=int(key) if str(key).isdecimal() else 0)

    def _page(self, request: HttpRequest, case: PersonReport, form: PersonDecisionForm) -> HttpResponse:
        now = timezone.now()
        others = PersonReport.objects.filter(person=case.person).exclude(pk=case.pk).select_related("reporter")
        context = {
            **self.admin_site.each_context(request),
            "title": _("A report of a person"),
            "opts": self.opts,
            "case": case,
            "form": form,
            "others": others.order_by("-filed_at")[:OTHERS_SHOWN],
            "suspensions": Sanction.objects.shown_to(case.person).filter(kind__in=Sanction.BARRING).count(),
            "clock": clock(case.due_at, now=now) if case.is_open else None,
            **self.holding(request, case),
        }
        return TemplateResponse(request, "admin/tasks/personreport/case.html", context)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The verb and its line in the log, both or none; then the next one."""
        case, form, person = self._case(request, pk), PersonDecisionForm(request.POST), cast(User, request.user)
        if not form.is_valid():
            return self._page(request, case, form)
        outcome, reason, now = form.cleaned_data["outcome"], form.cleaned_data["words"], timezone.now()
        try:
            with transaction.atomic():
                person_reports.decide(case, state=outcome, reason=reason, by=person, now=now)
                self.log_change(request, case, f"{LOGGED[outcome]}: {reason}")
        except person_reports.TooShort as refusal:
            form.add_error("words", refusal)
            return self._page(request, case, form)
        except Refused as refusal:
            messages.warning(request, refusal.words)
        else:
            messages.success(request, _("Decided. Whoever reported is told."))
        return self.go_on(request, PersonReport.objects.decidable_by(person).by_urgency(now))
