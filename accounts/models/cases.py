"""What the staff works with: who has which case, rules that changed while the market runs, ready texts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales


class KeptCaseQuerySet(models.QuerySet["KeptCase"]):
    def of(self, row: models.Model) -> KeptCaseQuerySet:
        return self.filter(kind=row._meta.label_lower, key=row.pk)

    def running(self, now: datetime) -> KeptCaseQuerySet:
        return self.filter(until__gt=now)


class KeptCase(models.Model):
    """A case somebody of the staff works on, until a time: no other of them decides it meanwhile.

    ``kind`` and ``key`` are the model and the primary key of the row that is decided. ``is_given`` until they open it,
    where somebody else gave it to them.
    """

    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    is_given = models.BooleanField(default=False, db_default=False)

    objects = KeptCaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="case_kept_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class RuleChange(models.Model):
    """One change of a rule of the market. The newest of a name is what holds; an empty value is the environment's."""

    name = models.CharField(max_length=60)
    before = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of a rule")
        verbose_name_plural = _("rules of the market")
        indexes = [models.Index(fields=["name", "-id"], name="rule_change_newest")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class ReadyText(models.Model):
    """Words the staff writes again and again, kept to be put into a reason and changed there.

    Those a market comes with (``first_words``) are kept in English and told in each of its languages.
    """

    class Kind(models.TextChoices):
        DISPUTE = "dispute", _("Decision of a dispute")
        LOOK = "look", _("Look at a task")
        REPORT = "report", _("What came of a report")
        COSIGN = "cosign", _("Rejection to co-sign")
        SANCTION = "sanction", _("Standing: appeals and answers")
        TICKET = "ticket", _("Answer to a ticket")
        IDENTITY = "identity", _("Check of an identity")

    kind = models.CharField(_("for"), max_length=12, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=8, default="en")
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)

    class Meta:
        verbose_name = _("ready text")
        verbose_name_plural = _("ready texts")
        constraints = [models.UniqueConstraint(fields=["kind", "language", "title"], name="ready_text_once")]

    def __str__(self) -> str:
        return locales.said(self.title)
