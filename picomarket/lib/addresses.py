"""Addresses of rows, by the name of their route and their public id."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

# Stands for any public id.
ANY = "ANY"


def address(route: str, public_id: str) -> str:
    """Where a row is. How its route looks is found out once per process: a page names dozens of rows."""
    return _pattern(route).replace(ANY, public_id)


@cache
def _pattern(route: str) -> str:
    return reverse(route, args=[ANY])
