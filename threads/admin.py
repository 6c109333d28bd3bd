"""Support's desk for tickets: the list by promise, and one page per ticket with all that an answer needs."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts.casework import Casework, promised
from accounts.models import ReadyText, User
from disputes import records
from picomarket.lib.queues import SOON, clock
from picomarket.lib.refusals import Refused
from wallet import ledger

from . import answering, showing, subjects
from .forms import AnswerForm, MergingForm
from .models import Ticket, Topic

WAITING_FIRST = Case(When(state=Ticket.State.OPENED, then=Value(0)), default=Value(1)).asc()
OTHERS_SHOWN, PAYOUTS_SHOWN = 10, 5
ABOUT_MONEY = (Topic.PAYOUT, Topic.DEPOSIT)
LOGGED = {
    "answered": gettext_noop("Answered"),
    "asked": gettext_noop("Asked back"),
    "closed": gettext_noop("Answered and closed"),
}
MERGED = gettext_noop("Put together with another ticket")
DONE = {
    "answered": gettext_lazy("Answered. The person is told."),
    "asked": gettext_lazy("Asked. The ticket waits for the person."),
    "closed": gettext_lazy("Answered and closed. The person can open it again."),
    "note": gettext_lazy("Noted for support alone."),
}


class ByClock(admin.SimpleListFilter):
    title = gettext_lazy("promise")
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("late", gettext_lazy("Late")),
            ("soon", gettext_lazy("Due within a day")),
            ("running", gettext_lazy("Not late")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        now = timezone.now()
        sets = {
            "late": Ticket.objects.late(now),
            "soon": Ticket.objects.running(now).filter(due_at__lte=now + SOON),
            "running": Ticket.objects.running(now),
        }
        chosen = sets.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


@admin.register(Ticket)
class TicketAdmin(Casework, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.TICKET
    list_display = ("about_what", "promise", "said_first", "asked_by", "opened", "state")
    list_filter = ("state", ByClock, "topic")
    list_select_related = ("person",)
    list_per_page = 50
    ordering = (WAITING_FIRST, "due_at")
    search_fields = ("public_id", "about_id", "=person__public_id", "person__email")
    search_help_text = gettext_lazy("The id of a ticket or of what it is about, or a person's id or e-mail address")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Ticket | None = None) -> bool:
        return False

    def waits(self, row: Ticket) -> bool:
        return row.merged_into_id is None

    def has_a_part(self, row: Ticket, person: User) -> bool:
        return row.person_id == person.pk

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        return self._page(request, self._ticket(request, pk), AnswerForm(initial=typed))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        return Ticket.objects.filter(merged_into=None)

    @admin.display(description=gettext_lazy("ticket"))
    def about_what(self, ticket: Ticket) -> str:
        return str(ticket.title)

    @admin.display(description=gettext_lazy("words"))
    def said_first(self, ticket: Ticket) -> str:
        return Truncator(ticket.beginning).chars(80)

    @admin.display(description=gettext_lazy("answer by"), ordering="due_at")
    def promise(self, ticket: Ticket) -> str:
        return promised(ticket.due_at, is_open=ticket.is_waiting, done_at=ticket.answered_at, done=_("Answered"))

    @admin.display(description=gettext_lazy("person"), ordering="person__email")
    def asked_by(self, ticket: Ticket) -> str:
        return ticket.person.public_name

    @admin.display(description=gettext_lazy("opened"), ordering="opened_at")
    def opened(self, ticket: Ticket) -> str:
        return date_format(timezone.localtime(ticket.opened_at), "DATETIME_FORMAT")

    def get_urls(self) -> list[URLPattern]:
        answer, merge = (self.admin_site.admin_view(view) for view in (self.answer, self.merge))
        return [
            path("<int:pk>/answer/", answer, name="threads_ticket_answer"),
            path("<int:pk>/merge/", merge, name="threads_ticket_merge"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Tickets"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ticket = self._ticket(request, object_id)
        if ticket.merged_into_id:
            return redirect("admin:threads_ticket_change", ticket.merged_into_id)
        return self._page(request, ticket, AnswerForm())

    def _ticket(self, request: HttpRequest, key: str | int) -> Ticket:
        if not self.has_change_permission(request):
            raise PermissionDenied
        known = {"pk": int(key)} if str(key).isdecimal() else {"public_id": key}
        return get_object_or_404(Ticket.objects.select_related("person"), **known)

    def _page(
        self, request: HttpRequest, ticket: Ticket, form: AnswerForm, merging: MergingForm | None = None
    ) -> HttpResponse:
        now, reader, person = timezone.now(), cast(User, request.user), ticket.person
        others = Ticket.objects.of(person).exclude(pk=ticket.pk).order_by("-opened_at")
        waiting = Ticket.objects.waiting().exclude(pk=ticket.pk).exclude(person=reader)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Ticket"),
            "opts": self.opts,
            "ticket": ticket,
            "said": showing.to_desk(ticket),
            "subject": subjects.of(ticket),
            "form": form,
            "merging": merging or MergingForm(ticket),
            "others": others[:OTHERS_SHOWN],
            "pockets": _pockets(person) if reader.has_perm("wallet.view_account") else None,
            "payouts": _payouts(ticket) if reader.has_perm("wallet.view_payout") else None,
            "worker_record": records.of_worker(person),
            "employer_record": records.of_employer(person),
            "clock": clock(ticket.due_at, now=now) if ticket.is_waiting else None,
            **self.holding(request, ticket),
            "next_ticket": self.free(waiting.by_urgency(), request).first(),
        }
        return TemplateResponse(request, "admin/threads/ticket/case.html", context)

    @method_decorator(require_POST)
    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        ticket, form = self._ticket(request, pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, ticket, form)
        outcome = form.cleaned_data["outcome"]
        try:
            self._answer(request, ticket, outcome, form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, ticket, form)
        messages.success(request, DONE[outcome])
        return redirect("admin:threads_ticket_change", ticket.pk)

    def _answer(self, request: HttpRequest, ticket: Ticket, outcome: str, words: str) -> None:
        """The verb and its line in the log, both or none. The words stand in the ticket; a note is in no log, because
        its person reads theirs."""
        given: dict[str, Any] = {"by": cast(User, request.user), "words": words, "now": timezone.now()}
        if outcome == "note":
            answering.note(ticket, **given)
            return
        with transaction.atomic():
            answering.answer(ticket, asks=outcome == "asked", closes=outcome == "closed", **given)
            self.log_change(request, ticket, LOGGED[outcome])

    @method_decorator(require_POST)
    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        ticket = self._ticket(request, pk)
        form = MergingForm(ticket, request.POST)
        if not form.is_valid():
            return self._page(request, ticket, AnswerForm(), form)
        try:
            with transaction.atomic():
                into, by = form.cleaned_data["into"], cast(User, request.user)
                whole = answering.merge(ticket, into=into, by=by, now=timezone.now())
                self.log_change(request, ticket, f"{MERGED}: {whole.public_id}")
        except Refused as refusal:
            form.add_error("into", refusal)
            return self._page(request, ticket, AnswerForm(), form)
        messages.success(request, _("Put together: all that was said stands here."))
        return redirect("admin:threads_ticket_change", whole.pk)


def _pockets(person: User) -> list[tuple[str, Any]]:
    """What is in the person's pockets, for who looks after money."""
    names = {ledger.earned(person.pk): _("Earned"), ledger.spendable(person.pk): _("Spendable")}
    sums = ledger.balances_of(list(names))
    return [(names[pot], sums[pot]) for pot in names]


def _payouts(ticket: Ticket) -> Any:
    """The person's last payouts and refunds, where the ticket is about money; for who may read them."""
    return ticket.person.payouts.order_by("-pk")[:PAYOUTS_SHOWN] if ticket.topic in ABOUT_MONEY else None
