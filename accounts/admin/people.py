"""People, for support: one page each with how they stand, and what is done about it. Counters are moved by verdicts."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy
from django.views.decorators.http import require_POST

from accounts import access, deeds, freezes, ready_texts, roles, spoken, standing
from accounts.models import ReadyText, Sanction, StaffEntry, User
from accounts.standing_forms import AccessForm, SanctionForm
from picomarket.lib import locales
from picomarket.lib.refusals import Refused

from . import sanctions

LATEST = 20
ROLE = pgettext_lazy("column: of one of the staff", "role")
# Who proposes, who agrees, and who decides the appeal.
TO_BAN = 3
LOGGED = {
    Sanction.Kind.WARNING: gettext_noop("Warned"),
    Sanction.Kind.STRIKE: gettext_noop("Strike given"),
    Sanction.Kind.SUSPENSION: gettext_noop("Suspended"),
    Sanction.Kind.BAN: gettext_noop("Ban proposed"),
}
# Each list of the desk that holds what is theirs: its app and model, how it is asked, by which of their columns.
LISTS = (
    ("submissions", "submission", "worker__id__exact", "pk", _("Submissions")),
    ("tasks", "task", "employer__id__exact", "pk", _("Tasks posted")),
    ("wallet", "account", "q", "public_id", _("What they have")),
    ("wallet", "transfer", "q", "public_id", _("Lines of their wallet")),
    ("wallet", "payout", "person__id__exact", "pk", _("Payouts")),
    ("wallet", "deposit", "person__id__exact", "pk", _("Deposits")),
    ("wallet", "adjustment", "person__id__exact", "pk", _("Adjustments")),
)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "public_name",
        "email",
        "country",
        "level",
        "work",
        "hiring",
        "date_joined",
        "suspended_at",
        "is_active",
        "is_staff",
    )
    list_filter = ("level", ("suspended_at", admin.EmptyFieldListFilter), "is_staff", "is_active")
    list_per_page = 50
    ordering = ("-date_joined",)
    search_fields = ("email", "=public_id", "name")
    search_help_text = _("An e-mail address, a public id or a name")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Access is a superuser's to give and take; the rest nobody edits here."""
        return bool(getattr(request.user, "is_superuser", False))

    def affected(self, row: User | Sanction) -> list[User]:
        """Of a ban that is only proposed nobody is told."""
        return sanctions.concerned(row) if isinstance(row, Sanction) else [row]

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("<int:pk>/sanction/", self.admin_site.admin_view(self.sanction), name="accounts_user_sanction"),
            path("<int:pk>/access/", self.admin_site.admin_view(self.access), name="accounts_user_access"),
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All of one person to read; what is done about them has buttons of its own."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=int(object_id) if object_id.isdecimal() else 0)
        # A case about them leads here with what it is about.
        begun = {name: request.GET[name] for name in ("kind", "ids") if name in request.GET}
        return self._page(request, person, SanctionForm(person, initial=begun))

    def access(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who is staff and in which role: a superuser's to say, with a reason."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=pk)
        held = {"is_staff": person.is_staff, "groups": person.groups.all()}
        form = AccessForm(request.POST or None, initial=held)
        if form.is_valid() and self._give_access(request, person, form):
            messages.success(request, _now("Changed. They are told."))
            return redirect("admin:accounts_user_change", person.pk)
        title = _now("Access of %(name)s") % {"name": person.public_name}
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        context |= {"person": person, "form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/accounts/user/access.html", context, status=status)

    def _give_access(self, request: HttpRequest, person: User, form: AccessForm) -> bool:
        """The verb and its line in the log, both or none."""
        by, now = cast(User, request.user), timezone.now()
        try:
            with transaction.atomic():
                said = access.change(person, **form.cleaned_data, by=by, now=now)
                what = deeds.ACCESS.format(changes=", ".join(said))
                self.log_change(request, person, f"{what}: {form.cleaned_data['reason']}")
        except Refused as refusal:
            form.add_error("reason", refusal)
            return False
        return True

    def _page(self, request: HttpRequest, person: User, form: SanctionForm) -> HttpResponse:
        now = timezone.now()
        given = Sanction.objects.filter(person=person).select_related("appeal", "by").order_by("-at", "-pk")
        strikes = sum(one.is_given and one.kind == Sanction.Kind.STRIKE for one in given)
        context = {
            **self.admin_site.each_context(request),
            "title": person.public_name,
            "opts": self.opts,
            "person": person,
            "form": form,
            "can_give": _may_give(request),
            "too_few": roles.able("accounts.change_sanction").exclude(pk=person.pk).count() < TO_BAN,
            "can_decide": cast(User, request.user).has_perm("accounts.change_sanction"),
            "can_give_access": self.has_change_permission(request),
            "is_self": person.pk == request.user.pk,
            "given": given,
            "ready_texts": ready_texts.offered(ReadyText.Kind.SANCTION, reader=person),
            "fill_url": f"{reverse('admin:accounts_user_sanction', args=[person.pk])}?fill=yes",
            "current": standing.current(person),
            "strikes": strikes,
            "asks": strikes >= settings.RULES.strikes_to_decide,
            "freeze": freezes.current(person, now=now),
            "freezes": person.freezes.order_by("-at"),
            "verdicts": person.verdicts.order_by("-given_at", "-pk")[:LATEST],
            "facts": self._facts(person),
            "lists": _lists(person, by=cast(User, request.user)),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/accounts/user/case.html", context, status=status)

    def _facts(self, person: User) -> list[tuple[Any, Any]]:
        return [
            (_("E-mail"), person.email),
            (_("Id"), person.public_id),
            (_("Country"), person.country.name),
            (_("Languages"), locales.listed(spoken.told(person.languages)) or "\N{EN DASH}"),
            (_("Born"), date_format(person.birth_date, "DATE_FORMAT")),
            (_("Joined"), date_format(person.date_joined, "DATE_FORMAT")),
            (_("Level"), person.get_level_display()),
            (_("As a worker"), self.work(person)),
            (_("As an employer"), self.hiring(person)),
            (_("About"), person.bio or "\N{EN DASH}"),
        ]

    @method_decorator(require_POST)
    def sanction(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Warn, strike, suspend or propose a ban, with all the person reads; and its line in the log, both or none."""
        if not _may_give(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=pk)
        if "fill" in request.GET:
            typed = {name: str(value) for name, value in request.POST.items()}
            typed = ready_texts.fill(typed, kind=ReadyText.Kind.SANCTION, reader=person, case=str(person))
            return self._page(request, person, SanctionForm(person, initial=typed))
        form = SanctionForm(person, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, person, form)
        try:
            with transaction.atomic():
                given = _give(person, form, cast(User, request.user))
                self.log_change(request, given, f"{LOGGED[Sanction.Kind(given.kind)]}: {given.reason}")
        except Refused as refusal:
            form.add_error("words", refusal)
            return self._page(request, person, form)
        messages.success(
            request, _now("It waits for a second person.") if given.is_proposed else _now("They are told.")
        )
        return redirect("admin:accounts_user_change", person.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody narrows the list by the start of a password's hash until it is known."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("name"), ordering="name")
    def public_name(self, person: User) -> str:
        return person.public_name

    @admin.display(description=_("as a worker"), ordering="approved")
    def work(self, person: User) -> str:
        return _counts(person.approved, person.rejected, person.success_rate)

    @admin.display(description=_("as an employer"), ordering="judged_approved")
    def hiring(self, person: User) -> str:
        approved, rejected = person.judged_approved, person.judged_rejected
        rate = None if person.rejection_rate is None else 100 - person.rejection_rate
        return _counts(approved, rejected, rate)


def _lists(person: User, *, by: User) -> str:
    """The ways to what is theirs that this member of the staff may see."""
    links = (
        (reverse(f"admin:{app}_{model}_changelist"), key, getattr(person, column), words)
        for app, model, key, column, words in LISTS
        if by.has_perm(f"{app}.view_{model}")
    )
    return format_html_join(" · ", '<a href="{}?{}={}">{}</a>', links)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Somebody's second step, to take away where it is lost. What is secret in it is shown to nobody."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email", "=user__public_id")
    fields = ("user", "type", "created_at", "last_used_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return not lookup.startswith("data") and super().lookup_allowed(lookup, value, request)


class ByRole(admin.SimpleListFilter):
    title = ROLE
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(role, _now(role)) for role in (*roles.ROLES, roles.STAFF)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StaffEntry]) -> QuerySet[StaffEntry]:
        return queryset.filter(role=self.value()) if self.value() else queryset


@admin.register(StaffEntry)
class StaffEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The staff log, to read and to search. Nobody writes in it by hand."""

    list_display = ("at", "deed", "because", "about", "as_whom", "by", "on", "number")
    list_display_links = ("at", "deed")
    list_filter = (ByRole, "at")
    list_select_related = ("by", "about")
    list_per_page = 50
    search_fields = ("what", "reason", "=key", "by__email", "about__email", "=about__public_id", "=hash")
    search_help_text = _("Words, the id of a thing, or the address or id of a person")
    ordering = ("-pk",)
    fields = ("number", "at", "by", "as_whom", "about", "deed", "because", "on", "hash")
    readonly_fields = fields
    actions = None
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: StaffEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StaffEntry | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _now("Staff log"), **(extra_context or {})})

    @admin.display(description=_("number"), ordering="pk")
    def number(self, entry: StaffEntry) -> int:
        return entry.pk

    @admin.display(description=pgettext_lazy("column: what was done", "what"), ordering="what")
    def deed(self, entry: StaffEntry) -> str:
        return entry.said

    @admin.display(description=_("reason"), ordering="reason")
    def because(self, entry: StaffEntry) -> str:
        """In whatever language it was written: its full stop stands at its own end."""
        words = entry.because
        return format_html('<bdi class="prewrap">{}</bdi>', words) if words else str(self.get_empty_value_display())

    @admin.display(description=ROLE, ordering="role")
    def as_whom(self, entry: StaffEntry) -> str:
        return entry.said_role

    @admin.display(description=_("on"))
    def on(self, entry: StaffEntry) -> str:
        words = f"{entry.thing} {entry.key}".strip()
        return format_html('<a href="{}">{}</a>', entry.url, words) if entry.url and words else words


def _may_give(request: HttpRequest) -> bool:
    return cast(User, request.user).has_perm("accounts.add_sanction")


def _give(person: User, form: SanctionForm, by: User) -> Sanction:
    now, kind, because = timezone.now(), form.cleaned_data["kind"], form.grounds
    if kind == Sanction.Kind.SUSPENSION:
        return standing.suspend(person, because, until=form.until(now), by=by, now=now)
    if kind == Sanction.Kind.BAN:
        return standing.propose_ban(person, because, by=by, now=now)
    give = standing.strike if kind == Sanction.Kind.STRIKE else standing.warn
    return give(person, because, role=form.cleaned_data["role"], by=by, now=now)


def _counts(approved: int, rejected: int, rate: int | None) -> str:
    """How many approved and rejected, and the percent approved."""
    if rate is None:
        return _now("none yet")
    words = _now("%(approved)s approved, %(rejected)s rejected (%(rate)s%%)")
    return words % {"approved": approved, "rejected": rejected, "rate": rate}
