"""Publishing, pausing, stopping: what moves, and that a refusal leaves everything as it was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import Money, usd
from picomarket.lib.refusals import Refused
from tasks import pricing, publishing
from tasks.models import Task
from tests import make
from wallet import escrow, ledger

NOW = timezone.now()


def spendable(user: User) -> Money:
    return ledger.balance_of(ledger.spendable(user.pk))


def test_publishing_fixes_the_price_and_fills_the_escrow(ann: User) -> None:
    task = publishing.publish(make.draft(ann, reward=usd("0.20"), slots=10), by=ann, now=NOW)

    assert (task.state, task.published_at) == (Task.State.PUBLISHED, NOW)
    assert (task.price.cost, task.price.receives) == (usd("0.22"), usd("0.19"))
    assert escrow.held(task.pk) == usd("2.20")
    assert spendable(ann) == usd("97.80")


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"title": ""}, "title"),
        ({"category": None}, "category"),
        ({"minutes": 0}, "minutes"),
        ({"steps": []}, "at least one step"),
        ({"proofs": []}, "at least one proof"),
        ({"slots": 0}, "at least one slot"),
        ({"slots": 10_001}, "fewer slots"),
        ({"reward": usd("0.09")}, r"at least \$0\.10"),
        ({"reward": usd("1000.01")}, "smaller reward"),
        ({"reward": usd("20")}, "not enough money"),
    ],
)
def test_a_refused_draft_is_left_as_it_was(ann: User, lacking: dict[str, Any], words: str) -> None:
    draft = make.draft(ann, **lacking)
    before = Task.objects.filter(pk=draft.pk).values().get()

    with pytest.raises(Refused, match=words):
        publishing.publish(draft, by=ann, now=NOW)

    assert Task.objects.filter(pk=draft.pk).values().get() == before
    assert escrow.held(draft.pk) == 0
    assert spendable(ann) == usd("100")


def test_too_little_money_is_its_own_refusal(ann: User) -> None:
    with pytest.raises(ledger.InsufficientFunds):
        publishing.publish(make.draft(ann, reward=usd("20")), by=ann, now=NOW)


def test_a_price_other_than_the_agreed_one_is_refused(ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.20"), slots=10)

    with pytest.raises(publishing.QuoteChanged):
        publishing.publish(draft, by=ann, now=NOW, agreed=usd("1.10"))

    assert spendable(ann) == usd("100")


def test_the_agreed_price_is_charged(ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.20"), slots=10)

    publishing.publish(draft, by=ann, now=NOW, agreed=pricing.quote(draft).total)

    assert spendable(ann) == usd("97.80")


def test_publishing_again_charges_nothing(ann: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=2)

    with pytest.raises(publishing.NotNow, match="This task is published now"):
        publishing.publish(task, by=ann, now=NOW)

    assert spendable(ann) == usd("97.80")


@pytest.mark.race
def test_publishing_is_no_way_to_resume(ann: User) -> None:
    task = publishing.pause(make.task(ann), by=ann)

    with pytest.raises(publishing.NotNow, match="published already"):
        publishing.publish(task, by=ann, now=NOW)

    assert make.fresh(task).state == Task.State.PAUSED


def test_two_publishes_at_once_charge_once(committed_db: None) -> None:
    ann = make.person("ann", country="DE")
    make.deposit(ann, "100")
    draft = make.draft(ann, reward=usd("1"), slots=10)

    def press(_number: int) -> str:
        try:
            publishing.publish(draft, by=ann, now=NOW)
        except publishing.NotNow:
            return "refused"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(8) as pool:
        ends = sorted(pool.map(press, range(8)))

    assert ends == ["published", *["refused"] * 7]
    assert escrow.held(draft.pk) == usd("11")
    assert spendable(ann) == usd("89")


@pytest.mark.race
def test_two_drafts_at_once_never_spend_the_same_money(committed_db: None) -> None:
    ann = make.person("ann", country="DE")
    make.deposit(ann, "15")
    drafts = [make.draft(ann, reward=usd("1"), slots=10) for _ in range(4)]

    def press(draft: Task) -> str:
        try:
            publishing.publish(draft, by=ann, now=NOW)
        except ledger.InsufficientFunds:
            return "refused"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(4) as pool:
        ends = sorted(pool.map(press, drafts))

    assert ends == ["published", *["refused"] * 3]
    assert spendable(ann) == usd("4")


def test_pausing_and_resuming_move_no_money(ann: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=2)

    paused = publishing.pause(task, by=ann)
    resumed = publishing.resume(task, by=ann)

    assert (paused.state, resumed.state) == (Task.State.PAUSED, Task.State.PUBLISHED)
    assert escrow.held(task.pk) == usd("2.20")


def test_a_draft_is_not_resumed(ann: User) -> None:
    with pytest.raises(publishing.NotNow, match="publish it first"):
        publishing.resume(make.draft(ann), by=ann)


def test_stopping_returns_what_nobody_took(ann: User, ben: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=5)
    make.submission(task, ben)
    promised = publishing.returned_by_stopping(make.fresh(task))

    stopped = publishing.stop(task, by=ann, now=NOW)

    assert promised == usd("4.40")
    assert spendable(ann) == usd("98.90")
    assert (stopped.slots, stopped.closed_at) == (1, NOW)
    assert escrow.held(task.pk) == usd("1.10")


def test_a_stopped_task_stays_stopped(ann: User) -> None:
    task = publishing.stop(make.task(ann), by=ann, now=NOW)

    for verb in (publishing.resume, publishing.pause):
        with pytest.raises(publishing.NotNow, match="stopped"):
            verb(task, by=ann)
    with pytest.raises(publishing.NotNow, match="stopped"):
        publishing.stop(task, by=ann, now=NOW)


def test_nobody_publishes_pauses_or_stops_anothers_task(ann: User, cleo: User) -> None:
    draft, task = make.draft(ann), make.task(ann)

    with pytest.raises(Task.DoesNotExist):
        publishing.publish(draft, by=cleo, now=NOW)
    with pytest.raises(Task.DoesNotExist):
        publishing.pause(task, by=cleo)
    with pytest.raises(Task.DoesNotExist):
        publishing.stop(task, by=cleo, now=NOW)
