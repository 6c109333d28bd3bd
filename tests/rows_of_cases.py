"""What is pressed on every page of a case: to have, leave or give it, to put a ready text into the reason."""

from __future__ import annotations

CASES = (
    *("disputes_dispute", "disputes_appeal", "submissions_proposal", "tasks_look", "tasks_personreport"),
    *("accounts_sanction", "accounts_identity", "threads_ticket", "referrals_referral"),
)
OF_MONEY = ("wallet_payout", "wallet_adjustment")
HOLDING = ("take", "leave", "give")
LEAD_ON = [f"{case}_{verb}" for case in CASES for verb in HOLDING]
FILL = [f"{case}_fill" for case in CASES]
PRESSES = [*LEAD_ON, *FILL, *(f"{case}_{verb}" for case in OF_MONEY for verb in HOLDING)]
