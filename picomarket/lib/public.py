"""Rows that have an address: a random name nobody can count or guess."""

from __future__ import annotations

import secrets
from functools import cache

from django.db import models
from django.urls import reverse

# No vowels, no look-alikes: it spells no words and survives being read aloud.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12
# Stands for any of them.
_ANY = "ANY"


def new_public_id() -> str:
    """Twelve random characters, 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def address(route: str, public_id: str) -> str:
    """Where a row is, by the name of its route. How that looks is found out once: a page names dozens of rows."""
    return _pattern(route).replace(_ANY, public_id)


@cache
def _pattern(route: str) -> str:
    return reverse(route, args=[_ANY])


class PublicRow(models.Model):
    """A row whose address holds ``public_id``, never its primary key."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
