"""Whose money it is: accounts, the transfers between them, and the papers of money in and out."""

from .deposits import Deposit, Move
from .desk import Adjustment, RailEvent
from .invoices import BillingDetails, Invoice, InvoiceYear
from .ledger import (
    HOUSE,
    Account,
    AccountKind,
    BookCheck,
    FundsRecord,
    LedgerPart,
    Rollup,
    Seal,
    Transfer,
    TransferKind,
)
from .payouts import BatchApproval, Payout, PayoutBatch, PayoutCall, PayoutMethod

__all__ = [
    "HOUSE",
    "Account",
    "AccountKind",
    "Adjustment",
    "BatchApproval",
    "BillingDetails",
    "BookCheck",
    "Deposit",
    "FundsRecord",
    "Invoice",
    "InvoiceYear",
    "LedgerPart",
    "Move",
    "Payout",
    "PayoutBatch",
    "PayoutCall",
    "PayoutMethod",
    "RailEvent",
    "Rollup",
    "Seal",
    "Transfer",
    "TransferKind",
]
