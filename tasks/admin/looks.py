"""The queue of looks: the riskiest first, and one page per task with all that a decision needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts.casework import Casework, promised
from accounts.models import ReadyText, User
from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused
from tasks import histories, moderation, policy, publishing
from tasks.forms import DecisionForm
from tasks.models import Look, Rule

from .rows import OnlyToRead

LOGGED = {
    "approve": gettext_noop("Published after a look"),
    "decline": gettext_noop("Not published"),
    "fair": gettext_noop("Left running, the reports were fair"),
    "wrong": gettext_noop("Left running, the reports were wrong"),
    "stop": gettext_noop("Stopped"),
    "unfair": gettext_noop("Rejections undone and paid"),
}


class ByClock(admin.SimpleListFilter):
    title = gettext_lazy("promise")
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", gettext_lazy("Late")), ("running", gettext_lazy("Not late"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Look]) -> QuerySet[Look]:
        now = timezone.now()
        sets = {"late": Look.objects.late(now), "running": Look.objects.running(now)}
        chosen = sets.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


@admin.register(Look)
class LookAdmin(Casework, OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.LOOK
    list_display = ["title", "promise", "risk", "cause", "employer", "asked", "state"]
    list_filter = ["state", ByClock, "cause"]
    list_select_related = ["task__employer"]
    list_per_page = 50
    search_fields = ["task__title", "=task__public_id", "task__employer__email"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast(User, request.user).has_perm("tasks.change_look")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Open ones first: broken promises, then by risk, then by age."""
        late = When(state=Look.State.ASKED, due_at__lte=timezone.now(), then=Value(0))
        open_ = When(state=Look.State.ASKED, then=Value(1))
        return [Case(late, open_, default=Value(2)).asc(), "-risk", "asked_at"]

    def affected(self, look: Look) -> list[User]:
        return [look.task.employer]

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        look = self._look(request, pk)
        form, _judgement = self._form(look)
        form.initial.update(typed)
        return self._page(request, look, form)

    def has_a_part(self, look: Look, person: User) -> bool:
        return look.task.employer_id == person.pk or look.task.reports.of(person).exists()

    def colleagues(self, row: Look, *, by: User) -> list[User]:
        """Who reported the task is left out by the same question, not by one for each of them."""
        reporters = row.task.reports.values("reporter")
        return list(self.others(by).exclude(pk=row.task.employer_id).exclude(pk__in=reporters))

    @admin.display(description=gettext_lazy("task"))
    def title(self, look: Look) -> str:
        return look.task.title

    @admin.display(description=gettext_lazy("employer"))
    def employer(self, look: Look) -> str:
        return look.task.employer.public_name

    @admin.display(description=gettext_lazy("promised by"), ordering="due_at")
    def promise(self, look: Look) -> str:
        return promised(look.due_at, is_open=look.is_open, done_at=look.decided_at)

    @admin.display(description=gettext_lazy("asked"), ordering="asked_at")
    def asked(self, look: Look) -> str:
        return date_format(timezone.localtime(look.asked_at), "DATETIME_FORMAT")

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="tasks_look_decide"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Tasks to look at"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._look(request, object_id))

    def _look(self, request: HttpRequest, key: str | int) -> Look:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = Look.objects.select_related("task__employer", "task__category", "decided_by")
        return get_object_or_404(rows, pk=int(key) if str(key).isdecimal() else 0)

    def _form(self, look: Look, data: Any = None) -> tuple[DecisionForm, policy.Judgement]:
        judgement = policy.judge(look.task, now=timezone.now())
        rules = Rule.objects.filter(edition=judgement.edition).order_by("number")
        form = DecisionForm(data, charges=judgement.charges, rules=rules, published=look.is_after_publication)
        return form, judgement

    def _page(self, request: HttpRequest, look: Look, form: DecisionForm | None = None) -> HttpResponse:
        now, person, task = timezone.now(), cast(User, request.user), look.task
        fresh, judgement = self._form(look)
        unfair, unfair_sum = moderation.paid_if_unfair(look)
        context = {
            **self.admin_site.each_context(request),
            "title": _("A look at a task"),
            "opts": self.opts,
            "look": look,
            "task": task,
            "form": form or fresh,
            "charges": judgement.charges,
            "pieces": policy.shown(task, judgement),
            "risks": policy.advice(task.risks),
            "reports": look.reports.select_related("reporter").order_by("-weight", "filed_at"),
            "history": histories.of_employer(task.employer),
            "returned": publishing.returned_by_stopping(task),
            "unfair": unfair,
            "unfair_sum": unfair_sum,
            "clock": clock(look.due_at, now=now) if look.is_open else None,
            **self.holding(request, look),
            "next": Look.objects.free_for(person, now).exclude(pk=look.pk).by_urgency(now).first(),
        }
        return TemplateResponse(request, "admin/tasks/look/case.html", context)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        look = self._look(request, pk)
        form, _judgement = self._form(look, request.POST)
        if not form.is_valid():
            return self._page(request, look, form)
        try:
            self._decide(request, look, form)
        except moderation.TooShort as refusal:
            form.add_error("words", refusal)
            return self._page(request, look, form)
        except Refused as refusal:
            # A second press of the same button says nothing new.
            if not look.was_just_decided_by(cast(User, request.user), timezone.now()):
                messages.warning(request, refusal.words)
        now = timezone.now()
        return self.go_on(request, Look.objects.free_for(cast(User, request.user), now).by_urgency(now))

    def _decide(self, request: HttpRequest, look: Look, form: DecisionForm) -> None:
        """The verb and its line in the log, both or none."""
        given: dict[str, Any] = {"by": cast(User, request.user), "now": timezone.now()}
        reason, fix = form.reason, form.what_to_change
        verbs: dict[str, Callable[[], object]] = {
            "approve": lambda: moderation.approve(look, **given),
            "decline": lambda: moderation.decline(look, reason=reason, fix=fix, **given),
            "fair": lambda: moderation.clear(look, fair=True, **given),
            "wrong": lambda: moderation.clear(look, fair=False, **given),
            "stop": lambda: moderation.stop(look, reason=reason, **given),
            "unfair": lambda: moderation.pay_rejected(look, reason=reason, **given),
        }
        outcome = form.cleaned_data["outcome"]
        is_told = outcome not in ("fair", "wrong") or moderation.tells_if_cleared(look)
        with transaction.atomic():
            verbs[outcome]()
            self.log_change(request, look, f"{LOGGED[outcome]}: {reason}" if reason else LOGGED[outcome])
        words = _("Decided. The employer is told.")
        if not is_told:
            words = _("Decided. The task goes on as before; its employer did not know of the look and is not told.")
        messages.success(request, words)
