"""The last question before an account is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LeaveForm(forms.Form):
    """Nothing but a tick, and that only where something would be left behind."""

    leaves_behind = forms.BooleanField(
        label=_("I leave behind what stands in the list"),
        error_messages={"required": _("Tick this, or fetch what stands in the list first.")},
    )

    def __init__(self, data: Any = None, *, asks: bool) -> None:
        super().__init__(data)
        if not asks:
            del self.fields["leaves_behind"]
