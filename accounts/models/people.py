"""People, the verdicts that count for them, and what the staff did about them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts import deeds
from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.zones import zone_of


class Level(models.IntegerChoices):
    """A worker's earned rank."""

    STARTER = 1, _("Starter")
    ADVANCED = 2, _("Advanced")
    EXPERT = 3, _("Expert")


def name_shown(name: str, public_id: str) -> str:
    """What others see of a person: the chosen name, or a pseudonym that says nothing."""
    return name or f"{public_id[:4]}-{public_id[4:7]}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields.setdefault("country", "US")
        fields.setdefault("birth_date", date(1990, 1, 1))
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(PublicRow, AbstractBaseUser, PermissionsMixin):
    """One person: worker, employer or both. Counters are moved by ``levels`` alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("public name"), max_length=40, blank=True)
    country = CountryField(_("country"))
    birth_date = models.DateField(_("date of birth"))
    bio = models.TextField(_("about you"), max_length=600, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("languages"))
    photo = models.ImageField(_("photo"), upload_to="photos/", blank=True)
    language = models.CharField(_("language of the site"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    # By that clock; through the night where they end earlier than they begin.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.STARTER)
    # One more rejection would take the level away, and the person was told so.
    level_warned = models.BooleanField(default=False, db_default=False)
    points = models.PositiveIntegerField(_("points"), default=0, db_default=0)
    approved = models.PositiveIntegerField(default=0, help_text=_("Submissions approved, as a worker."))
    rejected = models.PositiveIntegerField(default=0, help_text=_("Rejections that stood, as a worker."))
    judged_approved = models.PositiveIntegerField(default=0, help_text=_("Submissions approved, as an employer."))
    judged_rejected = models.PositiveIntegerField(default=0, help_text=_("Rejections that stood, as an employer."))
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # Moved by ``standing`` alone; the reason is in the sanction.
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    # When the account is deleted, where its person asked for that; and when it was. Moved by ``leaving.going`` alone.
    leaves_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    # Moved by ``freezes`` alone: until when this worker claims nothing, and when they were warned of it last.
    frozen_until = models.DateTimeField(null=True, blank=True)
    rate_warned_at = models.DateTimeField(null=True, blank=True)
    # Keys of accounts that may be the same person's, moved by ``links`` alone: they cannot do the same task.
    linked = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)
    # When they last said that they live in another country, moved by ``places`` alone.
    country_since = models.DateTimeField(null=True, blank=True, editable=False)
    # When they confirmed their phone, moved by ``phones`` alone; the row of the phone is in ``Phone``.
    phone_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When their identity was checked by hand, moved by ``identities`` alone.
    identity_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The first steps they have put away: those of "work", of "hire".
    hidden_steps = ArrayField(models.CharField(max_length=4), default=list, db_default=[], blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["country", "birth_date"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["leaves_at"], condition=models.Q(leaves_at__isnull=False), name="person_leaving")
        ]

    # Somebody else stands beside them under the same name; ``naming.tell_apart`` finds out.
    shares_name = False

    def __str__(self) -> str:
        return self.public_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.public_id])

    @property
    def public_name(self) -> str:
        name = name_shown(self.name, self.public_id)
        return f"{name} ({self.public_id[:4]})" if self.shares_name else name

    @property
    def photo_url(self) -> str:
        """Where the photo is served; its name in the query makes a changed photo a new address. Empty without one."""
        if not self.photo.name:
            return ""
        return f"{reverse('accounts:photo', args=[self.public_id])}?v={PurePosixPath(self.photo.name).stem}"

    @property
    def is_newcomer(self) -> bool:
        """Neither worked nor hired yet, as far as verdicts tell."""
        return not (self.approved or self.rejected or self.judged_approved or self.judged_rejected)

    @property
    def zone(self) -> str:
        return zone_of(str(self.country))

    @property
    def settled_at(self) -> datetime:
        """From when on tasks for certain countries are open to them again, after a change of country."""
        return (self.country_since or self.date_joined) + timedelta(days=settings.RULES.country_days)

    @property
    def moved_lately(self) -> bool:
        return self.country_since is not None and self.settled_at > timezone.now()

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def identity_due(self) -> datetime | None:
        """By when the look at what they sent to show who they are is promised; None where none waits. Asks once."""
        return self.identities.filter(state="sent").values_list("due_at", flat=True).first()

    def is_frozen(self, now: datetime) -> bool:
        """Whether this worker claims nothing for a while, because of their rate."""
        return self.frozen_until is not None and self.frozen_until > now

    def quiet_over(self, now: datetime) -> datetime:
        """When the quiet hours it is now are over; now, where it is none of them."""
        begin, end, here = self.quiet_from, self.quiet_until, now.astimezone(self.tz)
        if begin is None or end is None:
            return now
        at = here.time()
        if not (begin <= at < end if begin < end else at >= begin or at < end):
            return now
        day = here.date() if at < end else here.date() + timedelta(days=1)
        return datetime.combine(day, end, self.tz)

    @property
    def success_rate(self) -> int | None:
        """All-time percent approved of what was judged, or None before the first verdict."""
        return percent(self.approved, self.rejected)

    @property
    def rejection_rate(self) -> int | None:
        """As an employer: percent rejected of all judged, rounded up so that it never says less than there was; None
        before the first verdict."""
        approved = percent(self.judged_approved, self.judged_rejected)
        return None if approved is None else 100 - approved

    @property
    def is_new_employer(self) -> bool:
        return self.judged_approved + self.judged_rejected < settings.RULES.new_employer_verdicts


class LeftAddress(models.Model):
    """An e-mail address that was a person's main one until ``left_at``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="left_addresses")
    email = models.EmailField()
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email


# Pages of rows that the staff decided about, by their kind: each is open to whom the decision concerns.
PAGES = {
    "accounts.sanction": "accounts:sanction",
    "disputes.dispute": "disputes:case",
    "tasks.task": "tasks:detail",
    "wallet.deposit": "wallet:deposit_state",
    "wallet.payout": "wallet:payout_state",
}


class StaffEntryQuerySet(models.QuerySet["StaffEntry"]):
    def about(self, person: User) -> StaffEntryQuerySet:
        """What the person may read: what the staff did that concerns them, the newest first."""
        return self.filter(about=person).order_by("-pk")


class StaffEntry(models.Model):
    """One deed of the staff. PostgreSQL gives the number and the hash, and refuses to change or take out an entry.

    ``what`` is in the language of the code, and said in the reader's where there are words for it.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="staff_entries"
    )
    what = models.TextField()
    reason = models.TextField(blank=True)
    # The row it was done to: its model, and its public id where it has one.
    kind = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=200, blank=True)
    hash = models.CharField(max_length=64, editable=False)

    objects = StaffEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the staff log")
        verbose_name_plural = _("entries of the staff log")

    def __str__(self) -> str:
        return f"{self.pk}: {self.said}"

    @property
    def thing(self) -> str:
        """What kind of row it was done to, as people call it."""
        try:
            return str(apps.get_model(self.kind)._meta.verbose_name) if self.kind else ""
        except LookupError:
            return ""

    @property
    def page(self) -> str:
        """Where whom it concerns reads of that row; empty where there is no such page."""
        return reverse(PAGES[self.kind], args=[self.key]) if self.kind in PAGES and self.key else ""

    @property
    def said(self) -> str:
        """What was done, in the reader's language where it has words for it."""
        return deeds.said(self.what)

    @property
    def because(self) -> str:
        """Why; of a form, what was changed by it."""
        return deeds.because(self.reason, self.kind)

    @property
    def said_role(self) -> str:
        return str(gettext(self.role)) if self.role else ""


def percent(part: int, rest: int) -> int | None:
    """Whole percent ``part`` has of both, rounded down; None where there is nothing."""
    return part * 100 // (part + rest) if part + rest else None


class Verdict(models.Model):
    """One verdict that counts: approvals, and rejections that stood. ``submission_id`` makes it count once.

    ``title`` and ``url`` are kept because the worker's list of verdicts names the work, which this app cannot look up.
    An approval is a line of the ledger of points too: what it gave, for a task of which level and what was received.
    """

    # The index below begins with the worker; a submission has a foreign key to them.
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="verdicts", db_index=False, db_constraint=False
    )
    submission_id = models.BigIntegerField(unique=True)
    approved = models.BooleanField()
    given_at = models.DateTimeField()
    title = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)
    task_level = models.PositiveSmallIntegerField(
        choices=Level.choices, default=Level.STARTER, db_default=Level.STARTER
    )
    earned = MoneyField(default=0, db_default=0)
    points = models.PositiveIntegerField(default=0, db_default=0)
    # Of these points, those for the employer's good word.
    praise = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [models.Index(fields=["worker", "-given_at", "-id"], name="verdict_latest")]

    def __str__(self) -> str:
        return f"{self.worker_id}: {'approved' if self.approved else 'rejected'}"
