"""Names: who shares one with somebody beside them is said with a part of their id."""

from __future__ import annotations

from accounts import naming
from accounts.models import User


def named(pk: int, name: str) -> User:
    return User(pk=pk, public_id=f"id{pk}23456", name=name)


def test_only_those_who_share_a_name_are_said_with_a_part_of_their_id() -> None:
    people = [named(1, "Ben"), named(2, "ben"), named(3, "Cleo")]

    naming.tell_apart(people)

    assert [person.public_name for person in people] == ["Ben (id12)", "ben (id22)", "Cleo"]


def test_one_person_twice_and_people_without_a_name_share_none() -> None:
    people = [named(1, "Ben"), named(1, "Ben"), named(2, ""), named(3, "")]

    naming.tell_apart(people)

    assert [person.public_name for person in people] == ["Ben", "Ben", "id22-345", "id32-345"]
