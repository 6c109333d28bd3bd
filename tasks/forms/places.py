"""Countries as people type them."""

from __future__ import annotations

import re
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
        read = self._read(value)
        for part, code in read:
            if not code:
                raise forms.ValidationError(_unknown_country(part))
        return [code for _part, code in read]

    def known(self, value: Any) -> list[str]:
        """The codes of those that are countries, whatever else is typed: the last of them may be half a name yet."""
        return [code for _part, code in self._read(value) if code]

    def _read(self, value: Any) -> list[tuple[str, str]]:
        """What is typed for each, with its code, empty where it is no country."""
        typed = (super().to_python(value) or "").strip()
        with translation.override("en"):
            known = {str(name).casefold(): code for code, name in countries}
        known |= {str(name).casefold(): code for code, name in countries}
        known |= {code.casefold(): code for code, _name in countries}
        parts = [typed] if typed.casefold() in known else [part.strip() for part in re.split(r"[,;\n]", typed)]
        return [(part, known.get(part.casefold(), "")) for part in parts if part]


def _unknown_country(typed: str) -> str:
    known = {str(name).casefold(): str(name) for _code, name in countries}
    near = get_close_matches(typed.casefold(), known, n=1, cutoff=0.7)
    if near:
        words = gettext("There is no country named “%(typed)s”. Did you mean %(near)s?")
        return words % {"typed": typed, "near": known[near[0]]}
    return gettext("There is no country named “%(typed)s”. Write its name in English or its two-letter code.") % {
        "typed": typed
    }
