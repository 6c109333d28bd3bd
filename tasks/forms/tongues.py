"""Languages as people type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from accounts import spoken


class LanguageNames(forms.CharField):
    """Names of languages in the reader's language, separated by commas; reads into their codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=500, **kwargs)
        self.widget.attrs |= {"list": "language-names", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(spoken.told(value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        known = {name.casefold(): code for code, name in spoken.names().items()}
        known |= {code: code for code in spoken.names()}
        typed = [part.strip() for part in (super().to_python(value) or "").split(",") if part.strip()]
        for part in typed:
            if part.casefold() not in known:
                words = gettext("There is no language named “%(typed)s” here. Pick one from the list.")
                raise forms.ValidationError(words % {"typed": part})
        return list(dict.fromkeys(known[part.casefold()] for part in typed))
