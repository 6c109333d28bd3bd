"""What is typed about somebody's standing: by the person, and by the staff."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from picomarket.lib.attachments import Attachment
from picomarket.lib.file_forms import OneFile

from . import exhibits, house_rules, items
from .items import Item
from .models import Sanction, User
from .standing import Grounds

LONGEST_WORDS, LONGEST_REASON = 4000, 1000
Kind = Sanction.Kind


def words_field(label: Any, help_text: Any, *, rows: int = 5) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "maxlength": LONGEST_WORDS})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_WORDS, widget=widget)


class AppealForm(forms.Form):
    """Why a person thinks that a sanction is wrong."""

    words = words_field(
        _("Why this is wrong"), _("At least 20 characters. You can appeal once, so say all that speaks for you.")
    )


class AnswerForm(forms.Form):
    """Whatever else a person has to say about it."""

    # Beside another form with words.
    prefix = "answer"

    words = words_field(_("Your answer"), _("At least 20 characters. Somebody of the staff reads it."), rows=3)


class SanctionForm(forms.Form):
    """What the staff gives somebody, by which rule and for what."""

    kind = forms.ChoiceField(label=_("What"), choices=Kind.choices)
    role = forms.ChoiceField(
        label=_("What they did it as"),
        choices=Sanction.Role.choices,
        help_text=_("For a warning or a strike."),
        required=False,
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        required=False,
        help_text=_("For a suspension. A strike has its own time; a ban has no end, and a second person must agree."),
    )
    rule = forms.TypedChoiceField(label=_("The rule that was broken"), coerce=int)
    words = words_field(_("What was done"), _("In full sentences, as the person reads it."))
    ids = forms.CharField(
        label=_("The tasks, submissions and messages it is about"),
        required=False,
        max_length=1000,
        help_text=_(
            "Their ids, with spaces between; of a thread or one of its messages too. The person gets a link to each."
        ),
    )
    exhibit = forms.FileField(
        label=_("A file that shows it"),
        required=False,
        widget=OneFile({"accept": ",".join(f".{ending}" for ending in exhibits.PICTURES + exhibits.FILES)}),
        help_text=_("A picture, PDF, text, video or ZIP. The person can open it."),
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        rules = [(rule.number, str(rule)) for rule in house_rules.RULES]
        self.fields["rule"].choices = [("", _("Choose")), *rules]  # type: ignore[attr-defined]
        self.fields["days"].widget.attrs["max"] = settings.RULES.suspension_days_most

    def clean_ids(self) -> list[Item]:
        return items.find(self.cleaned_data["ids"].replace(",", " ").split(), person=self.person)

    def clean_exhibit(self) -> Attachment | None:
        upload = self.cleaned_data["exhibit"]
        return exhibits.read(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") == Kind.SUSPENSION and "days" in said and not said["days"]:
            self.add_error("days", _("Say for how many days."))
        elif said.get("kind") != Kind.SUSPENSION and said.get("days"):
            self.add_error("days", _("Only a suspension has days of its own. Leave this empty."))
        return said

    @property
    def grounds(self) -> Grounds:
        said = self.cleaned_data
        return Grounds(said["rule"], said["words"], said["ids"], [said["exhibit"]] if said["exhibit"] else [])

    def until(self, now: datetime) -> datetime:
        return now + timedelta(days=min(self.cleaned_data["days"] or 0, 36500))


class AccessForm(forms.Form):
    """Whether somebody is staff, in which roles, and why."""

    is_staff = forms.BooleanField(label=_("Staff"), required=False, help_text=_("They may open the desk."))
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they see and do there."),
    )
    reason = forms.CharField(
        label=_("The reason"),
        error_messages={"required": _("Write the reason: the person reads it.")},
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_REASON}),
        help_text=_("The person reads it. At least 20 characters."),
    )


OUTCOMES = [
    ("lift", _("Lift it")),
    ("reply", _("Answer")),
    ("agree", _("Agree to the ban")),
    ("decline", _("Do not agree")),
    ("grant", _("Grant the appeal")),
    ("shorten", _("Shorten it")),
    ("turn_down", _("Turn the appeal down")),
]


class DecisionForm(forms.Form):
    """What the staff does about a sanction, and why. Only agreeing to a ban needs no words: its reason is there."""

    outcome = forms.ChoiceField(choices=OUTCOMES, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("The reason, or your answer"),
        error_messages={"required": _("Write the reason or the answer: the person reads it.")},
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_WORDS}),
        help_text=_("The person reads it. A full sentence."),
    )
    days = forms.IntegerField(
        label=_("Days from now, to shorten it"), min_value=1, max_value=36500, required=False, initial=7
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = self.data.get("outcome") != "agree"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") == "shorten" and "days" in said and not said["days"]:
            self.add_error("days", _("Say for how many days from now it still holds."))
        return said

    def until(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["days"])
