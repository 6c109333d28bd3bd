"""Staff write the examples everybody may start from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.number_forms import WholeNumberField
from tasks.drafts import Wanted
from tasks.forms.kinds import KindField
from tasks.models import ProofField, Template

LINES = forms.Textarea(attrs={"rows": 6})


class ExampleForm(forms.ModelForm):  # type: ignore[type-arg]
    category = KindField(label=_("Category"))
    minutes = WholeNumberField(label=_("Minutes it takes"), min_value=1, max_value=240)
    reward = MoneyFormField(label=_("Reward per slot, in dollars"))
    slots = WholeNumberField(label=_("Slots"), min_value=1, initial=10)
    steps = forms.CharField(label=_("Steps"), widget=LINES, help_text=_("One a line."))
    asked = forms.CharField(
        label=_("Proofs"),
        widget=LINES,
        help_text=_("One a line: text, line, url, number, choice, file or screenshot, a colon, what is handed in."),
    )

    class Meta:
        model = Template
        fields = ["title", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept := self.instance.contents:
            self.initial["category"], self.initial["slots"] = kept.get("category_id"), kept.get("slots", 1)
            self.initial["minutes"], self.initial["reward"] = self.instance.minutes, self.instance.reward
            self.initial["steps"] = "\n".join(kept.get("steps", []))
            self.initial["asked"] = "\n".join(_line(one) for one in self.instance.proofs)

    def clean_asked(self) -> list[dict[str, Any]]:
        kept = {(one["kind"], one["label"]): one for one in self.instance.proofs}
        proofs = []
        for line in filter(str.strip, self.cleaned_data["asked"].splitlines()):
            kind, _colon, label = (part.strip() for part in line.partition(":"))
            label, *options = (part.strip() for part in label.split("|"))
            if kind not in ProofField.Kind.values or not label:
                raise forms.ValidationError(_("Write each line like “text: What did you see?”."))
            if kind == ProofField.Kind.CHOICE and len(options) < 2:
                raise forms.ValidationError(_("Write a choice like “choice: Is it open? | Yes | No”."))
            if kind in (ProofField.Kind.CHALLENGE, ProofField.Kind.CODE) and (kind, label[:200]) not in kept:
                raise forms.ValidationError(_("Challenge questions and completion codes are asked for in a draft."))
            wanted = Wanted(kind, label[:200], 20 if kind == ProofField.Kind.TEXT else 0, options=tuple(options))
            proofs.append({**kept.get((kind, wanted.label), {}), **wanted.plain})
        return proofs

    def save(self, commit: bool = True) -> Any:
        read = self.cleaned_data
        steps = [line.strip() for line in read["steps"].splitlines() if line.strip()]
        self.instance.contents = {
            **self.instance.contents,
            **{name: read[name] for name in ("minutes", "reward", "slots")},
            "category_id": read["category"].pk,
            "steps": steps,
        }
        self.instance.proofs = read["asked"]
        self.instance.kept_at = self.instance.kept_at or timezone.now()
        return super().save(commit)


def _line(proof: dict[str, Any]) -> str:
    return f"{proof['kind']}: {' | '.join([proof['label'], *proof.get('options', [])])}"


@admin.register(Template)
class ExampleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ExampleForm
    list_display = ["called", "says", "kept_at"]
    search_fields = ["title"]
    ordering = ["title"]

    @admin.display(description=_("title"), ordering="title")
    def called(self, example: Template) -> str:
        return str(example)

    @admin.display(description=_("why it works"), ordering="note")
    def says(self, example: Template) -> str:
        return example.told_note

    def get_queryset(self, request: HttpRequest) -> QuerySet[Template]:
        """The gallery's: what people keep for themselves is theirs."""
        return super().get_queryset(request).filter(owner=None)
