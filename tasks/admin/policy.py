"""Staff write the next version of the policy, and change the phrases that point at its rules."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from accounts.models import User
from tasks import editions, phrases, rounds
from tasks.models import Edition, Phrase, Report, Rule

from .rows import OnlyToRead

BEGUN = gettext_noop("Begun")
UNSOUND = gettext_lazy("Write at least one word of two letters, and two letters before each *.")


class EditionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Edition
        fields = ["note", "effective_at"]

    def clean_effective_at(self) -> Any:
        day = self.cleaned_data["effective_at"]
        if day and day <= timezone.now():
            raise ValidationError(_("Choose a time to come: what was accepted before must not change."))
        return day


class PhraseForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Phrase
        fields = ["words", "unless", "only_asked", "subject", "weight", "risk"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not phrases.is_sound(words):
            raise ValidationError(UNSOUND)
        return words

    def clean_unless(self) -> str:
        unless: str = self.cleaned_data["unless"]
        if not phrases.is_sound_excuse(unless):
            raise ValidationError(UNSOUND)
        return unless


class Rules(admin.StackedInline):  # type: ignore[type-arg]
    model = Rule
    fields = ["number", "subject", "title", "sentence", "forbidden", "allowed", "fix"]
    ordering = ["number"]
    extra = 0


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = EditionForm
    list_display = ["__str__", "effective_at", "note", "made_by"]
    list_select_related = ["made_by"]
    ordering = ["-number"]
    inlines = [Rules]
    # One that is being written has no page yet.
    view_on_site = False
    change_form_template = "admin/tasks/edition/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Once in force a version stays as it was: tasks were published by it."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_effective(timezone.now()))

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_effective(timezone.now()))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With ``?try`` it says beforehand what the version would do to published tasks, as it was last saved."""
        now, edition = timezone.now(), self.get_object(request, object_id)
        wanted = "try" in request.GET and edition is not None and not edition.is_effective(now)
        forecast = rounds.foretell(edition, now=now) if wanted and edition else None
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "forecast": forecast})

    def get_urls(self) -> list[URLPattern]:
        copy = self.admin_site.admin_view(self.copy)
        return [path("<int:pk>/copy/", copy, name="tasks_edition_copy"), *super().get_urls()]

    @method_decorator(require_POST)
    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the next version with the rules of this one."""
        person = cast(User, request.user)
        if not person.has_perm("tasks.add_edition"):
            raise PermissionDenied
        with transaction.atomic():
            made = editions.begin(get_object_or_404(Edition, pk=pk), by=person)
            self.log_addition(request, made, BEGUN)
        messages.info(request, _("This is the next version. Change its rules, then say from when it is in force."))
        return redirect("admin:tasks_edition_change", made.pk)


@admin.register(Phrase)
class PhraseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PhraseForm
    list_display = ["words", "only_asked", "subject", "weight", "risk"]
    list_filter = ["subject", "risk", "only_asked"]
    search_fields = ["words"]
    ordering = ["subject", "risk", "words"]


@admin.register(Report)
class ReportAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["task", "reason", "reporter", "weight", "state", "filed_at", "decided_at"]
    list_filter = ["state", "reason"]
    list_select_related = ["task", "reporter"]
    search_fields = ["task__title", "=task__public_id", "reporter__email"]
    ordering = ["-filed_at"]
