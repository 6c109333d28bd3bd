"""What the desk shows and lets do: support and finance by their roles, nobody else, and a superuser by few forms."""

from __future__ import annotations

from django.urls import reverse

from tests.rows_of_cases import FILL, HOLDING, LEAD_ON, PRESSES

OURS = ("accounts_", "wallet_", "tasks_", "submissions_", "disputes_", "referrals_", "threads_")
VERBS = (
    *(
        "disputes_dispute_decide",
        "disputes_appeal_decide",
        "disputes_dispute_jury",
        "tasks_look_decide",
        "tasks_personreport_decide",
        "tasks_edition_copy",
    ),
    *(f"wallet_payoutbatch_{verb}" for verb in ("run", "chase", "import", "approve", "send")),
    *(f"wallet_payout_{verb}" for verb in ("hold", "release", "return")),
    *("wallet_adjustment_approve", "wallet_adjustment_decline"),
    *("wallet_deposit_received", "wallet_deposit_back"),
    *("wallet_railevent_looked", "wallet_railevent_accept"),
    *("accounts_user_sanction", "accounts_sanction_decide", "accounts_identity_decide"),
    *("tasks_pass_revoke", "submissions_proposal_decide", "referrals_referral_decide"),
    *("threads_ticket_answer", "threads_ticket_merge"),
    *PRESSES,
)
SUPPORT_READS = (
    *(
        "accounts_user",
        "accounts_link",
        "referrals_referral",
        "accounts_sanction",
        "accounts_identity",
        "disputes_dispute",
        "disputes_appeal",
        "submissions_submission",
        "submissions_proposal",
    ),
    *("tasks_task", "wallet_deposit", "wallet_payout", "threads_ticket"),
    *("tasks_batch", "tasks_look", "tasks_report", "tasks_personreport", "tasks_edition", "tasks_phrase", "tasks_pass"),
)
FINANCE_ADDS = ("wallet_adjustment_add", "wallet_fundsrecord_add")
AT_THE_DESK = ("anonymous", "ann", "nora", "sam", "fay")
SANCTIONS = ("accounts_user_sanction", "accounts_sanction_decide")
JUDGED = ("disputes_dispute", "disputes_appeal", "submissions_proposal")
DECIDES = (
    *(f"{model}_{page}" for model in JUDGED for page in ("change", "decide")),
    *("referrals_referral_change", "tasks_look_change", "tasks_look_decide", "tasks_pass_add"),
    *("tasks_personreport_change", "tasks_personreport_decide"),
    *("threads_ticket_change", "threads_ticket_answer", "threads_ticket_merge"),
    *("accounts_sanction_change", "accounts_sanction_clawback", "accounts_identity_change"),
)
LEADING_ON = ("tasks_pass_revoke", "disputes_dispute_jury", *LEAD_ON)
DECIDING = {
    **dict.fromkeys((*DECIDES, *FILL), "page"),
    **dict.fromkeys((*SANCTIONS, "referrals_referral_decide", "accounts_identity_decide"), "errors"),
    "accounts_identity_document": "method",
    **dict.fromkeys(LEADING_ON, "led on"),
}
# What a press of a moderator and of an admin leads to; all else is forbidden to them.
CASES_OF_BOTH = ("accounts_sanction", "tasks_look", "tasks_personreport")
BOTH_DO = {
    **{f"{case}_{page}": "page" for case in CASES_OF_BOTH for page in ("change", "fill")},
    **{f"{case}_{verb}": "led on" for case in CASES_OF_BOTH for verb in HOLDING},
    **dict.fromkeys(("tasks_look_decide", "tasks_personreport_decide", "accounts_sanction_clawback"), "page"),
    **{f"tasks_phrase_{page}": "page" for page in ("add", "change", "delete")},
    **dict.fromkeys(SANCTIONS, "errors"),
}
KEPT_BY_ADMINS = ("accounts_readytext", "tasks_category", "tasks_template")
OTHERS_DO = {
    "mona": BOTH_DO,
    "adam": {
        **BOTH_DO,
        **{f"{kept}_{page}": "page" for kept in KEPT_BY_ADMINS for page in ("add", "change", "delete")},
        **dict.fromkeys(("accounts_rulechange_change", "tasks_minimumreward_add", "tasks_pass_add"), "page"),
        **dict.fromkeys(("tasks_edition_copy", "tasks_pass_revoke"), "led on"),
    },
}
# The forms of a superuser. All else that staff see changes by its verbs alone.
FORMS = (
    *(
        "accounts_sanction_change",
        "accounts_identity_change",
        "accounts_rulechange_change",
        "accounts_readytext_",
        "disputes_dispute_change",
    ),
    *("disputes_appeal_change", "tasks_category_", "tasks_phrase_", "tasks_look_change"),
    *("tasks_personreport_change", "tasks_minimumreward_add", "tasks_template_", "tasks_pass_add"),
    *("threads_ticket_change", "submissions_proposal_change", "wallet_adjustment_add", "wallet_fundsrecord_add"),
    "referrals_referral_change",
)


def desk_url(name: str, keys: dict[str, int | str]) -> str:
    lists = ("_changelist", "_add", "_run", "_chase", "_taxes")
    return reverse(
        f"admin:{name}", args=[] if name.endswith(lists) else [keys.get(name) or keys[name.rpartition("_")[0]]]
    )


def supports(name: str) -> str:
    """What support gets of a page of the desk."""
    model, _, page = name.rpartition("_")
    reads = model in SUPPORT_READS and page in ("changelist", "change", "history")
    opens = reads or name in ("tasks_pass_add", "accounts_sanction_clawback", "accounts_identity_document")
    return "method" if name in VERBS else "page" if opens else "forbidden"


def finance_gets(name: str) -> str:
    """What finance gets of a page of the desk."""
    model, _, page = name.rpartition("_")
    if page in ("changelist", "change", "history"):
        return "page" if model.startswith("wallet_") or model == "accounts_user" else "forbidden"
    if name in VERBS:
        return "method"
    return "page" if name in FINANCE_ADDS or page in ("export", "taxes") else "forbidden"


def finance_does(name: str) -> str:
    """What finance's press of a button leads to: each of the money, none of another desk's."""
    if name in VERBS and name.startswith("wallet_"):
        # What needs a reason says so where none was sent.
        return "led on" if name.startswith("wallet_payoutbatch_") or name.endswith(HOLDING) else "errors"
    if name in VERBS:
        return "forbidden"
    return "page" if name in FINANCE_ADDS or name.endswith("_taxes") else "forbidden"
