"""A live task is changed: its reward, who it is for, its pace, its words. Slots somebody holds are left alone."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import Money, usd
from picomarket.lib.zones import Zone
from submissions import claims, review
from submissions.models import Submission
from tasks import changes, edits, pricing, publishing
from tasks.models import Change, Task
from tests import make
from tests.threads import at_once
from wallet import escrow, ledger

NOW = timezone.now()
Kind = Change.Kind


def change(task: Task, kind: str, ann: User, **fields: Any) -> bool:
    return edits.change(task, kind=kind, fields=fields, by=ann, now=NOW)


def raised(task: Task, ann: User, to: str = "0.20", agreed: str = "", key: str = "once") -> bool:
    fresh = make.fresh(task)
    total = edits.raised_by(fresh, usd(to)).cost * (fresh.slots - fresh.paid)
    shown = usd(agreed) if agreed else total
    return edits.raise_reward(task, reward=usd(to), key=key, agreed=shown, by=ann, now=NOW)


def test_a_raise_pays_the_difference_for_every_slot_not_paid_yet(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, slots=3)
    make.approved(task, ben)
    waiting = make.submission(task, cleo)
    before = ledger.balance_of(ledger.spendable(ann.pk))

    assert raised(task, ann, agreed="0.22")

    live = make.fresh(task)
    assert (live.reward, live.price.cost, live.spent) == (usd("0.20"), usd("0.22"), usd("0.11"))
    assert escrow.held(task.pk) == usd("0.44")
    assert ledger.balance_of(ledger.spendable(ann.pk)) == before - usd("0.22")
    review.approve(waiting, by=ann, now=NOW)
    assert ledger.balance_of(ledger.earned(cleo.pk)) == usd("0.19")
    assert make.fresh(task).spent == usd("0.33")


def test_who_was_paid_before_a_raise_still_reads_what_they_got(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, slots=3)
    done = make.approved(task, ben)
    raised(task, ann)
    raised(task, ann, to="0.30", key="twice")

    assert make.fresh(done).paid.receives == usd("0.095")
    client.force_login(ben)
    assert b"0.095" in client.get(done.get_absolute_url()).content
    assert b"0.095" in client.get("/submissions/?view=approved").content


def test_the_same_key_raises_once(ann: User) -> None:
    task = make.task(ann)
    raised(task, ann)

    assert not raised(task, ann, to="0.40")
    assert make.fresh(task).reward == usd("0.20")


@pytest.mark.parametrize("to", ["0.10", "0.05", "1000.01"])
def test_a_raise_is_more_than_before_and_within_the_limit(ann: User, to: str) -> None:
    task = make.task(ann)

    with pytest.raises(edits.NotARaise):
        raised(task, ann, to=to)

    assert make.fresh(task).reward == usd("0.10")


def test_a_raise_that_cannot_be_paid_changes_nothing(ann: User, ben: User) -> None:
    task = make.task(ann)
    done = make.approved(task, ben)

    with pytest.raises(ledger.InsufficientFunds):
        raised(task, ann, to="100")

    assert make.fresh(task).reward == usd("0.10")
    assert make.fresh(done).own_reward == 0
    assert not Change.objects.exists()


def test_a_sum_nobody_was_shown_is_not_charged(ann: User) -> None:
    with pytest.raises(publishing.QuoteChanged):
        raised(make.task(ann), ann, agreed="0.01")


def test_another_aim_leaves_held_slots_and_shuts_out_the_rest(ann: User, ben: User, dina: User) -> None:
    task = make.task(ann, reward=usd("0.30"))
    held = make.claim(task, ben)

    change(task, Kind.AIMED, ann, countries=["US"])

    assert list(Task.objects.open_to(dina)) == []
    assert make.fresh(held).state == Submission.State.CLAIMED
    assert make.fresh(task).countries == ["US"]


def test_dearer_countries_ask_for_a_raise_first(ann: User) -> None:
    task = make.task(ann)

    with pytest.raises(pricing.BelowMinimum):
        change(task, Kind.AIMED, ann, zones=[Zone.WEST_EUROPE])

    assert make.fresh(task).zones == []


def test_words_change_only_while_nobody_works_by_them(ann: User, ben: User) -> None:
    task = make.task(ann)
    held = make.claim(task, ben)
    with pytest.raises(edits.InWork, match="1 slot is in work"):
        change(task, Kind.REWRITTEN, ann, steps=["Open another page."])

    claims.give_back(held, by=ben, now=NOW)
    change(task, Kind.REWRITTEN, ann, steps=["Open another page."])

    assert make.fresh(task).steps == ["Open another page."]


@pytest.mark.parametrize("step", ["Click the two banner ads on the page.", "Solve ten captchas and type them here."])
def test_new_words_are_held_against_the_policy(ann: User, step: str) -> None:
    task = make.task(ann)

    with pytest.raises(publishing.Forbidden):
        change(task, Kind.REWRITTEN, ann, steps=[step])

    assert make.fresh(task).steps == task.steps


def test_what_no_kind_of_change_may_set_is_left(ann: User) -> None:
    task = make.task(ann)

    assert not change(task, Kind.PACED, ann, slots=99, reward=Money(1), country_share=25)
    assert not Change.objects.exists()


def test_undo_puts_the_last_change_back_and_is_a_change_itself(ann: User) -> None:
    task = make.task(ann, opens_at=time(9), closes_at=time(17))
    change(task, Kind.PACED, ann, opens_at=time(8), hourly_cap=5)

    edits.undo(task, change_id=last(task), by=ann, now=NOW)

    live = make.fresh(task)
    assert (live.opens_at, live.hourly_cap) == (time(9), None)
    assert [one.kind for one in Change.objects.all()] == [Kind.PACED, Kind.PACED]


def test_an_undo_is_called_one_and_what_is_undone_next_is_the_change_before(ann: User) -> None:
    task = make.task(ann)
    change(task, Kind.PACED, ann, hourly_cap=5)
    first = last(task)
    change(task, Kind.AIMED, ann, excluded=["KE"])

    edits.undo(task, change_id=last(task), by=ann, now=NOW)

    assert [event["what"] for event in changes.events(task)] == [
        "Undone: Made for other people",
        "Made for other people",
        "Given another pace",
    ]
    assert edits.undoable(task) == Change.objects.get(pk=first)
    edits.undo(task, change_id=first, by=ann, now=NOW)
    assert (make.fresh(task).hourly_cap, edits.undoable(task)) == (None, None)


def test_a_raise_stays(ann: User) -> None:
    task = make.task(ann)
    raised(task, ann)

    with pytest.raises(publishing.NotNow):
        edits.undo(task, change_id=last(task), by=ann, now=NOW)


def test_a_task_that_is_over_changes_no_more(ann: User) -> None:
    task = publishing.stop(make.task(ann), by=ann, now=NOW)

    with pytest.raises(publishing.NotNow):
        change(task, Kind.PACED, ann, hourly_cap=5)
    with pytest.raises(publishing.NotNow):
        raised(task, ann)


def test_the_employer_reads_what_was_changed_and_by_whom(client: Client, ann: User, cleo: User) -> None:
    task = make.task(ann)
    client.force_login(ann)
    url = f"/tasks/{task.public_id}"
    client.post(f"{url}/pause/")
    User.objects.filter(pk=cleo.pk).update(level=2, languages=["es"])
    client.post(f"{url}/edit/who/", {"excluded_more": "India", "minimum_level": "2", "languages": "Spanish"})

    page = client.get(f"{url}/manage/").content.decode()

    for words in ("Paused", "Made for other people", "Not in: any → India", "Level: Starter → Advanced", "→ Spanish"):
        assert words in page
    client.post(f"{url}/undo/", {"change": last(task)})
    assert (make.fresh(task).excluded, make.fresh(task).minimum_level) == ([], 1)
    client.force_login(cleo)
    assert client.post(f"{url}/undo/").status_code == 404


def test_a_refused_edit_keeps_what_was_typed(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    make.claim(task, ben)
    client.force_login(ann)
    typed = {"title": "A wholly new title for it", "minutes": "5", "step_1": "Something else to do."}

    page = client.post(f"/tasks/{task.public_id}/edit/what/", typed).content.decode()

    assert "1 slot is in work" in page
    assert "A wholly new title for it" in page


def test_the_reward_is_raised_on_its_page(client: Client, ann: User) -> None:
    task = make.task(ann)
    client.force_login(ann)
    url = f"/tasks/{task.public_id}/raise/"
    assert b"Offer more than $0.10" in client.get(url, {"reward": "0.10"}).content
    shown = client.get(url, {"reward": "0.15"}).context["agreed"]

    key = shown["key"].value()
    client.post(url, {"reward": "0.15", "total": "0.55", "key": key})

    assert make.fresh(task).reward == usd("0.15")
    assert "$0.10 → $0.15" in client.get(f"/tasks/{task.public_id}/manage/").content.decode()


@pytest.mark.race
def test_raising_while_work_is_approved_and_claimed_leaves_every_law(committed_db: None) -> None:
    boss = make.person("ann", country="DE")
    make.deposit(boss, "100")
    task = make.task(boss, slots=12)
    people = [make.person(f"worker{number}") for number in range(10)]
    done = [make.submission(task, one) for one in people[:5]]

    at_once(
        *(lambda one=one: review.approve(one, by=boss, now=NOW) for one in done),
        lambda: raised(task, boss),
        *(lambda one=one: make.claim(task, one) for one in people[5:]),
        lambda: raised(task, boss, to="0.25", key="other"),
    )

    live = make.fresh(task)
    assert live.paid == 5
    assert escrow.held(task.pk) == live.needed_in_escrow


def last(task: Task) -> int:
    """The key of the last change, as the button that undoes it names it."""
    return task.changes.latest("pk").pk


def test_undo_in_a_second_tab_does_not_put_the_change_back(client: Client, ann: User) -> None:
    task = make.task(ann)
    edits.change(task, kind=Change.Kind.AIMED, fields={"excluded": ["KE"]}, by=ann, now=NOW)
    named = last(task)
    client.force_login(ann)

    client.post(f"/tasks/{task.public_id}/undo/", {"change": named})
    page = client.post(f"/tasks/{task.public_id}/undo/", {"change": named}, follow=True)

    assert make.fresh(task).excluded == []
    assert "The task was changed since this page was shown." in page.content.decode()


def test_a_country_added_to_a_live_task_becomes_a_tick_and_can_be_saved(client: Client, ann: User) -> None:
    task = make.task(ann)
    client.force_login(ann)
    url = f"/tasks/{task.public_id}/edit/who/"

    page = client.post(url, {"excluded_more": "Kenya", "minimum_level": "1", "stay": "1"})

    assert page.context["form"]["excluded_more"].value() == ""
    client.post(url, {"excluded": ["KE"], "excluded_more": "", "minimum_level": "1"})
    assert make.fresh(task).excluded == ["KE"]


def test_who_may_not_rewrite_is_told_before_typing(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    make.claim(task, ben, now=NOW)
    client.force_login(ann)

    page = client.get(f"/tasks/{task.public_id}/edit/what/").content.decode()

    assert "1 slot is in work, waits for a verdict or can still be disputed" in page
    assert "Do it once for each row of a file" not in page


def test_a_live_task_changed_in_one_tab_is_not_changed_over_from_another(client: Client, ann: User) -> None:
    task = make.task(ann)
    client.force_login(ann)
    url = f"/tasks/{task.public_id}/edit/who/"
    opened = client.get(url).context["form"].mark

    client.post(url, {"excluded_more": "Kenya", "minimum_level": "1", "seen": opened})
    second = client.post(url, {"excluded_more": "India", "minimum_level": "1", "seen": opened})

    assert make.fresh(task).excluded == ["KE"]
    assert "perhaps in another tab" in second.content.decode()
