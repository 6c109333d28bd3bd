"""Codes: a few letters by which somebody can say who brought them, also where a link does not reach."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from accounts.models import User
from picomarket.lib.public import ALPHABET

from .models import Code

LENGTH = 6
TRIES = 5


def of(person: User) -> str:
    """This person's code, made when it is asked for the first time."""
    for _try in range(TRIES):
        kept = Code.objects.filter(person=person).first()
        if kept:
            return kept.code
        try:
            with transaction.atomic():
                Code.objects.create(person=person, code="".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)))
        except IntegrityError:
            # Somebody has these letters, or another tab was quicker.
            continue
    raise RuntimeError("No code is free.")


def owner(typed: str) -> User | None:
    """Whose code this is, however it is typed; nobody's where it is none, or they have gone."""
    code = "".join(letter for letter in typed.casefold() if letter.isalnum())[: LENGTH + 1]
    found = Code.objects.filter(code=code, person__is_active=True).select_related("person").first()
    return found.person if found else None
