"""The rules of the house: what people may be warned, struck, suspended or banned for. A number is never used again.

Their edition is the day they were written as they are. A sanction keeps the one it was decided by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Whoever changes a word below gives them a new day.
EDITION = date(2026, 11, 29)


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One rule by its number. For breaking one that ``is_fraud`` money can be taken back, item by item; one that is
    ``about_work`` bans nobody of whom little was judged."""

    number: int
    title: Promise
    words: Promise
    is_fraud: bool = False
    about_work: bool = False

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


RULES = (
    HouseRule(
        1,
        _("One person, one account"),
        _(
            "You have one account and use it yourself. Several people of one household may each have theirs, on the"
            " same device too. Nobody sells, lends or shares an account."
        ),
    ),
    HouseRule(
        2,
        _("You are who and where you say"),
        _(
            "Your country, age and languages are true. You do not pretend to be elsewhere to get work that is not for"
            " you."
        ),
    ),
    HouseRule(
        3,
        _("You do the work yourself, as the task asks"),
        _(
            "You do each step, with your own eyes and words. A program does not do it for you where the task asks for a"
            " person."
        ),
        about_work=True,
    ),
    HouseRule(
        4,
        _("Proofs are real"),
        _("What you hand in shows what you did. Made up, changed or copied proofs are none."),
        is_fraud=True,
    ),
    HouseRule(
        5,
        _("Work is judged by what the task asks"),
        _(
            "You reject only what the steps and proofs of your task ask for and the work lacks, and say which. You"
            " never reject to have work for nothing."
        ),
    ),
    HouseRule(
        6,
        _("Nothing that is not allowed"),
        _("You ask nobody for what the page “What is allowed” forbids, and do not do it for others either."),
    ),
    HouseRule(
        7,
        _("Work is paid here"),
        _("You neither ask nor offer to work, or to be paid, outside this market for work that was found here."),
    ),
    HouseRule(
        8,
        _("People are treated decently"),
        _("No threats, no insults, no harassment, no hate; in words, pictures, names and messages."),
    ),
    HouseRule(
        9,
        _("Other people's data stays theirs"),
        _("You collect, keep and pass on nobody's personal data beyond what a task openly says it needs."),
    ),
    HouseRule(
        10,
        _("Money is honest"),
        _(
            "You pay with your own money and take back no deposit that was spent. No stolen cards, no laundering, no"
            " paying yourself through other accounts."
        ),
        is_fraud=True,
    ),
    HouseRule(
        11,
        _("The market is left standing"),
        _(
            "You do not attack, flood or trick its software, its reports or its referrals. Whoever finds a hole and"
            " tells us does nothing wrong."
        ),
    ),
)

# What nobody is ever warned, struck, suspended or banned for.
NEVER = (
    _("Asking for your money, and asking again."),
    _("Disputing a rejection, appealing a decision or reporting somebody in good faith."),
    _("Talking with others about employers, ratings or this market, here or elsewhere."),
    _("The tone of a complaint."),
    _("A rate alone: what too many rejections lead to is a freeze, which ends by itself."),
    _("A device, an address or a country alone: a person looks at it first, and you are asked."),
)


def known(number: int) -> HouseRule | None:
    """The rule of this number; None for what was decided before rules had numbers."""
    return next((rule for rule in RULES if rule.number == number), None)
