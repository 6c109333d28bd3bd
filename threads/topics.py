"""What most people who come with a topic want to know, said before they write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .models import Topic


@dataclass(frozen=True, slots=True)
class Hint:
    """A question that is asked often, its answer, and the page that shows it."""

    question: Any
    answer: Any
    route: str
    link: Any

    @property
    def url(self) -> str:
        return reverse(self.route)

    @property
    def said(self) -> Any:
        """The answer with the market's own numbers."""
        rules = settings.RULES
        return format_lazy(
            self.answer, payout_days=rules.payout_days, dispute_days=rules.dispute_days, least=rules.minimum_payout
        )


_WALLET = _("To your wallet")
HINTS: dict[str, tuple[Hint, ...]] = {
    Topic.PAYOUT: (
        Hint(
            _("When does my payout arrive?"),
            _("Each has a day it is promised by, mostly after {payout_days} business days. If it is late we say so."),
            "wallet:home",
            _WALLET,
        ),
        Hint(
            _("Why is my money not there yet?"),
            _("Work is paid when it is approved, or by itself when the employer's time to review is over."),
            "submissions:mine",
            _("To your work"),
        ),
        Hint(
            _("What does a payout cost?"), _("Payouts begin at {least}."), "wallet:ways", _("All ways with their fees")
        ),
    ),
    Topic.DEPOSIT: (
        Hint(
            _("How do I pay in, and how long does it take?"),
            _("Each way has its own fee and time. A deposit by bank is marked received by a person."),
            "wallet:ways",
            _("All ways with their fees"),
        ),
        Hint(
            _("Can I have a deposit back?"),
            _("What you did not spend goes back the way it came."),
            "wallet:refundable",
            _("Get unspent money back"),
        ),
        Hint(_("Where are my invoices?"), _("Each month has one."), "wallet:invoices", _("To your invoices")),
    ),
    Topic.WORK: (
        Hint(
            _("My work was rejected, and that is wrong"),
            _("You can dispute a rejection for {dispute_days} days, from its own page. A person decides it."),
            "submissions:mine",
            _("To your work"),
        ),
        Hint(
            _("Why can't I do a task?"),
            _("Its page says which rule keeps it from you, and what to do about it."),
            "tasks:feed",
            _("Find work"),
        ),
        Hint(
            _("What counts for my level?"),
            _("Its page shows every verdict that counts."),
            "accounts:level",
            _("Your level"),
        ),
    ),
    Topic.HIRING: (
        Hint(
            _("Why is my task not published?"),
            _("A task with words the policy names waits for a person first. Its page says which words."),
            "tasks:mine",
            _("To your tasks"),
        ),
        Hint(_("What may I ask for?"), _("It is all in one page."), "tasks:policy", _("What is allowed")),
    ),
    Topic.ACCOUNT: (
        Hint(
            _("How do I change my e-mail address?"),
            _("You confirm the new one by a letter to it."),
            "account_email",
            _("E-mail address"),
        ),
        Hint(
            _("Was it me who signed in?"),
            _("You see where you are signed in, and can end each."),
            "usersessions_list",
            _("Devices signed in"),
        ),
    ),
    Topic.STANDING: (
        Hint(
            _("What about my money?"),
            _("What you earned stays yours. Payouts and refunds work as before, whatever your standing."),
            "wallet:home",
            _WALLET,
        ),
        Hint(_("Which rules hold?"), _("They are all in one page."), "accounts:rules", _("The rules of the house")),
    ),
    Topic.SAFETY: (
        Hint(
            _("How do I report a task or a person?"),
            _("Each task and each person has a link for it. Somebody looks at every report."),
            "tasks:reports",
            _("Your reports"),
        ),
    ),
    Topic.OTHER: (),
}
