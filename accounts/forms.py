"""What a person says about themselves when they join."""

from __future__ import annotations

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from .models import User


def age_on(day: date, born: date) -> int:
    """Whole years; a person born on 29 February has their birthday on 1 March in a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class JoiningFields(forms.Form):
    """Country and date of birth, asked with e-mail and password by the sign-up form."""

    country = CountryField(blank_label=_("Choose your country")).formfield()
    birth_date = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"})
    )

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        age = age_on(timezone.localdate(), born)
        if age < settings.RULES.youngest:
            words = _("You must be at least %(age)s years old to join.")
            raise ValidationError(words, params={"age": settings.RULES.youngest})
        if age > 120:
            raise ValidationError(_("Check the year of your date of birth."))
        return born

    def signup(self, request: HttpRequest, user: User) -> None:
        """The sign-up form calls this; the account adapter has stored both answers already."""
