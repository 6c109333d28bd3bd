"""What a person says about themselves: when they join, and in their profile."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from picomarket.lib.file_forms import OneFile
from picomarket.lib.line_forms import OneLineField
from picomarket.lib.sizes import round_size

from . import profiles, spoken, time_zones
from .models import User

OLDEST = 120


def age_on(day: date, born: date) -> int:
    """Whole years; a person born on 29 February has their birthday on 1 March in a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class JoiningFields(forms.Form):
    """Country, date of birth and consent, asked with e-mail and password by the sign-up form."""

    field_order: tuple[str, ...] = ("email", "password1", "country", "birth_date", "accepts")

    country = CountryField(blank_label=_("Choose your country")).formfield(  # type: ignore[call-overload]
        label=_("Country"), help_text=_("Where you live. Some tasks are for people in certain countries.")
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )
    accepts = forms.BooleanField(
        label=_("I keep to one account, am honest in it, and accept the fees"),
        help_text=_("The fees and the rules are linked below."),
        error_messages={"required": _("Tick this to join.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = format_lazy(_("From {age} years. Nobody else sees it."), age=settings.RULES.youngest)
        self.fields["birth_date"].help_text = words

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        age = age_on(timezone.localdate(), born)
        if age < 0 or age > OLDEST:
            raise ValidationError(_("Check the year of your date of birth."))
        if age < settings.RULES.youngest:
            words = _("Thank you for wanting to join. You can from the day you are %(age)s years old.")
            raise ValidationError(words, params={"age": settings.RULES.youngest})
        return born

    def signup(self, request: HttpRequest, user: User) -> None:
        """The sign-up form calls this; the account adapter has stored the answers already."""


class ProfileForm(forms.Form):
    """The profile as its owner edits it."""

    name = OneLineField(
        label=_("Public name"),
        max_length=40,
        required=False,
        help_text=_("What others see. It need not be your real name; without one you are a few letters."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    remove_photo = forms.BooleanField(label=_("Remove the photo I have"), required=False)
    bio = forms.CharField(
        label=_("About you"),
        max_length=600,
        required=False,
        help_text=_("What you are good at. Everybody can read it, so leave out addresses and telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--box"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates and deadlines are shown in it."))
    quiet_from = forms.TimeField(
        label=_("No mail from"),
        required=False,
        help_text=_("Mail and your devices wait until then. Notices in the site come as always, without a sound."),
        error_messages={"invalid": _("Write a time like 22:00.")},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_until = forms.TimeField(
        label=_("No mail until"),
        required=False,
        help_text=_("Earlier than “from”: through the night. Empty: mail comes at every hour."),
        error_messages={"invalid": _("Write a time like 07:00.")},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    language = forms.ChoiceField(label=_("Language of the site"), choices=settings.LANGUAGES)

    def __init__(self, person: User, data: Any = None, files: Any = None) -> None:
        told = {name: getattr(person, name) for name in profiles.TELLABLE}
        super().__init__(data, files, initial=told)
        self.fields["time_zone"].choices = time_zones.choices(  # type: ignore[attr-defined]
            now=timezone.now(), chosen=person.time_zone
        )
        # Those a person ticked come first: in a long box they would be out of sight.
        languages = sorted(spoken.choices(), key=lambda pair: pair[0] not in person.languages)
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]
        self.fields["photo"].widget = OneFile(_picture_attrs())
        if not person.photo:
            del self.fields["remove_photo"]
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]

    def clean(self) -> None:
        begin, end = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_until")
        if {"quiet_from", "quiet_until"} & self.errors.keys():
            return
        if (begin is None) != (end is None):
            missing = "quiet_until" if end is None else "quiet_from"
            self.add_error(missing, _("Say both from when and until when, or leave both empty."))
        elif begin is not None and begin == end:
            self.add_error("quiet_until", _("Choose another time than “from”."))

    @property
    def told(self) -> dict[str, Any]:
        """The fields that stand in columns of the same name."""
        return {name: value for name, value in self.cleaned_data.items() if "photo" not in name}


def _picture_attrs() -> dict[str, Any]:
    most = {"most": round_size(settings.RULES.picture_bytes)}
    return {
        "accept": "image/jpeg,image/png,image/webp",
        "data-max-bytes": settings.RULES.picture_bytes,
        "data-hint": _("PNG, JPEG or WebP, up to %(most)s. It is cut to a small square.") % most,
        "data-wrong-kind": _("This is not a PNG, JPEG or WebP picture."),
        "data-too-large": _("This file is larger than %(most)s.") % most,
    }


class HouseholdForm(forms.Form):
    """Saying with whom one shares a device or a home."""

    whose = OneLineField(
        label=_("Their profile"),
        max_length=200,
        help_text=_("The address of their page here, or the last part of it. They find it in their profile."),
    )
    words = OneLineField(
        label=_("Who they are to you"), max_length=200, help_text=_("For example: my sister, who works here too.")
    )

    def clean_whose(self) -> str:
        """The public id, out of an address as people copy it."""
        return str(self.cleaned_data["whose"]).split("?")[0].rstrip("/").rpartition("/")[2]


class TravelForm(forms.Form):
    """Saying that one is in another country for some days."""

    country = CountryField(blank_label=_("Choose the country")).formfield(label=_("Where you are"))  # type: ignore[call-overload]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["days"] = forms.IntegerField(
            label=_("For how many days"),
            initial=14,
            min_value=1,
            max_value=settings.RULES.travel_days,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )


class MoveForm(forms.Form):
    """Saying that one lives in another country now."""

    country = CountryField(blank_label=_("Choose your country")).formfield(label=_("Where you live now"))  # type: ignore[call-overload]


class PhoneForm(forms.Form):
    """Where a code is sent."""

    number = OneLineField(
        label=_("Your mobile number"),
        max_length=30,
        help_text=_("With a plus and the code of its country, as +880 1712 345678."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = OneLineField(
        label=_("The six digits of the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
