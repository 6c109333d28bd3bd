"""Who can sign in to the demo market. Needs no Django, so that anything may print it."""

from __future__ import annotations

from typing import NamedTuple

PASSWORD = "picomarket-demo"  # noqa: S105 - meant to be known


class SignIn(NamedTuple):
    who: str
    email: str
    password: str = PASSWORD


DEMO_SIGN_INS = [
    SignIn("Ann hires", "ann@example.org"),
    SignIn("Ben works", "ben@example.org"),
    SignIn("Sam supports", "sam@example.org"),
    SignIn("Tess supports too", "tess@example.org"),
    SignIn("Uma moderates", "uma@example.org"),
    SignIn("Fay looks after the money", "fay@example.org"),
]
