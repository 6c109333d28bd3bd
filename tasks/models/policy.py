"""What may not be asked for: the policy in its editions, and the phrases that point at it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales


class EditionQuerySet(models.QuerySet["Edition"]):
    def effective(self, now: datetime) -> EditionQuerySet:
        """Those that are or were in force, the newest first."""
        return self.filter(effective_at__lte=now).order_by("-effective_at", "-number")


class Edition(models.Model):
    """One version of the whole policy. Without a day it is being written; once in force it is never changed."""

    number = models.PositiveIntegerField(unique=True)
    effective_at = models.DateTimeField(
        _("in force from"), null=True, blank=True, help_text=_("Empty while it is being written.")
    )
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")

    def __str__(self) -> str:
        return str(_("Policy, version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("tasks:edition", args=[self.number])

    def is_effective(self, now: datetime) -> bool:
        return self.effective_at is not None and self.effective_at <= now


class Subject(models.TextChoices):
    """What a rule is about. Phrases point at a subject, so that they outlive the wording of a rule."""

    AD_CLICKS = "ad_clicks", _("Clicks on ads")
    REVIEWS = "reviews", _("Paid reviews and votes")
    FOLLOWERS = "followers", _("Followers and likes")
    CAPTCHAS = "captchas", _("Captcha solving")
    ACCOUNTS = "accounts", _("Accounts for resale")
    BOUNTIES = "bounties", _("Hidden referral bounties")
    CREDENTIALS = "credentials", _("Codes, passwords and identity papers")
    INSTALLS = "installs", _("Installs from unknown places")
    OWN_MONEY = "own_money", _("Paying own money")
    ADULT = "adult", _("Adult or illegal")
    HARVESTING = "harvesting", _("Other people's data")
    VPN = "vpn", _("Pretending to be elsewhere")


class Rule(models.Model):
    """One rule of an edition: a plain sentence and examples, one a line."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=16, choices=Subject.choices)
    title = models.CharField(max_length=80)
    sentence = models.CharField(max_length=400)
    allowed = models.TextField(_("allowed, one example a line"), blank=True)
    forbidden = models.TextField(_("not allowed, one example a line"), blank=True)
    fix = models.CharField(_("what to change"), max_length=300)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "number"], name="task_rule_number"),
            models.UniqueConstraint(fields=["edition", "subject"], name="task_rule_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {locales.said(self.title)}"

    @property
    def allowed_examples(self) -> list[str]:
        return self.allowed.splitlines()

    @property
    def forbidden_examples(self) -> list[str]:
        return self.forbidden.splitlines()


class Risk(models.TextChoices):
    """What a worker should know before claiming: what a task asks of them beyond the work."""

    EMAIL = "email", _("Asks for e-mail")
    PHONE = "phone", _("Asks for phone")
    INSTALL = "install", _("Asks to install")
    SIGN_UP = "sign_up", _("Asks to sign up")
    PAYMENT = "payment", _("Asks about payment")
    PERSONAL = "personal", _("Asks for personal data")


class Round(models.Model):
    """One going through all tasks that were published before the policy was as it is now. The newest one counts."""

    # Names the edition with the phrases: another name is another round.
    policy = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # The last task that was judged, in the order of their keys, and what came of it up to there.
    upto = models.BigIntegerField(default=0)
    labelled = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"


class Phrase(models.Model):
    """Words that point at a rule with a weight, or at a risk with none.

    ``words``: ``*`` ends a word that may go on, ``|`` stands between alternatives, ``...`` for up to four words, ``!``
    before words that may not come next. ``unless``: ``^`` begins a word that counts as the first of a sentence only,
    ``~`` one that counts wherever in the task it stands.
    """

    words = models.CharField(
        max_length=200,
        unique=True,
        help_text=_("click* ... ad|ads: a * for any ending, a | between alternatives, ... for up to four words."),
    )
    unless = models.CharField(
        _("not where the sentence has one of"),
        max_length=2000,
        blank=True,
        db_default="",
        default="",
        help_text=_(
            "field|reset*|^is|~earn: words that show something else is meant; ^ for the first of a sentence only, "
            "~ for anywhere in the task."
        ),
    )
    # Where a label says what is wanted, its name alone asks for it.
    only_asked = models.BooleanField(_("only in what a proof or a question asks for"), db_default=False, default=False)
    subject = models.CharField(_("points at the rule"), max_length=16, choices=Subject.choices, blank=True)
    weight = models.PositiveSmallIntegerField(
        default=0,
        help_text=_("What all found phrases of a rule weigh together decides: a look, or not allowed at all."),
    )
    risk = models.CharField(_("points at the risk"), max_length=12, choices=Risk.choices, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(subject="", risk=""),
                name="task_phrase_points",
                violation_error_message=_("Say which rule or which risk it points at."),
            ),
            models.CheckConstraint(
                condition=Q(subject="") | Q(weight__gt=0),
                name="task_phrase_weighs",
                violation_error_message=_("Give a phrase that points at a rule a weight above 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
