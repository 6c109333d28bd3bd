"""The shapes of what people send: proofs, a rejection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from picomarket.lib import images
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.once_forms import OnceField
from picomarket.lib.refusals import Refused
from tasks.models import ProofField, Task

from .models import Proof, Reason, Results, Submission
from .proofs import LONGEST_TEXT, field_key

LONGEST_NOTE = 200
LONGEST_COMMENT = 2000
Kind = ProofField.Kind


class ProofsForm(forms.Form):
    """One field per proof the task asks for, showing what is kept. The verbs say what is wrong, ``refuse`` shows it."""

    use_required_attribute = False

    def __init__(self, submission: Submission) -> None:
        super().__init__()
        # A preview is of no submission yet.
        kept = {proof.field_id: proof for proof in submission.proofs.all()} if submission.pk else {}
        for wanted in submission.task.proof_fields.all():
            label = submission.words.label(wanted)
            self.fields[field_key(wanted)] = _field(wanted, label, kept.get(wanted.pk))

    def sent(self, request: HttpRequest) -> dict[str, Any]:
        """The texts and pictures of a request, by field key, as the verbs take them."""
        texts = {key: request.POST[key] for key in self.fields if key in request.POST}
        files: Mapping[str, Any] = request.FILES
        pictures: dict[str, UploadedFile[bytes]] = {key: files[key] for key in self.fields if key in files}
        return {"texts": texts, "pictures": pictures}

    def refuse(self, texts: Mapping[str, str], errors: Mapping[str, list[str]]) -> ProofsForm:
        """Show again what was typed, with the errors beside it."""
        self.initial.update(texts)
        self.cleaned_data, self._errors = {}, ErrorDict()
        for key, words in errors.items():
            self.add_error(key, list(words))
        return self

    def unkept(self, texts: Mapping[str, str]) -> list[tuple[str, str]]:
        """Label and text of what was typed and differs from what is kept."""
        typed = ((self[key], text.replace("\r\n", "\n").strip()) for key, text in texts.items())
        return [(str(field.label), text) for field, text in typed if text and text != _plain(field.initial)]


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n")


def _field(wanted: ProofField, label: str, kept: Proof | None) -> forms.Field:
    if wanted.kind == Kind.SCREENSHOT:
        return _picture_field(label, kept)
    text = kept.text if kept else ""
    if wanted.kind == Kind.URL:
        address = forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
        hint = _("The whole address, starting with https://")
        return forms.CharField(label=label, initial=text, widget=address, help_text=hint)
    words = ngettext("At least %(least)s character.", "At least %(least)s characters.", wanted.least)
    return forms.CharField(
        label=label,
        initial=text,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=words % {"least": wanted.least} if wanted.least else "",
    )


class PictureField(forms.FileField):
    """A picture to choose, beside the one that is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "submissions/_picture_field.html"


def _picture_field(label: str, kept: Proof | None) -> forms.Field:
    most = filesizeformat(settings.RULES.picture_bytes)
    attrs = {
        "accept": images.ACCEPT,
        "data-upload": True,
        "data-max-bytes": settings.RULES.picture_bytes,
        "data-hint": _("You can also drop a picture here or paste it."),
        "data-wrong-kind": _("This file is not a picture we can read. Send a PNG, JPEG or WebP."),
        "data-too-large": _("This picture is larger than %(most)s. Send a smaller one.") % {"most": most},
    }
    return PictureField(
        label=label,
        initial=kept if kept and kept.picture else None,
        widget=forms.FileInput(attrs=attrs),
        help_text=_("PNG, JPEG or WebP, up to %(most)s.") % {"most": most},
    )


class RejectForm(forms.Form):
    """Why work is rejected: a reason, the step that was not done as asked, and words for the worker."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *Reason.choices],
        error_messages={"required": _("Choose a reason.")},
    )
    step = forms.TypedChoiceField(
        label=_("Which step was not done as asked?"),
        coerce=int,
        error_messages={"required": _("Choose the step that was not done as asked.")},
    )
    comment = forms.CharField(
        label=_("What was wrong?"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The worker reads this. At least 20 characters."),
        error_messages={"required": _("Write at least 20 characters, so that the worker knows what was wrong.")},
    )

    use_required_attribute = False

    def __init__(self, task: Task, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        step = self.fields["step"]
        if isinstance(step, forms.TypedChoiceField):
            numbered = [(n, f"{n}. {Truncator(words).chars(70)}") for n, words in enumerate(task.steps, start=1)]
            step.choices = [("", _("Choose a step")), *numbered]

    def refuse(self, refusal: Refused) -> RejectForm:
        self.add_error(None, refusal)
        return self


class BonusForm(forms.Form):
    """A bonus on approved work and a word with it, once per page shown."""

    amount = MoneyFormField(label=_("Bonus in dollars"), whole_cents=True)
    note = OneLineField(
        label=_("A word to the worker"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("The worker reads this. You can leave it empty."),
    )
    key = OnceField()

    use_required_attribute = False


class ResultsForm(forms.Form):
    """The kind of file an employer asks for."""

    kind = forms.ChoiceField(choices=Results.Kind.choices)
