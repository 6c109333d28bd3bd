"""The shapes of what people send: proofs, a rejection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from picomarket.lib import images, locales
from picomarket.lib.file_forms import OneFile, SeveralFiles
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.once_forms import OnceField
from picomarket.lib.refusals import Refused
from picomarket.lib.sizes import round_size
from tasks import codes, formatting, hints
from tasks.models import ProofField

from . import ratings, review
from .checks import LONGEST_TEXT
from .models import HIGHEST, LOWEST, Proof, Reason, Results, Submission
from .proofs import field_key
from .retouching import WHOLE, Part

LONGEST_NOTE = 200
LONGEST_COMMENT = 2000
# Digits of a step's number.
LONGEST_TICK = 3
# So many choices are seen at once; more are a list to open.
FEW = 8
Kind = ProofField.Kind


class ProofsForm(forms.Form):
    """One field per proof the task asks for, showing what is kept. The verbs say what is wrong, ``refuse`` shows it."""

    use_required_attribute = False

    def __init__(self, submission: Submission) -> None:
        super().__init__()
        # A preview is of no submission yet.
        kept: defaultdict[int, list[Proof]] = defaultdict(list)
        for proof in submission.proofs.all() if submission.pk else ():
            kept[proof.field_id].append(proof)
        for wanted in submission.task.proof_fields.all():
            label = submission.words.label(wanted)
            self.fields[field_key(wanted)] = _field(wanted, label, kept[wanted.pk], submission)

    def sent(self, request: HttpRequest) -> dict[str, Any]:
        """The texts and files of a request, by field key, and the steps ticked off, as the verbs take them."""
        # A browser sends a file that was not chosen as an empty text.
        typed = (key for key, field in self.fields.items() if not isinstance(field, SentField))
        texts = {key: request.POST[key] for key in typed if key in request.POST}
        files: dict[str, list[Any]] = {key: request.FILES.getlist(key) for key in self.fields}
        # A form whose steps can be ticked says so with a zero, as no tick at all would be sent as nothing.
        ticks = request.POST.getlist("tick")
        ticked = [int(number) for number in ticks if number.isdecimal() and len(number) <= LONGEST_TICK]
        return {"texts": texts, "files": files, "ticked": ticked if ticks else None}

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


def _field(wanted: ProofField, label: str, kept: Sequence[Proof], submission: Submission) -> forms.Field:
    if wanted.kind in ProofField.SENT:
        return _sent_field(wanted, label, kept)
    text = kept[0].text if kept else ""
    if wanted.kind == Kind.CHOICE:
        choices = [(option, option) for option in wanted.options]
        few = len(choices) <= FEW
        return forms.ChoiceField(
            label=label,
            initial=text,
            choices=choices if few else [("", _("Choose one")), *choices],
            widget=forms.RadioSelect if few else forms.Select,
        )
    kind = partial(CodeField, submission, wanted.site) if wanted.kind == Kind.CODE else forms.CharField
    return kind(label=label, initial=text, max_length=LONGEST_TEXT, widget=_widget(wanted), help_text=hints.of(wanted))


def _widget(wanted: ProofField) -> forms.Widget:
    if wanted.kind == Kind.URL:
        return forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
    if wanted.kind == Kind.NUMBER:
        return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    if wanted.kind == Kind.CODE:
        return forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"})
    if wanted.kind in (Kind.LINE, Kind.CHALLENGE):
        return forms.TextInput(attrs={"autocomplete": "off"})
    return forms.Textarea(attrs={"rows": 4})


class CodeField(forms.CharField):
    """A completion code, and the way to the page that gives it to this worker for this claim."""

    def __init__(self, submission: Submission, site: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "submissions/_code_field.html"
        worker = submission.worker.public_id if submission.worker_id else "preview"
        self.link = codes.link(site, task=submission.task.public_id, worker=worker, nonce=submission.public_id)


class SentField(forms.FileField):
    """Pictures or files to choose, beside those that are kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "submissions/_sent_field.html"
        self.is_picture = False


def _sent_field(wanted: ProofField, label: str, kept: Sequence[Proof]) -> forms.Field:
    several = wanted.most > 1
    attrs = _picture_attrs() if wanted.kind == Kind.SCREENSHOT else _file_attrs(wanted)
    field = SentField(
        label=label,
        initial=[proof for proof in kept if proof.files] or None,
        widget=SeveralFiles({**attrs, "data-upload": True, "multiple": True}) if several else OneFile(attrs),
        help_text=hints.of(wanted),
    )
    field.is_picture = wanted.kind == Kind.SCREENSHOT
    return field


def _picture_attrs() -> dict[str, Any]:
    most = round_size(settings.RULES.picture_bytes)
    return {
        "accept": images.ACCEPT,
        "data-max-bytes": settings.RULES.picture_bytes,
        "data-hint": _("You can also drop a picture here or paste it."),
        "data-camera": _("Take a picture"),
        "data-wrong-kind": _("This file is not a picture we can read. Send a PNG, JPEG or WebP."),
        "data-too-large": _("This picture is larger than %(most)s. Send a smaller one.") % {"most": most},
    }


def _file_attrs(wanted: ProofField) -> dict[str, Any]:
    most = round_size(settings.RULES.file_bytes)
    endings = locales.listed(ending.upper() for ending in wanted.endings)
    return {
        "accept": ",".join(f".{ending}" for ending in wanted.endings),
        "data-max-bytes": settings.RULES.file_bytes,
        "data-hint": _("You can also drop a file here."),
        "data-wrong-kind": _("This kind of file is not asked for. Send one of these: %(wanted)s.")
        % {"wanted": endings},
        "data-too-large": _("This file is larger than %(most)s. Send a smaller one.") % {"most": most},
    }


class CoverForm(forms.Form):
    """Which parts of a picture to cover: those that were drawn, or one by its sides in percent of the picture's."""

    left = forms.IntegerField(
        label=_("Left side, in percent from the left"), min_value=0, max_value=100, required=False
    )
    right = forms.IntegerField(
        label=_("Right side, in percent from the left"), min_value=0, max_value=100, required=False
    )
    top = forms.IntegerField(label=_("Upper side, in percent from the top"), min_value=0, max_value=100, required=False)
    bottom = forms.IntegerField(
        label=_("Lower side, in percent from the top"), min_value=0, max_value=100, required=False
    )

    use_required_attribute = False

    def parts(self) -> list[Part]:
        drawn = [text.split(",") for text in getattr(self.data, "getlist", lambda _name: [])("part")]
        parts = [
            Part(*map(int, sides)) for sides in drawn if len(sides) == len(Part._fields) and all(map(_is_side, sides))
        ]
        said = [self.cleaned_data[name] for name in Part._fields]
        if any(side is not None for side in said):
            parts.append(Part(*(10 * (-1 if side is None else side) for side in said)))
        return parts


def _is_side(text: str) -> bool:
    return text.isdecimal() and len(text) <= len(str(WHOLE))


class RejectForm(forms.Form):
    """What is wrong with work that is rejected or is to be changed: a reason, the step that was not done as asked, and
    words for the worker."""

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

    def __init__(
        self,
        steps: Sequence[str],
        data: Mapping[str, Any] | None = None,
        *,
        without: Sequence[Reason] = (),
        mendable: Sequence[Reason] = (),
    ) -> None:
        """``without``: reasons that are not offered, because a worker can still put that right; ``mendable``: those
        that are told so when they are chosen."""
        super().__init__(data)
        self.mendable = mendable
        reason, step = self.fields["reason"], self.fields["step"]
        if without and isinstance(reason, forms.ChoiceField):
            taken = [(value, label) for value, label in Reason.choices if value not in without]
            reason.choices = [("", _("Choose a reason")), *taken]
            missing = _(
                "Not here: %(reasons)s. The worker can still put that right: open the submission, ask for a change."
            )
            reason.help_text = missing % {"reasons": locales.listed(one.label for one in without)}
            reason.error_messages["invalid_choice"] = _("Ask for a change first: the worker can still put this right.")
        if isinstance(step, forms.TypedChoiceField):
            numbered = [
                (n, f"{n}. {Truncator(formatting.plain(words)).chars(70)}") for n, words in enumerate(steps, start=1)
            ]
            step.choices = [("", _("Choose a step")), *numbered]

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if reason in self.mendable:
            raise forms.ValidationError(_("Ask for a change first: the worker can still put this right."))
        return reason

    def clean_comment(self) -> str:
        comment: str = self.cleaned_data["comment"]
        if len(comment) < review.SHORTEST_COMMENT:
            words = _("Write at least %(least)s characters, so that the worker knows what was wrong.")
            raise forms.ValidationError(words % {"least": review.SHORTEST_COMMENT})
        return comment

    def refuse(self, refusal: Refused) -> RejectForm:
        self.add_error(None, refusal)
        return self


@dataclass(frozen=True, slots=True)
class Unfilled:
    """The same as nobody filled it in yet, for work by these steps: drawn once for all that is reviewed by them."""

    steps: tuple[str, ...]

    @property
    def form(self) -> RejectForm:
        return RejectForm(self.steps)


class ScreenOutForm(forms.Form):
    """Why a worker does not qualify."""

    comment = forms.CharField(
        label=_("Why they do not qualify"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The worker reads this. At least 20 characters."),
        error_messages={"required": _("Write at least 20 characters, so that the worker knows why.")},
    )

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        # The form beside it has a comment too.
        super().__init__(data, auto_id="screen_%s")


class CosignForm(forms.Form):
    """What support decides about a rejection that waits for a co-sign."""

    outcome = forms.ChoiceField(
        choices=[("sign", "sign"), ("decline", "decline")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the outcomes.")},
    )
    words = forms.CharField(
        label=_("The reason"),
        error_messages={"required": _("Write why, so that the employer knows.")},
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The employer reads this. Where you co-sign, the worker reads it in their staff log too."),
    )

    use_required_attribute = False


class AgreedLiftForm(forms.Form):
    """What an employer agrees to by pressing the button: that sum, once per page shown."""

    total = MoneyFormField(widget=forms.HiddenInput)
    key = OnceField()


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


class RatingForm(forms.Form):
    """A worker's marks for an employer, one for each aspect."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for aspect, name in ratings.NAMES.items():
            self.fields[aspect] = forms.TypedChoiceField(
                label=name,
                choices=[(mark, str(mark)) for mark in range(LOWEST, HIGHEST + 1)],
                coerce=int,
                widget=forms.RadioSelect(attrs={"class": "choices--marks"}),
                error_messages={"required": _("Choose a mark from 1 to 5.")},
            )


class ResultsForm(forms.Form):
    """The kind of file an employer asks for."""

    kind = forms.ChoiceField(choices=Results.Kind.choices)


class ContestForm(forms.Form):
    """Why the answer that is said to be right is wrong."""

    words = forms.CharField(
        label=_("What is wrong with it?"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The employer reads this. At least 10 characters."),
    )

    use_required_attribute = False


class DeclineForm(forms.Form):
    """Why it is right all the same."""

    reply = forms.CharField(
        label=_("Why it is right"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The worker reads this. At least 10 characters."),
    )

    use_required_attribute = False
