"""The roles of the staff. A role is a group: what it may see and do are the group's permissions."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from .models import User

SUPPORT = gettext_noop("Support")
MODERATOR = gettext_noop("Moderator")
FINANCE = gettext_noop("Finance")
ADMIN = gettext_noop("Admin")
STAFF = gettext_noop("Staff")
ROLES = (ADMIN, FINANCE, MODERATOR, SUPPORT)


def able(permission: str) -> QuerySet[User]:
    """Everybody of the staff who has a permission, as ``accounts.change_sanction``."""
    app, _dot, name = permission.partition(".")
    held = Permission.objects.filter(content_type__app_label=app, codename=name)
    given = Q(groups__permissions__in=held) | Q(user_permissions__in=held) | Q(is_superuser=True)
    return User.objects.filter(given, is_staff=True, is_active=True).distinct()


def role_of(person: User) -> str:
    """In what role somebody of the staff acts, as others read it. A superuser is an admin."""
    if person.is_superuser:
        return ADMIN
    held = set(person.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return next((role for role in ROLES if role in held), STAFF)
