"""Countries as people type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext
from django_countries import countries


class CountryNames(forms.CharField):
    """Names of countries in the reader's language, separated by commas; reads into their codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2000, **kwargs)
        self.widget.attrs |= {"list": "country-names", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").strip()
        with translation.override("en"):
            known = {str(name).casefold(): code for code, name in countries}
        named = {str(name).casefold(): (code, str(name)) for code, name in countries}
        known |= {name: code for name, (code, _said) in named.items()}
        known |= {code.casefold(): code for code, _name in countries}
        parts = [typed] if typed.casefold() in known else [part.strip() for part in re.split(r"[,;\n]", typed)]
        for part in parts:
            if part and part.casefold() not in known:
                raise forms.ValidationError(_unknown_country(part, {key: said for key, (_code, said) in named.items()}))
        return [known[part.casefold()] for part in parts if part]


def _unknown_country(typed: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(typed.casefold(), known, n=1, cutoff=0.7)
    if near:
        words = gettext("There is no country named “%(typed)s”. Did you mean %(near)s?")
        return words % {"typed": typed, "near": known[near[0]]}
    return gettext("There is no country named “%(typed)s”. Write its name in English or its two-letter code.") % {
        "typed": typed
    }
