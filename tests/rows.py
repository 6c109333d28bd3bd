"""What an address answers to whom: the rows by which the test of authorisation visits the market."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

Answers = dict[str, str]
EVERYBODY = ("anonymous", "cleo", "ben", "dina", "ann", "emil", "nora", "sam")


def everybody(answer: str, **others: str) -> Answers:
    return dict.fromkeys(EVERYBODY, answer) | others


def members(answer: str, **others: str) -> Answers:
    """Whoever is signed in; the others are sent to sign in."""
    return everybody(answer, anonymous="sign in") | others


def only(**them: str) -> Answers:
    """These people; to everybody else there is nothing."""
    return members("nothing", **them)


NO, NO_PUBLIC = members("method"), everybody("method")


@dataclass(frozen=True)
class Row:
    """One address and what it answers to whom; ``of`` names the thing in the world that stands in it."""

    view: str
    of: str
    get: Answers
    post: Answers
    step: str = ""

    def __str__(self) -> str:
        return f"{self.view} {self.of}".strip()

    def url(self, ids: dict[str, str]) -> str:
        args = [ids.get(self.of, self.of), self.step] if self.of else []
        return reverse(self.view, args=[arg for arg in args if arg])
