"""The form field for an amount of dollars."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .money import Money, read_amount


class MoneyFormField(forms.CharField):
    """Reads what a person types into Money; bad input keeps the text and gets one clear sentence.

    ``minimum`` and ``maximum`` are sums in Money; ``whole_cents`` refuses fractions of a cent.
    """

    def __init__(
        self,
        *,
        minimum: Money | None = None,
        maximum: Money | None = None,
        whole_cents: bool = False,
        **kwargs: Any,
    ) -> None:
        self.minimum, self.maximum, self.whole_cents = minimum, maximum, whole_cents
        super().__init__(max_length=kwargs.pop("max_length", 30), **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value.plain() if isinstance(value, Money) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return read_amount(text) if text else None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value <= 0:
            raise ValidationError(_("The amount must be more than zero."), code="zero")
        if self.whole_cents and value != value.floor_to_cents():
            raise ValidationError(_("Use at most two decimals: whole cents."), code="decimals")
        if self.minimum is not None and value < self.minimum:
            raise ValidationError(_("The least is %(least)s."), code="minimum", params={"least": self.minimum})
        if self.maximum is not None and value > self.maximum:
            raise ValidationError(_("The most is %(most)s."), code="maximum", params={"most": self.maximum})

    def run_validators(self, value: Any) -> None:
        """A text's validators cannot measure a sum, and ``validate`` has said all there is to say."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
