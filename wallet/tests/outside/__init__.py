"""The worlds behind the rails, one per rail: a rail without one fails the contract's first test."""

from __future__ import annotations

from .base import Outside, Webhook, deliver
from .by_hand import BankOutside, PayoneerOutside, SkrillOutside
from .demo_bank import DemoBankOutside
from .litecoin import LitecoinOutside
from .paypal import PayPalOutside
from .stripe import StripeOutside

OUTSIDES: dict[str, type[Outside]] = {
    one.code: one
    for one in (
        DemoBankOutside,
        LitecoinOutside,
        PayPalOutside,
        StripeOutside,
        BankOutside,
        SkrillOutside,
        PayoneerOutside,
    )
}

__all__ = ["OUTSIDES", "Outside", "Webhook", "deliver"]
