"""The money desk: everything can be seen, and nothing moves but by the verbs. One file per subject."""

from . import batches, deposits, events, invoices, ledger, payouts, proofs

__all__ = ["batches", "deposits", "events", "invoices", "ledger", "payouts", "proofs"]
