"""Ready texts on the desk: written, changed and taken out, with how often each is used."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import admin
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

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if unknown := ready_texts.unknown(text):
            raise forms.ValidationError(_now("Nothing is filled in for %(names)s.") % {"names": ", ".join(unknown)})
        return text


@admin.register(ReadyText)
class ReadyTextAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReadyTextForm
    list_display = ("title", "kind", "language", "used", "text")
    list_filter = ("kind", "language")
    search_fields = ("title", "text")
    ordering = ("kind", "language", "-used")
