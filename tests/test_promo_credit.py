"""Promo credit on its way through tasks: what was the house's comes back as the house's."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from submissions import claims
from tasks import publishing
from tests import make
from wallet import adjustments, ledger
from wallet.models import Adjustment


def given(person: User, dollars: str) -> None:
    now = timezone.now()
    kind, reason = Adjustment.Kind.PROMO, "Welcome."
    first, second = make.teller("tilda"), make.teller("tom")
    proposed = adjustments.propose(person, kind=kind, amount=usd(dollars), reason=reason, by=first, now=now)
    adjustments.approve(proposed, by=second, now=now)


def pockets(person: User) -> tuple[str, str]:
    """What is there of their own, and of promo credit."""
    pots = ledger.spendable(person.pk), ledger.promo(person.pk)
    own, credit = (ledger.balance_of(pot).plain() for pot in pots)
    return own, credit


def test_a_task_is_published_with_both(cleo: User) -> None:
    make.deposit(cleo, "8")
    given(cleo, "3")

    make.task(cleo, reward=usd("1"), slots=10)

    assert pockets(cleo) == ("0.00", "0.00")


def test_the_quote_says_what_promo_credit_pays(cleo: User, client: Client) -> None:
    make.deposit(cleo, "8")
    given(cleo, "2")
    draft = make.draft(cleo, reward=usd("1"), slots=10)
    client.force_login(cleo)

    short = client.get(f"/tasks/{draft.public_id}/draft/quote/")
    given(cleo, "2.50")
    enough = client.get(f"/tasks/{draft.public_id}/draft/quote/")
    client.post(f"/tasks/{draft.public_id}/publish/", {"total": "11.00"})

    assert (short.context["missing"], enough.context["missing"]) == (usd("1"), usd("0"))
    assert (enough.context["credit"], enough.context["left"]) == (usd("4.50"), usd("1.50"))
    assert pockets(cleo) == ("1.50", "0.00")


def test_slots_are_added_with_promo_credit_too(cleo: User) -> None:
    make.deposit(cleo, "10")
    task = make.task(cleo, reward=usd("1"), slots=5)
    given(cleo, "1")

    publishing.add_slots(task, slots=2, key="k", agreed=usd("2.20"), by=cleo, now=timezone.now())

    assert pockets(cleo) == ("3.30", "0.00")


def test_a_stopped_tasks_slots_come_back_to_where_they_came_from(cleo: User, ben: User) -> None:
    make.deposit(cleo, "10")
    given(cleo, "3")
    task = make.task(cleo, reward=usd("1"), slots=10)
    make.approved(task, ben)
    held = make.claim(task, make.person("late"))

    publishing.stop(task, by=cleo, now=timezone.now())
    stopped = pockets(cleo)
    claims.give_back(held, by=held.worker, now=timezone.now())

    # Of the $11, $8.80 come back at once: the $8.00 of their own, then promo credit. It paid the slot that was done.
    assert (stopped, pockets(cleo)) == (("10.00", "0.80"), ("10.00", "1.90"))
