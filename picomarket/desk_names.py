"""What the desk calls models and their columns, in the reader's language.

Django makes these names out of the code's own, in English alone: "promised for" of ``promised_for``. Each app marks
them to be translated in its ``desk_names.py``: ``MODELS`` by the model's name, one and many of it; ``COLUMNS`` by the
column's name, or by ``model.column`` where this one means something else. What columns of several apps are called
stands here. Nothing of that is in a migration: a name given to a column after it was made is none of its own.

A name is said as a heading or a label, without a capital, which is put where one is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

APPS = ("accounts", "wallet", "tasks", "submissions", "disputes", "referrals", "threads")
# Of an app that is not ours.
THEIRS = {"mfa.authenticator": (_("authenticator"), _("authenticators"))}
SHARED: dict[str, Promise] = {
    "amount": _("amount"),
    "at": pgettext_lazy("column: the moment", "at"),
    "by": pgettext_lazy("column: who did it", "by"),
    "closed_at": _("closed at"),
    "comment": pgettext_lazy("column: noun", "comment"),
    "country": _("country"),
    "created_at": _("created at"),
    "decided_at": _("decided at"),
    "decided_by": _("decided by"),
    "employer": _("employer"),
    "kind": _("kind"),
    "last_used_at": _("last used at"),
    "language": _("language"),
    "name": _("name"),
    "note": pgettext_lazy("column: noun", "note"),
    "person": _("person"),
    "public_id": _("public id"),
    "reason": _("reason"),
    "reporter": pgettext_lazy("column: who reported it", "reporter"),
    "state": _("state"),
    "task": _("task"),
    "title": _("title"),
    "type": pgettext_lazy("column: noun", "type"),
    "user": pgettext_lazy("column: person", "user"),
    "until": _("until"),
    "weight": _("weight"),
    "worker": _("worker"),
}


def install() -> None:
    """Name all of them. Once in a process, before any form is made of a model: it takes the names there are then."""
    for label, (one, many) in THEIRS.items():
        _name(apps.get_model(label), one, many)
        _name_columns(apps.get_model(label), {})
    for app in APPS:
        said = import_module(f"{app}.desk_names")
        for model in apps.get_app_config(app).get_models():
            if model._meta.model_name in said.MODELS:
                _name(model, *said.MODELS[model._meta.model_name])
            _name_columns(model, said.COLUMNS)


def _name(model: type[Model], one: Promise, many: Promise) -> None:
    facts: Any = model._meta
    facts.verbose_name, facts.verbose_name_plural = one, many


def _name_columns(model: type[Model], said: Mapping[str, Promise]) -> None:
    columns: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    for field in columns:
        own = said.get(f"{model._meta.model_name}.{field.name}") or said.get(field.name) or SHARED.get(field.name)
        if own and not isinstance(field.verbose_name, Promise):
            field.verbose_name = own
