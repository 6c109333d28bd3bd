"""What is paid for finding out that one does not qualify."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import CENT, Money
from picomarket.lib.money_forms import MoneyFormField


def field() -> MoneyFormField:
    return MoneyFormField(
        label=_("Who turns out not to qualify receives, in dollars"),
        help_text=_(
            "For finding out, at most half the reward and like it before the worker's commission. The rest of the slot"
            " comes back to you. Empty: nothing."
        ),
        minimum=Money(CENT),
        required=False,
    )


def clean(form: forms.Form) -> None:
    """Refuse more than half the reward; nothing is typed as nothing."""
    read = form.cleaned_data
    if "screen_out" not in read:
        return
    read["screen_out"] = paid = read["screen_out"] or Money(0)
    if "reward" in read and paid * 2 > read["reward"]:
        most = Money(int(read["reward"]) // 2)
        form.add_error("screen_out", _("Pay at most %(most)s: half the reward.") % {"most": most})
