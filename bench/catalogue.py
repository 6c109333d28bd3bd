"""Every benchmark, in the order they run."""

from __future__ import annotations

from bench.approve import Approve, ApproveLean
from bench.approve_all import ApproveAll
from bench.approve_bulk import ApproveBulk, ApproveBulkLean
from bench.claim import Claim, LinkedClaim
from bench.claim_rush import ClaimRush
from bench.deposit import DepositSettled
from bench.desk import Desk, DeskSifted, ReviewPage
from bench.feed import Feed, FeedDrawnAnew, FeedFilter, FeedLocked, FeedSearch
from bench.hand_in import HandIn
from bench.measuring import Bench
from bench.payout_batch import PayoutBatchPaid
from bench.publish_batch import PublishBatch, WaitForBatch
from bench.wallet_page import WalletPage

BENCHES: tuple[type[Bench], ...] = (
    Approve,
    ApproveLean,
    ApproveBulk,
    ApproveBulkLean,
    ApproveAll,
    Claim,
    LinkedClaim,
    ClaimRush,
    HandIn,
    DepositSettled,
    WalletPage,
    Feed,
    FeedDrawnAnew,
    FeedSearch,
    FeedFilter,
    FeedLocked,
    Desk,
    DeskSifted,
    ReviewPage,
    PublishBatch,
    WaitForBatch,
    PayoutBatchPaid,
)
NAMES = [bench.name for bench in BENCHES]
