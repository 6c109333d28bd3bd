"""Rows that have an address: a random name nobody can count or guess."""

from __future__ import annotations

import secrets

from django.db import models

# No vowels, no look-alikes: it spells no words and survives being read aloud.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12


def new_public_id() -> str:
    """Twelve random characters, 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicRow(models.Model):
    """A row whose address holds ``public_id``, never its primary key."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
