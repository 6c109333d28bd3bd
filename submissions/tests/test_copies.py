"""Copies: what looks like a proof handed in before is shown to the reviewer, and harms nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from picomarket.lib import looks
from submissions import copies, proofs
from submissions.models import Fingerprint
from submissions.tests.conftest import handed_in, scene
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make

Crowd = Callable[[int], list[User]]
WORDS = "The page shows a red door, two windows and a small cat on the stairs."
SHOT = [Wanted("screenshot", "A screenshot of the page")]
TEXT = [Wanted("text", "What did you see?", 3)]


def flags() -> dict[int, tuple[int, bool]]:
    """Of each submission that is flagged: which one it looks like, and whether it is the very same."""
    copies.find_due()
    rows = Fingerprint.objects.flagged().values_list("submission", "original__submission", "is_exact")
    return {one: (other, is_exact) for one, other, is_exact in rows}


@pytest.fixture
def shots(ann: User) -> Task:
    return make.task(ann, proofs=SHOT)


@pytest.fixture
def texts(ann: User) -> Task:
    return make.task(ann, proofs=TEXT)


def test_the_same_picture_of_two_workers_is_flagged_with_the_later(shots: Task, ben: User, cleo: User) -> None:
    first, second = (handed_in(shots, worker, shot=scene(1)) for worker in (ben, cleo))

    assert flags() == {second.pk: (first.pk, True)}


@pytest.mark.parametrize(
    "changed",
    [{"kind": "JPEG", "quality": 50}, {"kind": "WEBP", "quality": 40}, {"width": 320}, {"width": 960, "kind": "JPEG"}],
)
def test_a_picture_saved_anew_or_resized_is_flagged_as_alike(
    shots: Task, ben: User, cleo: User, changed: dict[str, Any]
) -> None:
    first, second = handed_in(shots, ben, shot=scene(1)), handed_in(shots, cleo, shot=scene(1, **changed))

    assert flags() == {second.pk: (first.pk, False)}


def test_other_pictures_are_not_flagged(shots: Task, crowd: Crowd) -> None:
    for number, worker in enumerate(crowd(8)):
        handed_in(shots, worker, shot=scene(number))

    assert flags() == {}


def test_blank_pictures_are_the_same_by_chance(shots: Task, ben: User, cleo: User) -> None:
    for worker in (ben, cleo):
        handed_in(shots, worker, shot=make.picture())

    assert flags() == {}
    assert Fingerprint.objects.count() == 0


def test_the_same_words_set_otherwise_are_flagged(texts: Task, ben: User, cleo: User) -> None:
    first = handed_in(texts, ben, text=WORDS)
    second = handed_in(texts, cleo, text=f"  {WORDS.upper().replace(', ', ' — ')}\n")

    assert flags() == {second.pk: (first.pk, True)}


def test_short_words_are_the_same_by_chance(texts: Task, ben: User, cleo: User) -> None:
    for worker in (ben, cleo):
        handed_in(texts, worker, text="There was nothing on it.")

    assert flags() == {}


def test_choices_and_numbers_are_never_copies(ann: User, ben: User, cleo: User) -> None:
    option = "Yes, as far as I can see it from here, all of it"
    wanted = [Wanted("choice", "Is it?", options=(option, "No")), Wanted("number", "How many?")]
    task = make.task(ann, proofs=wanted)
    for worker in (ben, cleo):
        held = make.claim(task, worker)
        given = {"proof-1": option, "proof-2": "12345"}
        proofs.hand_in(held, by=worker, texts=given, files={}, now=timezone.now())

    assert flags() == {}


def test_what_everybody_writes_is_no_copy(texts: Task, crowd: Crowd) -> None:
    done = [handed_in(texts, worker, text=WORDS) for worker in crowd(copies.COMMON + 3)]

    assert flags().keys() <= {one.pk for one in done[1:]}
    copies.find_due()
    late = handed_in(texts, make.person("late"), text=WORDS)
    assert late.pk not in flags()
    assert Fingerprint.objects.get(submission=late).alike is not None


def test_the_very_same_picture_is_flagged_however_often_it_comes(shots: Task, crowd: Crowd) -> None:
    done = [handed_in(shots, worker, shot=scene(1)) for worker in crowd(copies.COMMON + 3)]

    assert flags() == {one.pk: (done[0].pk, True) for one in done[1:]}


def test_what_a_worker_handed_in_for_another_task_is_flagged_and_others_work_is_not(
    shots: Task, ben: User, cleo: User
) -> None:
    emil = make.person("emil")
    make.deposit(emil)
    other = make.task(emil, proofs=SHOT)
    first = handed_in(other, ben, shot=scene(1))
    again, _stranger = (
        handed_in(shots, ben, shot=scene(1)),
        handed_in(make.task(emil, proofs=SHOT), cleo, shot=scene(1)),
    )

    assert flags() == {again.pk: (first.pk, True)}
    assert Fingerprint.objects.get(submission=again).is_elsewhere


def test_the_same_answer_to_the_same_row_is_agreement(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1, answers=2, proofs=[Wanted("text", "Say what {{name}} sells", 3)])

    for worker in (ben, cleo):
        handed_in(task, worker, text=WORDS)

    assert flags() == {}


def test_drafts_are_not_compared(shots: Task, ben: User, cleo: User) -> None:
    held = make.claim(shots, ben)
    proofs.keep(held, by=ben, texts={}, files={"proof-1": scene(1)}, now=timezone.now())
    handed_in(shots, cleo, shot=scene(1))

    assert flags() == {}


def test_comparing_twice_finds_the_same(shots: Task, ben: User, cleo: User) -> None:
    for worker in (ben, cleo):
        handed_in(shots, worker, shot=scene(1))
    before = flags()
    Fingerprint.objects.update(is_compared=False)

    assert flags() == before


def test_what_was_handed_in_at_once_is_flagged_once(shots: Task, ben: User, cleo: User) -> None:
    """The first one became visible after the second was compared."""
    first, second = (handed_in(shots, worker, shot=scene(1)) for worker in (ben, cleo))
    held_back = Fingerprint.objects.filter(submission=first)
    kept = held_back.get()
    held_back.delete()
    copies.find_due()
    kept.save(force_insert=True)

    assert flags() == {second.pk: (first.pk, True)}


def test_those_that_look_alike_stand_together(shots: Task, crowd: Crowd) -> None:
    numbers = [1, 2, 1, 3, 2, 1]
    for number, worker in zip(numbers, crowd(6), strict=True):
        handed_in(shots, worker, shot=scene(number))
    copies.find_due()

    groups = list(Fingerprint.objects.order_by("pk").values_list("alike", flat=True))
    assert groups[3] is None
    assert groups[0] == groups[2] == groups[5] != groups[1] == groups[4]


def test_a_proof_handed_in_again_with_other_words_is_compared_anew(texts: Task, ben: User, cleo: User) -> None:
    handed_in(texts, ben, text=WORDS)
    copy = handed_in(texts, cleo, text=WORDS)
    assert copy.pk in flags()

    proof = copy.proofs.get()
    proof.text = "Something I wrote by myself, at some length, about a bird and a tree."
    proof.save()
    copies.note(copy)

    assert flags() == {}
    copies.note(copy)
    assert Fingerprint.objects.filter(submission=copy).count() == 1


def test_bands_meet_where_seven_bits_differ() -> None:
    lines = (0x0F0F_1234_5678_9ABC, 0x1111_2222_3333_4444)
    for shift in range(0, 56, 3):
        other = (lines[0] ^ (0b1111 << shift), lines[1] ^ (0b111 << shift))
        assert set(looks.bands_of(lines)) & set(looks.bands_of(other))
