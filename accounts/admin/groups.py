"""Roles of the staff on the desk: groups, with what each may do, in the reader's words."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales

DEEDS = {"add": _("Add"), "change": _("Change"), "delete": _("Delete"), "view": _("View")}


class DeedsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return said(cast(Permission, obj))


def said(permission: Permission) -> str:
    """What it lets people do, to what. Django keeps it in English."""
    deed = DEEDS.get(permission.codename.partition("_")[0])
    model = permission.content_type.model_class()
    name = deed or _now(permission.name)
    if model is None:
        return f"{permission.content_type.app_labeled_name} · {name}"
    return f"{model._meta.app_config.verbose_name} · {capfirst(model._meta.verbose_name)} · {name}"


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    list_display = ("called",)

    @admin.display(description=_("name"), ordering="name")
    def called(self, group: Group) -> str:
        return locales.said(group.name)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        if db_field.name == "permissions":
            kwargs |= {"form_class": DeedsField, "queryset": self._deeds()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _deeds(self) -> QuerySet[Permission]:
        """Those that open something: of what stands on the desk, and whatever else a role has."""
        shown = [model for model in apps.get_models() if self.admin_site.is_registered(model)]
        lines = [line.model for model in shown for line in self.admin_site.get_model_admin(model).inlines]
        kinds = ContentType.objects.get_for_models(*shown, *lines).values()
        return Permission.objects.filter(Q(content_type__in=kinds) | Q(group__isnull=False)).distinct()
