"""Tasks kept to be posted again: an employer's own, and the market's good examples."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.money import Money
from picomarket.lib.public import PublicRow

from .parts import ProofField


class TemplateQuerySet(models.QuerySet["Template"]):
    def of(self, employer: User) -> TemplateQuerySet:
        return self.filter(owner=employer)

    def gallery(self) -> TemplateQuerySet:
        """The examples everybody may read and use."""
        return self.filter(owner=None)

    def open_to(self, employer: User) -> TemplateQuerySet:
        return self.of(employer) | self.gallery()


class Template(PublicRow):
    """What a draft is written from. ``contents`` are fields of a task, ``proofs`` the kinds, labels and lengths.

    The examples a market comes with (``first_words``) are kept in English and told in each of its languages.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="task_templates", null=True, blank=True
    )
    title = models.CharField(max_length=120)
    note = models.CharField(_("why it works"), max_length=300, blank=True)
    contents = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    proofs = models.JSONField(default=list)
    kept_at = models.DateTimeField()

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="task_template_named")
        ]

    def __str__(self) -> str:
        return self._told(self.title)

    @property
    def told_note(self) -> str:
        return self._told(self.note)

    @property
    def steps(self) -> list[str]:
        return [self._told(step) for step in self.contents.get("steps", [])]

    @property
    def minutes(self) -> int:
        return int(self.contents.get("minutes", 0))

    @property
    def reward(self) -> Money:
        return Money(int(self.contents.get("reward", 0)))

    @property
    def told_proofs(self) -> list[dict[str, Any]]:
        return [one | {"label": self._told(one["label"])} for one in self.proofs]

    @property
    def asked_for(self) -> list[dict[str, Any]]:
        """Each proof with the name of its kind."""
        return [{**one, "kind": ProofField.Kind(one["kind"]).label} for one in self.told_proofs]

    def _told(self, words: str) -> str:
        return words if self.owner_id else locales.said(words)
