"""What notices are about. By their topic people choose what they are told, and how."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """In the order in which people choose: one's work, one's tasks, one's money, oneself, and the rest."""

    PAY = "pay", _("Approvals and pay")
    REJECTIONS = "rejections", _("Rejections and disputes")
    CHANGES = "changes", _("Changes asked for")
    CLAIMS = "claims", _("Work you hold")
    ALERTS = "alerts", _("New tasks for you")
    FOLLOWED = "followed", _("Employers you follow")
    TESTS = "tests", _("Tests and known answers")
    REVIEW = "review", _("Your tasks: to review")
    TASKS = "tasks", _("Your tasks: how they stand")
    MONEY = "money", _("Deposits and payouts")
    LEVEL = "level", _("Level and points")
    ACCOUNT = "account", _("Standing and security")
    REFERRALS = "referrals", _("Referrals")
    MESSAGES = "messages", _("Messages")
    QUESTIONS = "questions", _("Questions about tasks")
    TICKETS = "tickets", _("Support's answers")
    REPORTS = "reports", _("Your reports")
    NEWS = "news", _("News of the market")
    DESK = "desk", _("The staff's desk")

    @property
    def help(self) -> Promise:
        """What of it a person is told."""
        return HELP[self]

    @property
    def is_serious(self) -> bool:
        """Whether it is about money or standing, so that no single click silences it."""
        return self in SERIOUS

    @property
    def is_always_mailed(self) -> bool:
        """Whether what is mailed of it is mailed to everybody, because an account can be lost without it."""
        return self in ALWAYS_MAILED

    @property
    def is_usually_pushed(self) -> bool:
        """Whether devices that want notices show it, as long as their owner chose nothing else."""
        return self in USUALLY_PUSHED


class Mail(models.TextChoices):
    """How much of a topic a person is mailed."""

    URGENT = "urgent", _("What cannot wait")
    ALL = "all", _("All, at once")
    DAILY = "daily", _("All, once a day")
    NONE = "none", _("Nothing")


HELP = {
    Topic.PAY: _("Your work was approved, or you got a bonus or a top-up."),
    Topic.REJECTIONS: _("Work of yours was rejected, a rejection is looked at, a dispute goes on or is decided."),
    Topic.CHANGES: _("An employer asks you to change something, or the time for it is over."),
    Topic.CLAIMS: _("The time of a task you had claimed ran out."),
    Topic.ALERTS: _("Tasks your saved searches and invitations found."),
    Topic.FOLLOWED: _("New tasks, more slots and more reward of employers you follow."),
    Topic.TESTS: _("Tests you passed or made, and known answers that are contested or withdrawn."),
    Topic.REVIEW: _("Work that was handed in again, approved in bulk, or not rejected after all."),
    Topic.TASKS: _("A task was looked at, held, paused or finished, or its results are ready."),
    Topic.MONEY: _("Deposits, payouts, refunds, corrections and promo credit."),
    Topic.LEVEL: _("You rose or fell to another level."),
    Topic.ACCOUNT: _("Changes to your account, and warnings and suspensions."),
    Topic.REFERRALS: _("People you brought, and what it earned."),
    Topic.MESSAGES: _("Somebody wrote to you about a task or about work."),
    Topic.QUESTIONS: _("A question about your task, or the answer to yours."),
    Topic.TICKETS: _("Support answered what you asked."),
    Topic.REPORTS: _("What came of a task or a person you reported."),
    Topic.NEWS: _("What changes in the market itself."),
    Topic.DESK: _("What waits for the staff."),
}
SERIOUS = {Topic.PAY, Topic.REJECTIONS, Topic.MONEY, Topic.LEVEL, Topic.ACCOUNT}
ALWAYS_MAILED = {Topic.MONEY, Topic.ACCOUNT}
# The trigger of notices knows them too.
USUALLY_PUSHED = {
    *(Topic.REJECTIONS, Topic.CHANGES, Topic.ALERTS, Topic.FOLLOWED, Topic.REVIEW, Topic.MONEY, Topic.ACCOUNT),
    *(Topic.MESSAGES, Topic.QUESTIONS, Topic.TICKETS),
}
