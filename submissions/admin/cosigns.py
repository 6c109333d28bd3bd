"""The queue of rejections to co-sign: the oldest first, and one page each with the work and why it is rejected."""

from __future__ import annotations

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

from accounts.casework import Casework
from accounts.models import ReadyText, User
from picomarket.lib.counting import percent
from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused
from submissions import budget, cosigns
from submissions.forms import CosignForm
from submissions.models import Proposal, Submission

from .submissions import OnlyToRead

LOGGED = {"sign": gettext_noop("Rejection co-signed"), "decline": gettext_noop("Rejection not co-signed")}


@admin.register(Proposal)
class ProposalAdmin(Casework, OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    ready_kind = ReadyText.Kind.COSIGN
    list_display = ("title", "due", "reason", "rate_then", "employer", "proposed", "state")
    list_filter = ("state", "reason")
    list_select_related = ("submission__task__employer", "submission__task__batch", "submission__row")
    list_per_page = 50
    search_fields = ("submission__task__title", "=submission__public_id", "by__email")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast(User, request.user).has_perm("submissions.change_proposal")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They come with private proofs: only those who decide them read them."""
        return self.has_change_permission(request, obj)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """What waits first, by age."""
        waits = When(state=Proposal.State.PROPOSED, then=Value(0))
        return [Case(waits, default=Value(1)).asc(), "proposed_at"]

    def affected(self, proposal: Proposal) -> list[User]:
        """The worker too, once the rejection is given: of one that is only proposed they are not told."""
        signed = proposal.state == Proposal.State.SIGNED
        return [proposal.by, proposal.submission.worker] if signed else [proposal.by]

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        return self._page(request, self._proposal(request, pk), CosignForm(initial=typed))

    def has_a_part(self, proposal: Proposal, person: User) -> bool:
        return person.pk in (proposal.submission.worker_id, proposal.submission.task.employer_id)

    @admin.display(description=gettext_lazy("task"))
    def title(self, proposal: Proposal) -> str:
        return proposal.submission.words.title

    @admin.display(description=gettext_lazy("employer"))
    def employer(self, proposal: Proposal) -> str:
        return proposal.submission.task.employer.public_name

    @admin.display(description=gettext_lazy("rejected before"))
    def rate_then(self, proposal: Proposal) -> str:
        return percent(proposal.rate)

    @admin.display(description=gettext_lazy("proposed"), ordering="proposed_at")
    def proposed(self, proposal: Proposal) -> str:
        return _day(proposal.proposed_at)

    @admin.display(description=gettext_lazy("approved by itself"), ordering="submission__review_until")
    def due(self, proposal: Proposal) -> str:
        return _day(proposal.submission.review_until) if proposal.is_open else ""

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="submissions_proposal_decide"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Rejections to co-sign"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._page(request, self._proposal(request, object_id), CosignForm())

    def _proposal(self, request: HttpRequest, key: str | int) -> Proposal:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = Proposal.objects.select_related("by", "decided_by", "submission__task", "submission__worker")
        return get_object_or_404(rows, pk=int(key) if str(key).isdecimal() else 0)

    def _page(self, request: HttpRequest, proposal: Proposal, form: CosignForm) -> HttpResponse:
        work = _with_all(Submission.objects.filter(pk=proposal.submission_id)).get()
        waits = proposal.is_open and work.state == Submission.State.SUBMITTED
        person = cast(User, request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("A rejection to co-sign"),
            "opts": self.opts,
            "proposal": proposal,
            "submission": work,
            "task": work.task,
            "form": form,
            "waits": waits,
            **self.holding(request, proposal),
            "clock": clock(work.review_until, now=timezone.now()) if waits and work.review_until else None,
            "budget": budget.standing(work.task.employer),
            "next": self.free(_waiting_for(person).exclude(pk=proposal.pk), request).first(),
        }
        return TemplateResponse(request, "admin/submissions/proposal/case.html", context)

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal, form = self._proposal(request, pk), CosignForm(request.POST)
        if not form.is_valid():
            return self._page(request, proposal, form)
        person = cast(User, request.user)
        try:
            self._decide(request, proposal, form)
        except cosigns.TooShort as refusal:
            form.add_error("words", refusal)
            return self._page(request, proposal, form)
        except Refused as refusal:
            # A second press of the same button says nothing new.
            if not proposal.was_just_decided_by(person, timezone.now()):
                messages.warning(request, refusal.words)
        return self.go_on(request, _waiting_for(person))

    def _decide(self, request: HttpRequest, proposal: Proposal, form: CosignForm) -> None:
        """The verb and its line in the log, both or none."""
        outcome, words = form.cleaned_data["outcome"], form.cleaned_data["words"]
        given: dict[str, Any] = {"words": words, "by": cast(User, request.user), "now": timezone.now()}
        with transaction.atomic():
            if outcome == "sign":
                cosigns.sign(proposal, **given)
            else:
                cosigns.decline(proposal, **given)
            proposal.refresh_from_db(fields=["state"])
            self.log_change(request, proposal, f"{LOGGED[outcome]}: {words}")
        messages.success(request, _("Decided. The employer is told."))


def _with_all(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    return rows.select_related("task__employer", "task__batch", "row", "worker").prefetch_related("proofs__field")


def _day(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _waiting_for(person: User) -> QuerySet[Proposal]:
    """What this person may decide, the oldest first."""
    return Proposal.objects.free_for(person).order_by("proposed_at", "pk")
