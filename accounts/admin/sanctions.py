"""Sanctions on the desk: what waits for a decision, and one page each with all that it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts import appeals, house_rules, staff_log, standing
from accounts.casework import Casework
from accounts.models import ReadyText, Sanction, User
from accounts.standing_forms import DecisionForm
from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused

LOGGED = {
    "lift": gettext_noop("Lifted"),
    "reply": gettext_noop("Answered"),
    "agree": gettext_noop("Agreed to a ban"),
    "decline": gettext_noop("Did not agree to a ban"),
    "grant": gettext_noop("Appeal granted"),
    "shorten": gettext_noop("Appeal granted in part"),
    "turn_down": gettext_noop("Appeal turned down"),
}
# As it stands in the log of the person, at the moment it is told to them.
PROPOSED = gettext_noop("Ban proposed, told now that somebody else agreed")
APPEALED_FIRST = Case(
    When(appeal__state="filed", then=Value(0)), When(state="proposed", then=Value(1)), default=Value(2)
)


class ByWhatWaits(admin.SimpleListFilter):
    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("late", gettext_lazy("Appeals, late")),
            ("running", gettext_lazy("Appeals, not late")),
            ("bans", gettext_lazy("Bans to agree to")),
            ("words", gettext_lazy("Answers to read, many strikes")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Sanction]) -> QuerySet[Sanction]:
        now, rows = timezone.now(), Sanction.objects
        sets = {
            "late": rows.appealed_late(now),
            "running": rows.appealed_running(now),
            "bans": rows.proposed(),
            "words": rows.waiting(),
        }
        chosen = sets.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


@admin.register(Sanction)
class SanctionAdmin(Casework, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.SANCTION
    list_display = ("about", "kind", "rule", "at", "until", "state", "promise")
    list_filter = (ByWhatWaits, "kind", "state")
    list_select_related = ("person", "appeal")
    list_per_page = 50
    ordering = (APPEALED_FIRST, F("appeal__decide_by").asc(nulls_last=True), "-at")
    search_fields = ("=public_id", "=person__public_id", "person__email")
    search_help_text = gettext_lazy("The id of a sanction or a person, or an e-mail address")
    actions = None

    def affected(self, row: Sanction) -> list[User]:
        return concerned(row)

    def waits(self, row: Sanction) -> bool:
        appeal = getattr(row, "appeal", None)
        return row.is_given or row.is_proposed or bool(appeal and appeal.is_open)

    def has_a_part(self, row: Sanction, person: User) -> bool:
        return row.has_side(person)

    def may_be_given(self, row: Sanction, person: User) -> bool:
        """Where something is to be decided, to whom may: nobody is given what is in force and rests. A ban that is
        proposed and an appeal are for somebody who has decided nothing of it yet."""
        asks = _is_for_another(row) or row.waits_since is not None
        return asks and self.may_take(row, person)

    def may_take(self, row: Sanction, person: User) -> bool:
        return not (_is_for_another(row) and row.has_decided(person)) and super().may_take(row, person)

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        return self._page(request, self._row(request, pk), DecisionForm(initial=typed))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are given on the person's page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("person"), ordering="person__email")
    def about(self, sanction: Sanction) -> str:
        return sanction.person.public_name

    @admin.display(description=gettext_lazy("appeal"), ordering="appeal__decide_by")
    def promise(self, sanction: Sanction) -> str:
        appeal = getattr(sanction, "appeal", None)
        shown = clock(appeal.decide_by, now=timezone.now()) if appeal and appeal.is_open else None
        return render_to_string("admin/accounts/sanction/_promise.html", {"appeal": appeal, "clock": shown})

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="accounts_sanction_decide"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Sanctions"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._row(request, object_id), DecisionForm())

    def _row(self, request: HttpRequest, key: str | int) -> Sanction:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = Sanction.objects.select_related("person", "by", "agreed_by", "ended_by", "appeal__decided_by")
        return get_object_or_404(rows, pk=int(key) if str(key).isdecimal() else 0)

    def _page(self, request: HttpRequest, row: Sanction, form: DecisionForm) -> HttpResponse:
        person, appeal = cast(User, request.user), getattr(row, "appeal", None)
        is_appealed = appeal is not None and appeal.is_open
        appeals_open = Sanction.objects.free_for(person).exclude(pk=row.pk).order_by("appeal__decide_by")
        context = {
            **self.admin_site.each_context(request),
            "title": row.get_kind_display(),
            "opts": self.opts,
            "sanction": row,
            "rule": house_rules.known(row.rule),
            "edition": house_rules.EDITION,
            "appeal": appeal,
            "is_appealed": is_appealed,
            "nobody_decides": is_appealed and not standing.deciders(row).exists(),
            "form": form,
            "said": [_said(one) for one in row.remarks.select_related("author").order_by("said_at", "pk")],
            "clock": clock(appeal.decide_by, now=timezone.now()) if appeal and is_appealed else None,
            "proves_fraud": row.is_barring and getattr(house_rules.known(row.rule), "is_fraud", False),
            **self.holding(request, row),
            "has_decided": row.has_decided(person),
            "next": self.free(appeals_open, request).first(),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/accounts/sanction/case.html", context, status=status)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The verb and its line in the log, both or none."""
        row, form = self._row(request, pk), DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(request, row, form)
        outcome, words = form.cleaned_data["outcome"], form.cleaned_data["words"]
        try:
            with transaction.atomic():
                self._verb(row, form)(by=cast(User, request.user), now=timezone.now())
                row.refresh_from_db(fields=["state"])
                if outcome == "agree":
                    _tell_of_proposal(row)
                self.log_change(request, row, f"{LOGGED[outcome]}: {words}" if words else LOGGED[outcome])
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, row, form)
        messages.success(request, _("Done. The person is told.") if outcome != "decline" else _("Done."))
        return redirect("admin:accounts_sanction_change", row.pk)

    def _verb(self, row: Sanction, form: DecisionForm) -> Callable[..., object]:
        """What this press does. Raises StandingRefused where there is no appeal to decide."""
        outcome, words = form.cleaned_data["outcome"], form.cleaned_data["words"]
        if outcome in ("lift", "decline"):
            return partial(getattr(standing, outcome), row, reason=words)
        if outcome == "agree":
            return partial(standing.agree, row)
        if outcome == "reply":
            return partial(appeals.reply, row, words=words)
        appeal = getattr(row, "appeal", None)
        if appeal is None:
            raise standing.StandingRefused(_("There is no appeal to decide."))
        if outcome == "shorten":
            return partial(appeals.shorten, appeal, reason=words, until=form.until(timezone.now()))
        return partial(getattr(appeals, outcome), appeal, reason=words)


def _is_for_another(row: Sanction) -> bool:
    """Whether it asks for a decision by somebody who decided nothing of it yet."""
    appeal = getattr(row, "appeal", None)
    return row.is_proposed or (appeal is not None and appeal.is_open)


def concerned(row: Sanction) -> list[User]:
    """Who reads of a deed in their own log: nobody of a ban that is only proposed, or was not agreed to."""
    return [] if row.state in Sanction.UNTOLD else [row.person]


def _tell_of_proposal(row: Sanction) -> None:
    """The person reads in their own log who proposed the ban, and why, once it is one: before it was told to nobody."""
    page, now = reverse("admin:accounts_sanction_change", args=[row.pk]), timezone.now()
    staff_log.write(by=row.by, about=row.person, what=PROPOSED, reason=row.reason, url=page, of=row, now=now)


def _said(remark: Any) -> dict[str, Any]:
    return {"what": remark.author.public_name, "at": remark.said_at, "text": remark.words}
