"""Drafts keep what was written, belong to one person and end when they are published."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from picomarket.lib.zones import Zone
from tasks import drafts, publishing, templates
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make

NOW = timezone.now()


def test_a_new_draft_has_the_markets_defaults(ann: User) -> None:
    draft = drafts.start(ann, now=NOW)

    assert (draft.state, draft.claim_minutes, draft.review_days) == (Task.State.DRAFTED, 15, 3)


def test_saving_writes_only_the_fields_that_are_given(ann: User) -> None:
    draft = make.draft(ann, slots=7)

    drafts.write(draft, by=ann, fields={"title": "Another title altogether"})

    saved = make.fresh(draft)
    assert (saved.title, saved.slots) == ("Another title altogether", 7)
    assert saved.proof_fields.count() == 2


def test_saving_proofs_replaces_them_in_order(ann: User) -> None:
    draft = make.draft(ann)

    drafts.write(draft, by=ann, fields={}, proofs=[Wanted("url", "The address"), Wanted("text", "Why", 20)])

    kept = draft.proof_fields.order_by("position").values_list("position", "kind", "label", "least")
    assert list(kept) == [(1, "url", "The address", 0), (2, "text", "Why", 20)]


def test_a_published_task_is_not_saved_over(ann: User) -> None:
    task = make.task(ann)

    with pytest.raises(publishing.NotNow):
        drafts.write(task, by=ann, fields={"reward": usd("0.05")}, proofs=[])

    assert make.fresh(task).reward == usd("0.10")
    assert task.proof_fields.count() == 2


def test_nobody_saves_or_discards_anothers_draft(ann: User, cleo: User) -> None:
    draft = make.draft(ann)

    with pytest.raises(publishing.NotNow):
        drafts.write(draft, by=cleo, fields={"title": "Mine now"})
    with pytest.raises(publishing.NotNow):
        drafts.discard(draft, by=cleo, now=NOW)

    assert make.fresh(draft).title == draft.title


def test_a_discarded_draft_is_gone_for_good(ann: User) -> None:
    draft = make.draft(ann)

    drafts.discard(draft, by=ann, now=NOW)

    assert make.fresh(draft).state == Task.State.DISCARDED
    with pytest.raises(publishing.NotNow):
        publishing.publish(draft, by=ann, now=NOW)


def test_a_copy_has_the_contents_and_none_of_the_history(ann: User, ben: User) -> None:
    task = make.task(ann, reward=usd("0.50"), slots=3, zones=[Zone.ASIA], excluded=["IN"], review_days=5)
    make.approved(task, ben)

    copy = drafts.duplicate(task, by=ann, now=NOW)

    assert (copy.state, copy.published_at, copy.taken, copy.paid) == (Task.State.DRAFTED, None, 0, 0)
    for name in drafts.CONTENTS:
        assert getattr(copy, name) == getattr(make.fresh(task), name)
    assert list(copy.proof_fields.values_list("label", "least")) == list(
        task.proof_fields.values_list("label", "least")
    )


def test_a_copy_of_a_stopped_task_offers_as_many_slots_as_that_did(ann: User, ben: User) -> None:
    task = make.task(ann, slots=3)
    make.claim(task, ben)
    publishing.stop(task, by=ann, now=NOW)

    copy = drafts.duplicate(task, by=ann, now=NOW)

    assert (make.fresh(task).slots, copy.slots) == (1, 3)
    assert templates.keep(task, by=ann, now=NOW).contents["slots"] == 3


def test_a_draft_without_slots_is_told_once(ann: User) -> None:
    draft = make.draft(ann, slots=0)

    assert [lack.words for lack in publishing.lacks(draft)] == ["Offer at least one slot."]


def test_nobody_copies_anothers_task(ann: User, cleo: User) -> None:
    with pytest.raises(Task.DoesNotExist):
        drafts.duplicate(make.task(ann), by=cleo, now=NOW)


def test_a_draft_that_anything_was_saved_in_is_no_new_one(ann: User) -> None:
    empty = drafts.begin(ann, now=NOW)
    assert drafts.begin(ann, now=NOW) == empty

    drafts.write(empty, by=ann, fields={"minimum_level": Level.EXPERT})

    assert drafts.begin(ann, now=NOW) != empty
    assert [*Task.objects.of(ann).drafts().written()] == [empty]


@pytest.mark.parametrize(("takes", "held"), [(5, 15), (15, 15), (16, 32), (90, 120), (240, 120)])
def test_a_slot_is_held_no_shorter_than_the_work_takes(ann: User, takes: int, held: int) -> None:
    draft = drafts.write(drafts.start(ann, now=NOW), by=ann, fields={"minutes": takes})

    assert Task.objects.get(pk=draft.pk).claim_minutes == held
