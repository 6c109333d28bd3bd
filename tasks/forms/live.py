"""The wizard's steps once more, for a task that is live."""

from __future__ import annotations

import hashlib
from copy import copy
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import Money
from picomarket.lib.money_forms import MoneyFormField
from picomarket.lib.once_forms import OnceField
from tasks import reaching
from tasks.models import Task

from . import inviting
from .pace import PACE, PaceFields
from .wizard import DraftForm, Typed, WhatForm, WhoForm


class LiveWhatForm(WhatForm):
    """Title, steps and minutes; another category would be another task."""

    saves = ("title", "minutes")

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        del self.fields["category"]


class LiveWhoForm(WhoForm):
    """Who it is for; the share of a country is counted from the first slot on and stays."""

    saves = ("zones", "countries", "excluded", "languages", "minimum_level", "per_worker", *inviting.SAVES)

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        del self.fields["country_share"]
        self.fields["warned"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def check_reach(self) -> None:
        """Refuses what nobody could do any more, once: whoever saves the very same again means it."""
        typed = copy(self.draft)
        for name, value in self.fields_to_save().items():
            setattr(typed, name, value)
        named = hashlib.sha256(repr(sorted(self.fields_to_save().items())).encode()).hexdigest()[:16]
        before, after = reaching.reach(self.draft), reaching.reach(typed)
        if before.could and not after.could:
            words = _("Nobody here could do it then. Save again to change it all the same.")
        elif after.is_capped and not before.is_capped:
            words = _("Not all slots could be taken then. Save again to change it all the same.")
        else:
            return
        if self.cleaned_data["warned"] == named:
            return
        self.data = cast(QueryDict, self.data).copy()
        self.data["warned"] = named
        self.add_error(None, words)


class LivePaceForm(PaceFields, DraftForm):
    saves = PACE


class RaiseForm(forms.Form):
    """The new reward: asked first, so that the sum can be shown."""

    reward = MoneyFormField(label=_("New reward per slot, in dollars"))

    def __init__(self, data: QueryDict | None = None, *, most: Money) -> None:
        super().__init__(data)
        cast(MoneyFormField, self.fields["reward"]).maximum = most


class AgreedRaiseForm(forms.Form):
    """What the employer agrees to by pressing the button: this reward for that sum, once per page shown."""

    reward = MoneyFormField(widget=forms.HiddenInput)
    total = MoneyFormField(widget=forms.HiddenInput)
    key = OnceField()
