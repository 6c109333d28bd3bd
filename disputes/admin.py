"""Support's desk for disputes: the list by urgency, and one page per case with all that a decision needs."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from accounts import deeds
from accounts.casework import Casework, promised
from accounts.models import ReadyText, User
from picomarket.lib.queues import SOON, clock
from picomarket.lib.refusals import Refused

from . import appeals, cases, jury, records
from .casefile import CaseFile, with_proofs, with_sides
from .forms import KINDLY, STANDS, DecisionForm, JudgementForm
from .models import Appeal, Dispute

LOGGED = {
    Dispute.State.UPHELD: gettext_noop("Upheld"),
    Dispute.State.DISMISSED: gettext_noop("Dismissed"),
    KINDLY: gettext_noop("Dismissed, the house pays"),
    STANDS: gettext_noop("The decision stands"),
}
ASKED = gettext_noop("A jury asked")
OPEN_FIRST = Case(When(state=Dispute.State.OPENED, then=Value(0)), default=Value(1)).asc()
FILED_FIRST = Case(When(state=Appeal.State.FILED, then=Value(0)), default=Value(1)).asc()


class ByClock(admin.SimpleListFilter):
    title = gettext_lazy("promise")
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("late", gettext_lazy("Late")),
            ("soon", gettext_lazy("Due within a day")),
            ("running", gettext_lazy("Not late")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Dispute]) -> QuerySet[Dispute]:
        now = timezone.now()
        sets = {
            "late": Dispute.objects.late(now),
            "soon": Dispute.objects.running(now).filter(decide_by__lte=now + SOON),
            "running": Dispute.objects.running(now),
        }
        chosen = sets.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


def _of_case(case: Dispute) -> dict[str, Any]:
    """What the page of a case, or of its appeal, shows of it."""
    file = CaseFile(case, now=timezone.now())
    return {
        "file": file,
        "case": case,
        "worker_record": records.of_worker(file.worker),
        "employer_record": records.of_employer(file.employer),
    }


def _form(case: Dispute, *typed: Any, **given: Any) -> DecisionForm:
    """The form of the decision; in a side's time to answer it asks once more."""
    turn = CaseFile(case, now=timezone.now()).turn
    until = {"employer": case.answer_by, "worker": case.reply_by}.get(turn)
    return DecisionForm(*typed, turn=turn, until=until, **given)


@admin.register(Dispute)
class DisputeAdmin(Casework, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.DISPUTE
    list_display = ("title", "promise", "reason", "worker", "employer", "opened", "state")
    list_filter = ("state", ByClock, "submission__reason")
    list_per_page = 50
    ordering = (OPEN_FIRST, "decide_by")
    search_fields = (
        "public_id",
        "submission__public_id",
        "submission__task__title",
        "submission__worker__email",
        "submission__task__employer__email",
    )
    search_help_text = gettext_lazy(
        "The id of a case or submission, a task's title, or an e-mail address of either side"
    )
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Dispute | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Dispute | None = None) -> bool:
        """Cases hold private proofs: only those who settle them read them."""
        return self.has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dispute]:
        return with_sides(Dispute.objects.all())

    def affected(self, case: Dispute) -> list[User]:
        return [case.submission.worker, case.submission.task.employer]

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        case = self._case(request, str(pk))
        return self._page(request, case, _form(case, initial=typed))

    def has_a_part(self, case: Dispute, person: User) -> bool:
        return person.pk in (case.submission.worker_id, case.submission.task.employer_id)

    @admin.display(description=gettext_lazy("task"), ordering="submission__task__title")
    def title(self, case: Dispute) -> str:
        return case.submission.words.title

    @admin.display(description=gettext_lazy("decide by"), ordering="decide_by")
    def promise(self, case: Dispute) -> str:
        return promised(case.decide_by, is_open=case.is_open, done_at=case.decided_at)

    @admin.display(description=gettext_lazy("opened"), ordering="opened_at")
    def opened(self, case: Dispute) -> str:
        return date_format(timezone.localtime(case.opened_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("reason"), ordering="submission__reason")
    def reason(self, case: Dispute) -> str:
        return str(case.submission.get_reason_display())

    @admin.display(description=gettext_lazy("worker"), ordering="submission__worker__email")
    def worker(self, case: Dispute) -> str:
        return case.submission.worker.public_name

    @admin.display(description=gettext_lazy("employer"), ordering="submission__task__employer__email")
    def employer(self, case: Dispute) -> str:
        return case.submission.task.employer.public_name

    def get_urls(self) -> list[URLPattern]:
        decide, ask = map(self.admin_site.admin_view, (self.decide, self.jury))
        return [
            path("<path:object_id>/decide/", decide, name="disputes_dispute_decide"),
            path("<path:object_id>/jury/", ask, name="disputes_dispute_jury"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Disputes"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        case = self._case(request, object_id)
        return self._page(request, case, _form(case))

    def _case(self, request: HttpRequest, object_id: str) -> Dispute:
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = {"pk": unquote(object_id)} if unquote(object_id).isdecimal() else {"public_id": unquote(object_id)}
        return get_object_or_404(with_proofs(Dispute.objects.all()), **keys)

    def _page(self, request: HttpRequest, case: Dispute, form: DecisionForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **_of_case(case),
            "title": _("Dispute"),
            "opts": self.opts,
            "form": form,
            **self.holding(request, case),
            "clock": clock(case.decide_by, now=timezone.now()) if case.is_open else None,
            "next_case": self.free(Dispute.objects.open().exclude(pk=case.pk).by_urgency(), request).first(),
        }
        return TemplateResponse(request, "admin/disputes/dispute/case.html", context)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        case = self._case(request, object_id)
        form = _form(case, request.POST)
        if not form.is_valid():
            return self._page(request, case, form)
        try:
            self._decide(request, case, form)
        except cases.TooLate as refusal:
            messages.warning(request, _("%(refusal)s What you chose was not kept.") % {"refusal": refusal.words})
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, case, form)
        return redirect(reverse("admin:disputes_dispute_change", args=[case.pk]))

    @method_decorator(require_POST)
    def jury(self, request: HttpRequest, object_id: str) -> HttpResponse:
        case = self._case(request, object_id)
        with transaction.atomic():
            asked = len(jury.call(case, by=cast(User, request.user), now=timezone.now()))
            self.log_change(request, case, ASKED)
        words = ngettext("%(count)s person is asked.", "%(count)s people are asked.", asked)
        messages.success(request, words % {"count": asked})
        return redirect(reverse("admin:disputes_dispute_change", args=[case.pk]))

    def _decide(self, request: HttpRequest, case: Dispute, form: DecisionForm) -> None:
        """The verb and its line in the log, both or none."""
        outcome, price = form.cleaned_data["outcome"], case.submission.task.price
        given: dict[str, Any] = {"by": request.user, "reason": form.reason, "now": timezone.now()}
        with transaction.atomic():
            if outcome == Dispute.State.UPHELD:
                cases.uphold(case, **given)
                done = _("Upheld: the worker is paid %(money)s.") % {"money": price.receives}
            elif outcome == Dispute.State.DISMISSED:
                cases.dismiss(case, early=form.is_early, **given)
                done = _("Dismissed: the rejection stands, unless the worker appeals.")
            elif outcome == KINDLY:
                cases.dismiss_kindly(case, early=form.is_early, **given)
                words = _(
                    "Dismissed. %(money)s of goodwill for the worker is proposed once it is final: somebody else must"
                    " approve it."
                )
                done = words % {"money": price.receives}
            else:
                cases.award(case, percent=int(outcome), early=form.is_early, **given)
                words = _("Upheld in part: the worker is paid %(money)s once it is final.")
                done = words % {"money": price.part(int(outcome)).receives}
            self.log_change(request, case, f"{_logged(outcome)}: {form.reason}")
        messages.success(request, done)


def _logged(outcome: str) -> str:
    """As it stands in the log: an outcome that is no other is a part of the price, in percent."""
    return LOGGED.get(outcome) or deeds.PARTLY.format(percent=outcome)


@admin.register(Appeal)
class AppealAdmin(Casework, admin.ModelAdmin):  # type: ignore[type-arg]
    """Appeals: whoever settles disputes reads and judges them, but for who decided the case."""

    ready_kind = ReadyText.Kind.DISPUTE
    decided_with = "disputes.change_dispute"
    list_display = ("title", "promise", "filed_by", "was", "filed_at", "state")
    list_filter = ("state",)
    list_per_page = 50
    ordering = (FILED_FIRST, "decide_by")
    search_fields = ("dispute__public_id", "dispute__submission__public_id", "dispute__submission__task__title")
    search_help_text = gettext_lazy("The id of a case or submission, or a task's title")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return self.may_decide(request)

    def has_view_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        work = ("dispute__submission__task__batch", "dispute__submission__row")
        return Appeal.objects.select_related(*work, "by")

    def affected(self, appeal: Appeal) -> list[User]:
        return [appeal.dispute.submission.worker, appeal.dispute.submission.task.employer]

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        return self._page(request, self._appeal(request, str(pk)), JudgementForm(initial=typed))

    def has_a_part(self, appeal: Appeal, person: User) -> bool:
        """Who decided the case, or is a side of it."""
        return person.pk == appeal.against_id or appeal.dispute.has_side(person)

    @admin.display(description=gettext_lazy("task"))
    def title(self, appeal: Appeal) -> str:
        return appeal.dispute.submission.words.title

    @admin.display(description=gettext_lazy("decide by"), ordering="decide_by")
    def promise(self, appeal: Appeal) -> str:
        return promised(appeal.decide_by, is_open=appeal.is_open, done_at=appeal.decided_at)

    @admin.display(description=gettext_lazy("appealed by"))
    def filed_by(self, appeal: Appeal) -> str:
        return appeal.by.public_name

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<path:object_id>/decide/", decide, name="disputes_appeal_decide"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Appeals"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._appeal(request, object_id), JudgementForm())

    def _appeal(self, request: HttpRequest, object_id: str) -> Appeal:
        if not self.has_change_permission(request):
            raise PermissionDenied
        key = unquote(object_id)
        rows = Appeal.objects.select_related("against", "by", "goodwill")
        appeal = get_object_or_404(rows, **({"pk": key} if key.isdecimal() else {"public_id": key}))
        appeal.dispute = with_proofs(Dispute.objects.all()).get(pk=appeal.dispute_id)
        return appeal

    def _page(self, request: HttpRequest, appeal: Appeal, form: JudgementForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **_of_case(appeal.dispute),
            "title": _("Appeal"),
            "opts": self.opts,
            "appeal": appeal,
            "form": form,
            "own_decision": request.user.pk == appeal.against_id,
            **self.holding(request, appeal),
            "clock": clock(appeal.decide_by, now=timezone.now()) if appeal.is_open else None,
        }
        return TemplateResponse(request, "admin/disputes/appeal/case.html", context)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        appeal = self._appeal(request, object_id)
        form = JudgementForm(request.POST)
        if not form.is_valid():
            return self._page(request, appeal, form)
        try:
            self._decide(request, appeal, form)
        except cases.TooLate as refusal:
            messages.warning(request, _("%(refusal)s What you chose was not kept.") % {"refusal": refusal.words})
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, appeal, form)
        return redirect(reverse("admin:disputes_appeal_change", args=[appeal.pk]))

    def _decide(self, request: HttpRequest, appeal: Appeal, form: JudgementForm) -> None:
        """The verb and its line in the log, both or none."""
        chosen = form.cleaned_data["outcome"]
        given: dict[str, Any] = {"by": request.user, "reason": form.reason, "now": timezone.now()}
        with transaction.atomic():
            if chosen == STANDS:
                appeals.stand(appeal, **given)
                done = _("The decision stands.")
            else:
                percent = int(chosen) if chosen.isdecimal() else 0
                outcome = Dispute.State.PARTLY if percent else Dispute.State(chosen)
                appeals.change(appeal, outcome=outcome, percent=percent, **given)
                done = _("The decision is changed: %(outcome)s.") % {"outcome": outcome.label}
            self.log_change(request, appeal, f"{_logged(chosen)}: {form.reason}")
        messages.success(request, done)
