"""Writing the policy: each version begins as a copy of one before it, and stays as it is once in force."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from accounts.models import User

from .models import Edition, Rule


def begin(edition: Edition, *, by: User) -> Edition:
    """The next version, with the rules of this one, in force from no day yet. Tasks go on by the one in force."""
    with transaction.atomic():
        list(Edition.objects.select_for_update().order_by("pk"))
        newest = Edition.objects.aggregate(number=Max("number"))["number"] or 0
        made = Edition.objects.create(number=newest + 1, made_by=by)
        rules = list(edition.rules.order_by("number"))
        for rule in rules:
            rule.pk, rule.edition = None, made
        Rule.objects.bulk_create(rules)
    return made
