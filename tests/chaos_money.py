"""Money in and out by the demo bank, at random: its people pay, half, late or never, take back and send back, and its
postman brings what it has to say late, twice, in any order or not at all."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import requests
from django.conf import settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from tests.chaos_world import Deed, Nothing, key, one_of
from wallet import deposits, ledger, payouts, pockets, refunds, webhooks
from wallet.demobank.events import NEVER, SIGNATURE_HEADER, sign
from wallet.models import Deposit, Payout, RailEvent

BANK = "demo_bank"
# The variable that says where the bank's own file lies, for its postman.
BANKS_FILE = "CHAOS_BANK"
SECONDS_TO_ANSWER = 30
REFUND_TO = "Account 10203040, Trader"

CHOICES = ["pay"] * 6 + ["pay_half"] * 2 + ["pay_later", "cancel"]


def tell_bank(path: str, **said: str) -> None:
    requests.post(
        f"{settings.DEMO_BANK_URL}{path}", data=said, timeout=SECONDS_TO_ANSWER, allow_redirects=False
    ).raise_for_status()


# -- in


def deposit_by_hand(person: User, _dice: random.Random, now: datetime) -> Any:
    return make.deposit(person, "5", now=now)


def deposit(person: User, dice: random.Random, now: datetime) -> Any:
    """Asked for, paid at the bank or not, and sometimes the payer comes back."""
    made = deposits.start(person, amount=usd(f"{dice.randrange(5, 60)}.{dice.randrange(100):02}"), rail=BANK, now=now)
    if made.reference and dice.random() < 0.9:
        tell_bank(f"/checkout/{made.reference}", choice=dice.choice(CHOICES))
    if dice.random() < 0.4:
        deposits.ask(made, now=now)
    return made


def pay(_person: User, dice: random.Random, _now: datetime) -> Any:
    """At any time: one that is open, was cancelled, paid in part or taken back."""
    made = one_of(Deposit.objects.filter(rail=BANK).exclude(reference=""))
    tell_bank(f"/checkout/{made.reference}", choice=dice.choice(CHOICES))


def charge_back(_person: User, _dice: random.Random, _now: datetime) -> Any:
    tell_bank("/", charge_back=one_of(Deposit.objects.filter(rail=BANK).exclude(reference="")).reference)


def ask(_person: User, _dice: random.Random, now: datetime) -> Any:
    deposits.ask(one_of(Deposit.objects.filter(rail=BANK)), now=now)


def move(person: User, dice: random.Random, now: datetime) -> Any:
    return pockets.move(person, amount=usd("0.50"), key=key(dice), now=now)


# -- out


def pay_out(person: User, _dice: random.Random, now: datetime) -> Any:
    return payouts.request(person, amount=ledger.balance_of(ledger.earned(person.pk)), rail=BANK, now=now)


def ask_back(_person: User, dice: random.Random, now: datetime) -> Any:
    paper = one_of(Deposit.objects.filter(state=Deposit.State.SETTLED))
    where = "" if paper.rail == BANK else REFUND_TO
    return refunds.request(paper, amount=usd(f"{dice.randrange(1, 9)}"), destination=where, by=paper.person, now=now)


def cancel(_person: User, _dice: random.Random, now: datetime) -> Any:
    asked = one_of(Payout.objects.unsent())
    return payouts.cancel(asked, by=asked.person, now=now)


def send_back(_person: User, _dice: random.Random, _now: datetime) -> Any:
    """The receiver's bank does not take it: before or after the market heard that it was paid."""
    left = Payout.objects.filter(rail=BANK, sent_at__isnull=False)
    tell_bank("/", return_payout=one_of(left).public_id)


# -- what the bank tells


def bring(_person: User, dice: random.Random, now: datetime) -> Any:
    """The postman brings a few events, whichever he has at hand: old ones again, new ones before them."""
    bodies = told(os.environ[BANKS_FILE])
    if not bodies:
        raise Nothing
    for body, copies in dice.choices(bodies[-60:], k=4):
        for _copy in range(copies):
            deliver(body, now=now)


def told(path: str, *, lost_too: bool = False) -> list[tuple[str, int]]:
    """All the bank ever had to say, oldest first, and how often it says each; what it loses only if wanted."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=SECONDS_TO_ANSWER)) as bank:
        rows = bank.execute("select body, copies, due from event order by number").fetchall()
    return [(body, copies) for body, copies, due in rows if lost_too or due < NEVER]


def deliver(body: str, *, now: datetime) -> RailEvent:
    headers = {SIGNATURE_HEADER: sign(settings.DEMO_BANK_SECRET, body.encode(), at=now.timestamp())}
    return webhooks.receive(BANK, headers=headers, body=body.encode(), now=now)


DEEDS: list[Deed] = [
    *[deposit] * 5,
    *[bring] * 8,
    *[pay_out] * 3,
    *(deposit_by_hand, pay, pay, charge_back, ask, move, ask_back, ask_back, cancel, send_back),
]
