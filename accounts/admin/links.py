"""Accounts that may be one person's, on the desk."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import links
from accounts.models import Link
from picomarket.lib import locales


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
        return locales.listed(links.reasons(links.shares(link)))

    @admin.display(description=_("say they share a home"), boolean=True)
    def home(self, link: Link) -> bool:
        return link.counted < link.score
