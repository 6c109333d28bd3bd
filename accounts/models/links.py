"""What is known of people by what they share and where they are: traces, links found by them, and what people say of
shared devices and of travelling."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from picomarket.lib.public import PublicRow


class Trace(models.Model):
    """Something one person left here that others may leave too. The mark is a keyed hash: it says nothing by itself."""

    class Kind(models.IntegerChoices):
        DEVICE = 1, _("device")
        NETWORK = 2, _("network in one hour")
        PAYOUT = 3, _("payout address")
        PROOF = 4, _("proof")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="traces")
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    mark = models.BigIntegerField()
    seen_at = models.DateTimeField()
    is_weighed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "mark", "person"], name="trace_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(is_weighed=False), name="trace_to_weigh"),
            models.Index(fields=["person"], condition=Q(is_weighed=False), name="trace_to_weigh_of"),
            models.Index(fields=["kind", "seen_at"], name="trace_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_kind_display()}"


class LinkQuerySet(models.QuerySet["Link"]):
    def of(self, person: int) -> LinkQuerySet:
        """Those of one person, the strongest first."""
        return self.filter(Q(one=person) | Q(other=person)).order_by("-score", "-pk")


class Link(models.Model):
    """Two accounts that may be one person's, by how often they left the same traces. A hint, never a verdict.

    ``score`` weighs all of it; ``counted`` leaves out the device and network of people who said that they share them.
    """

    one = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    devices = models.PositiveSmallIntegerField(default=0)
    networks = models.PositiveIntegerField(default=0)
    payouts = models.PositiveSmallIntegerField(default=0)
    proofs = models.PositiveIntegerField(default=0)
    score = models.PositiveSmallIntegerField(_("score"))
    counted = models.PositiveSmallIntegerField(_("counted"))
    found_at = models.DateTimeField(_("found"))
    changed_at = models.DateTimeField(_("changed"))

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="link_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="link_in_order"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-score", "-id"], name="link_strongest")]

    def __str__(self) -> str:
        return f"{self.one.public_name} – {self.other.public_name}"

    def to(self, person: int) -> Any:
        """The other one of the two."""
        return self.other if self.one_id == person else self.one


class HouseholdQuerySet(models.QuerySet["Household"]):
    def of(self, person: int) -> HouseholdQuerySet:
        return self.filter(Q(asked_by=person) | Q(other=person))

    def open(self) -> HouseholdQuerySet:
        """Asked or confirmed, and not over."""
        return self.filter(ended_at=None)

    def confirmed(self) -> HouseholdQuerySet:
        return self.filter(ended_at=None, confirmed_at__isnull=False)


class Household(PublicRow):
    """Two people who say that they share a device or a home: one says so, the other confirms it."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["asked_by", "other"], condition=Q(ended_at=None), name="household_once"),
            models.CheckConstraint(condition=~Q(asked_by=F("other")), name="household_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} – {self.other_id}"


class Travel(models.Model):
    """Somebody said that they are in another country until a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="travels")
    country = CountryField(_("country"))
    said_at = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.country}"


class Move(models.Model):
    """Somebody said that they live in another country now: what stood there before, so that a slip can be undone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="moves")
    country = CountryField(_("country before"))
    since = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.country}"
