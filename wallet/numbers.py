"""The kinds' numbers by name, for laws written in SQL."""

from __future__ import annotations

from picomarket.lib.laws import Words

from .models import AccountKind, TransferKind


def numbers() -> dict[str, int]:
    """Each kind of transfer by its name (``reward``), each kind of account by its own (``pot_earned``)."""
    pots = {f"pot_{kind.name.lower()}": int(kind) for kind in AccountKind}
    return pots | {kind.name.lower(): int(kind) for kind in TransferKind}


def transfer_kind(number: int) -> Words:
    """The kind's word; a number nobody knows, such as one written behind the guards, stands for itself."""
    return TransferKind(number).label if number in TransferKind.values else f"kind {number}"


def account_kind(number: int) -> Words:
    return AccountKind(number).label if number in AccountKind.values else f"kind {number}"
