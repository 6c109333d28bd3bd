"""People, for support: read almost only. Counters are moved by verdicts, passwords by their owners."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import access
from .models import User

LATEST = 20
LISTS = (
    ("submissions_submission", "worker__id__exact", _("Submissions")),
    ("tasks_task", "employer__id__exact", _("Tasks posted")),
    ("wallet_payout", "person__id__exact", _("Payouts")),
    ("wallet_deposit", "person__id__exact", _("Deposits")),
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
        "is_active",
        "is_staff",
    )
    list_filter = ("level", "is_staff", "is_active")
    list_per_page = 50
    ordering = ("-date_joined",)
    search_fields = ("email", "=public_id", "name")
    search_help_text = _("An e-mail address, a public id or a name")
    filter_horizontal = ("groups",)
    actions = None
    fieldsets = (
        (None, {"fields": ("public_id", "email", "name", "country", "birth_date", "languages", "bio")}),
        (_("Standing"), {"fields": ("level", "work", "hiring", "latest_verdicts", "lists")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "groups", "last_login", "date_joined")}),
    )
    readonly_fields = (
        *("public_id", "email", "name", "country", "birth_date", "languages", "bio"),
        *("level", "work", "hiring", "latest_verdicts", "lists", "last_login", "date_joined"),
    )

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Access is a superuser's to give and take; the rest nobody edits here."""
        return bool(getattr(request.user, "is_superuser", False))

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        access.change(obj, fields=form.changed_data)

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

    @admin.display(description=_("latest verdicts"))
    def latest_verdicts(self, person: User) -> str:
        verdicts = person.verdicts.order_by("-given_at", "-pk")[:LATEST]
        words = {True: _now("approved"), False: _now("rejected")}
        rows = ((f"{one.given_at:%Y-%m-%d %H:%M}", words[one.approved], one.title) for one in verdicts)
        return format_html_join("", "<div>{} {} {}</div>", rows) or _now("none yet")

    @admin.display(description=_("theirs"))
    def lists(self, person: User) -> str:
        links = ((reverse(f"admin:{model}_changelist"), key, person.pk, words) for model, key, words in LISTS)
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


def _counts(approved: int, rejected: int, rate: int | None) -> str:
    """How many approved and rejected, and the percent approved."""
    if rate is None:
        return _now("none yet")
    words = _now("%(approved)s approved, %(rejected)s rejected (%(rate)s %%)")
    return words % {"approved": approved, "rejected": rejected, "rate": rate}
