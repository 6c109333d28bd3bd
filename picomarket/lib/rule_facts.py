"""What a rule is, for whoever changes it: what it means, between which bounds it stands, and what it must not pass."""

from __future__ import annotations

import inspect
import math
import re
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .money import LARGEST, Money, usd
from .rules import FEWEST_RATED, LARGEST_RATES, Rules, variable
from .zones import Zone

# What stands together, by the first rule of each.
AREAS = {
    "employer_commission": _("Commission and referrals"),
    "minimum_deposit": _("Deposits and payouts"),
    "invoice_tax": _("Tax"),
    "minimum_reward": _("Prices of tasks"),
    "maximum_slots": _("Slots and batches"),
    "uploads_an_hour": _("Files, and people's own data"),
    "claim_minutes": _("Claims"),
    "review_days": _("Review"),
    "dispute_days": _("Rejections and disputes"),
    "advanced_approved": _("Levels, freezes and standing"),
    "saved_searches": _("Alerts, notices and webhooks"),
    "policy_look_weight": _("Policy, looks and reports"),
    "list_people": _("Worker lists and tests"),
    "open_questions": _("Questions and tickets"),
    "link_device": _("Links, households and countries"),
    "youngest": _("Joining and proofs"),
}
# What somebody pays or gets changes with these, so a change is shown once more before it is made.
PRICES = {
    *("employer_commission", "worker_commission", "referral_share", "invoice_tax", "minimum_deposit", "minimum_payout"),
    *("minimum_reward", "hourly_floor", "hourly_floors", "promotion_price"),
}
# Read once as the processes start, so no page can change them.
AT_START = {
    "payout_runs": _("The clock of the jobs reads it when it starts. Set it in the environment and start that anew."),
    **dict.fromkeys(
        ("picture_bytes", "file_bytes", "batch_bytes"),
        _("The servers read it when they start. Set it in the environment and start them anew."),
    ),
}
# Each is at most the one after it.
ORDERED = (
    ("minimum_deposit", "maximum_deposit"),
    ("minimum_reward", "maximum_reward"),
    ("minimum_slots", "maximum_slots"),
    ("claim_minutes_least", "claim_minutes", "claim_minutes_most"),
    ("review_days_least", "review_days", "review_days_most"),
    ("newcomer_claims", "open_claims"),
    ("advanced_approved", "expert_approved"),
    ("advanced_rate", "expert_rate"),
    ("policy_look_weight", "policy_block_weight"),
    # Fewer verdicts than these are never looked at.
    ("freeze_least", "rolling_verdicts"),
    ("budget_least", "budget_verdicts"),
    # Who is frozen was warned before.
    ("freeze_rate", "freeze_warn_rate"),
    ("freeze_hours_first", "freeze_hours_second", "freeze_hours_third"),
    # Nobody is kept from a task by what the staff does not see.
    ("link_shown", "link_closes"),
    ("report_few", "report_hold"),
)
# What nothing works without.
NEVER_ZERO = {
    *("referral_days", "payout_days", "promo_days", "deposit_hours", "deposit_days_by_hand", "funds_days"),
    *("minimum_deposit", "minimum_payout", "minimum_reward", "promotion_days", "quote_minutes", "minimum_slots"),
    *("most_per_worker", "batch_rows", "uploads_an_hour", "results_an_hour", "advice_a_minute", "results_days"),
    *("unconfirmed_days", "identity_hours"),
    *("claim_minutes_least", "newcomer_claims", "review_days_least", "rejected_at_once", "dispute_days"),
    *("budget_verdicts", "dispute_answer_hours", "dispute_decide_hours", "rolling_verdicts", "measured_after"),
    *(
        "saved_searches",
        "alerts_a_day",
        "alert_days",
        "policy_look_weight",
        "look_hours",
        "look_minutes",
        "given_hours",
    ),
    *("report_few", "report_hold", "reports_a_day", "list_people", "test_days", "picture_pixels", "forms_a_minute"),
    *("freeze_hours_first", "freeze_memory_days", "suspension_days_most", "strike_days", "strikes_to_decide"),
    *("appeal_days", "appeal_decide_days", "rolling_days", "link_shown", "link_crowd", "network_days", "trace_days"),
    *("ticket_hours", "ticket_silence_days", "open_tickets", "open_questions", "jury_hours", "travel_days"),
    *("webhook_hours", "webhook_off_days", "webhook_days", "notice_days", "data_days", "data_files_an_hour"),
}
LEAST = {"freeze_least": FEWEST_RATED}
MOST = {"alert_mail_hour": 23, "youngest": 99, "document_days": 90}
MOST |= dict.fromkeys(("advanced_rate", "expert_rate", "freeze_rate", "freeze_warn_rate"), 100)
MOST |= dict.fromkeys(("brake_rate", "budget_rate", "strict_rate"), 100)
MOST |= dict.fromkeys(("task_points", "dollar_points", "praise_points"), 10_000)
MOST |= dict.fromkeys(("link_device", "link_payout", "link_network", "link_proof", "link_shown", "link_closes"), 1_000)
# By a word of its name: what counts time counts no more than this of it.
LONGEST = {"_minutes": 10_080, "_hours": 2_160, "_days": 3_650, "_seconds": 86_400}
MOST_OF_ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Fact:
    """One rule: what it means, its bounds, its default, and why it cannot be changed while the market runs."""

    name: str
    kind: str
    note: str
    default: str
    least: float
    most: float
    fixed: Promise | str = ""
    area: Promise | str = ""

    @property
    def moves_prices(self) -> bool:
        return self.name in PRICES

    @property
    def label(self) -> str:
        """What it is called in the language of the code, as the log keeps it."""
        return self.name.replace("_", " ").capitalize()

    @property
    def called(self) -> str:
        """What it is called in the reader's language."""
        return gettext(self.label)

    @property
    def means(self) -> str:
        """Its note in the reader's language."""
        return gettext(self.note)

    @property
    def variable(self) -> str:
        return variable(self.name)


def facts() -> dict[str, Fact]:
    """Each rule by its name, in the order they stand."""
    known: dict[str, Fact] = {}
    area: Promise | str = ""
    for field in fields(Rules):
        name, kind, area = field.name, str(field.type), AREAS.get(field.name, area)
        least, most = _bounds(name, kind)
        known[name] = Fact(name, kind, _NOTES[name], text(field.default), least, most, AT_START.get(name, ""), area)
    return known


def text(value: Any) -> str:
    """A value as it is typed."""
    if isinstance(value, Money):
        return value.plain()
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(fact: Fact, typed: str) -> Any:
    """A value of this rule. Raises ValueError with words for whoever typed it."""
    if fact.kind == "str":
        if fact.name == "hourly_floors":
            _check_floors(typed)
        return typed
    try:
        value: Any = usd(typed) if fact.kind == "Money" else {"int": int, "float": float}[fact.kind](typed)
    except (ValueError, ArithmeticError, KeyError) as error:
        raise ValueError(_("Write a number.") if fact.kind != "int" else _("Write a whole number.")) from error
    number = int(value) if fact.kind == "Money" else value
    if fact.kind == "float" and math.isfinite(value) and round(value, 2) != value:
        raise ValueError(_("Write two digits after the point at most."))
    if not (math.isfinite(number) and fact.least <= number <= fact.most):
        bounds = [text(Money(int(end))) if fact.kind == "Money" else f"{end:,g}" for end in (fact.least, fact.most)]
        raise ValueError(format_lazy(_("Write a number from {least} to {most}."), least=bounds[0], most=bounds[1]))
    return value


def check(rules: Rules) -> None:
    """Raises ValueError where two rules contradict each other."""
    for names in ORDERED:
        for lower, upper in pairwise(names):
            if getattr(rules, lower) > getattr(rules, upper):
                words = _("“{lower}” cannot be more than “{upper}”, which is {most}.")
                said = [name.replace("_", " ").capitalize() for name in (lower, upper)]
                most = text(getattr(rules, upper))
                raise ValueError(format_lazy(words, lower=said[0], upper=said[1], most=most))


def _bounds(name: str, kind: str) -> tuple[float, float]:
    least = LEAST.get(name) or ((1 if kind == "int" else 10_000) if name in NEVER_ZERO else 0)
    if kind == "Money":
        return least, LARGEST
    times = [most for word, most in LONGEST.items() if f"{word}_" in f"{name}_"]
    return least, MOST.get(name) or LARGEST_RATES.get(name) or (times[0] if times else MOST_OF_ALL)


def _check_floors(typed: str) -> None:
    """Raises ValueError with words where these are no floors of zones."""
    for pair in typed.split():
        zone, _equals, floor = pair.partition("=")
        if zone not in set(Zone):
            words = _("There is no zone “{zone}”. Write these: {zones}.")
            raise ValueError(format_lazy(words, zone=zone, zones=", ".join(Zone)))
        try:
            is_floor = usd(floor) >= 0
        except ValueError:
            is_floor = False
        if not is_floor:
            words = _("Write what people receive an hour at least, as {zone}=4 or {zone}=4.50.")
            raise ValueError(format_lazy(words, zone=zone))


def _notes() -> dict[str, str]:
    """The comment over each rule; rules that stand together share the one over the first."""
    notes: dict[str, str] = {}
    said: list[str] = []
    is_over = True
    for line in map(str.strip, inspect.getsource(Rules).splitlines()):
        if line.startswith("# "):
            said = [*([] if is_over else said), line[2:]]
            is_over = False
        elif found := re.match(r"(\w+): \w+ = ", line):
            notes[found[1]] = " ".join(said)
            is_over = True
    return notes


_NOTES = _notes()
