"""The money desk: everything can be seen, and nothing moves but by the verbs. One file per subject."""

from . import adjustments, batches, deposits, events, invoices, ledger, payouts, proofs

__all__ = ["adjustments", "batches", "deposits", "events", "invoices", "ledger", "payouts", "proofs"]
