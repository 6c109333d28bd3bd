"""Ready texts on the desk: written, changed and taken out, with how often each is used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import ready_texts
from accounts.models import ReadyText


class ReadyTextForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = ReadyText
        fields = ("kind", "language", "title", "text")
        widgets = {"text": forms.Textarea({"rows": 5})}
        help_texts = {"text": _("{person}, {case}, {market} and {support} are filled in as it is used.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ready_texts.is_first(self.instance):
            text = self.fields["text"]
            until = _now("Said in every language until it is changed here.")
            text.help_text = f"{text.help_text} {until}"

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if unknown := ready_texts.unknown(text):
            raise forms.ValidationError(_now("Nothing is filled in for %(names)s.") % {"names": ", ".join(unknown)})
        return text


class ByLanguage(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        kept = set(ReadyText.objects.values_list("language", flat=True).distinct())
        return [(code, name) for code, name in settings.LANGUAGES if code in kept]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ReadyText]) -> QuerySet[ReadyText]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(ReadyText)
class ReadyTextAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReadyTextForm
    list_display = ("called", "kind", "tongue", "used", "says")
    list_filter = ("kind", ByLanguage)
    search_fields = ("title", "text")
    ordering = ("kind", "language", "-used")

    @admin.display(description=_("title"), ordering="title")
    def called(self, text: ReadyText) -> str:
        return str(text)

    @admin.display(description=_("text"), ordering="text")
    def says(self, text: ReadyText) -> str:
        return ready_texts.told(text, get_language() or settings.LANGUAGE_CODE)[0]

    @admin.display(description=_("language"), ordering="language")
    def tongue(self, text: ReadyText) -> str:
        if ready_texts.is_first(text):
            return _now("every language")
        return dict(settings.LANGUAGES).get(text.language, text.language)
