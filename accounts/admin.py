"""People, for support: read almost only. Counters are moved by verdicts, passwords by their owners."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from picomarket.lib.refusals import Refused

from . import access, links, standing
from .models import Link, StaffEntry, Suspension, User

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
        "suspended_at",
        "is_active",
        "is_staff",
    )
    list_filter = ("level", ("suspended_at", admin.EmptyFieldListFilter), "is_staff", "is_active")
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

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("<int:pk>/suspend/", self.admin_site.admin_view(self.suspend), name="accounts_user_suspend"),
            path("<int:pk>/lift/", self.admin_site.admin_view(self.lift), name="accounts_user_lift"),
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        history = Suspension.objects.filter(person=self.get_object(request, object_id)).order_by("-pk")
        shown = {"decides": _may_suspend(request), "suspensions": history.select_related("by", "lifted_by")}
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    @method_decorator(require_POST)
    def suspend(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep somebody from working and hiring, with a reason they read."""
        reason = request.POST.get("reason", "").replace("\0", "")[:1000]
        verb = partial(standing.suspend, reason=reason)
        return self._decide(request, pk, verb, f"Suspended: {reason}", _now("Suspended. They are told the reason."))

    @method_decorator(require_POST)
    def lift(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, standing.lift, "Suspension lifted", _now("Lifted. They are told."))

    def _decide(
        self, request: HttpRequest, pk: int, verb: Callable[..., object], done: str, words: str
    ) -> HttpResponse:
        """The verb and its line in the log, both or none."""
        if not _may_suspend(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=pk)
        try:
            with transaction.atomic():
                verb(person, by=cast(User, request.user), now=timezone.now())
                self.log_change(request, person, done)
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, words)
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


@admin.register(StaffEntry)
class StaffEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The staff log, to read and to search. Nobody writes in it by hand."""

    list_display = ("number", "at", "by", "role", "about", "what", "reason", "on")
    list_filter = ("role", "kind", "at")
    list_select_related = ("by", "about")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("what", "reason", "=key", "by__email", "about__email", "=about__public_id", "=hash")
    search_help_text = _("Words, the id of a thing, or the address or id of a person")
    ordering = ("-pk",)
    fields = ("number", "at", "by", "role", "about", "what", "reason", "on", "hash")
    readonly_fields = fields
    actions = None
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: StaffEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StaffEntry | None = None) -> bool:
        return False

    @admin.display(description=_("number"), ordering="pk")
    def number(self, entry: StaffEntry) -> int:
        return entry.pk

    @admin.display(description=_("on"))
    def on(self, entry: StaffEntry) -> str:
        words = f"{entry.thing} {entry.key}".strip()
        return format_html('<a href="{}">{}</a>', entry.url, words) if entry.url and words else words


@admin.register(Link)
class LinkAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Accounts that may be one person's: to read. Weighed by a job, and nothing is decided here."""

    list_display = ("pair", "score", "shared", "home", "found_at", "changed_at")
    list_select_related = ("one", "other")
    list_per_page = 50
    ordering = ("-score", "-pk")
    search_fields = ("one__email", "other__email", "=one__public_id", "=other__public_id")
    search_help_text = _("An e-mail address or a public id of either")
    fields = ("one", "other", "score", "counted", "shared", "home", "found_at", "changed_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        return False

    @admin.display(description=_("accounts"))
    def pair(self, link: Link) -> str:
        return f"{link.one.public_name} – {link.other.public_name}"

    @admin.display(description=_("what they share"))
    def shared(self, link: Link) -> str:
        return ", ".join(links.reasons(link))

    @admin.display(description=_("say they share a home"), boolean=True)
    def home(self, link: Link) -> bool:
        return link.counted < link.score


def _may_suspend(request: HttpRequest) -> bool:
    return cast(User, request.user).has_perm("accounts.add_suspension")


def _counts(approved: int, rejected: int, rate: int | None) -> str:
    """How many approved and rejected, and the percent approved."""
    if rate is None:
        return _now("none yet")
    words = _now("%(approved)s approved, %(rejected)s rejected (%(rate)s %%)")
    return words % {"approved": approved, "rejected": rejected, "rate": rate}
