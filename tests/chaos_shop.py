"""A small market on servers of its own: opened before its programs start, settled and looked through after they were
killed; each in a process of the market's."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from picomarket.lib.money import usd
from submissions.models import Bonus, Submission
from tasks.drafts import Wanted
from tasks.models import Task
from tests import chaos_after, chaos_money, make
from tests.chaos_world import STAFF
from wallet import debts, methods
from wallet.demobank.bank import Bank
from wallet.models import Deposit, Move, Payout

PEOPLE = 5
REWARD, SLOTS = usd("1"), 5
# What a task of these costs, as the form says it.
TOTAL = "5.50"

UNDONE = (Submission.State.CLAIMED, *Submission.ENDED_UNDONE)


def open_shop() -> None:
    """Five people with $100 who all hire and work, and two of the staff; prints the tasks and who posted each."""
    call_command("migrate", verbosity=0)
    # Strong hashing would take longer than all the rest; who signs in gets it then.
    PBKDF2PasswordHasher.iterations = 1
    now = timezone.now()
    wanted = [Wanted("text", "What did you see?", 10)]
    for number in range(PEOPLE):
        person = make.person(f"trader{number}")
        make.deposit(person, "100", now=now)
        methods.choose(person, rail=chaos_money.BANK, destination=f"1000000{number}", by=person, now=now)
        make.task(person, now=now, proofs=wanted, reward=REWARD, slots=SLOTS)
    for name in STAFF:
        make.person(name, staff=True)
    print(json.dumps(list(Task.objects.published().values_list("public_id", "employer__email"))))


def settle_and_report(bank_file: str, told_file: str) -> None:
    """Everything is brought to its end by the jobs' verbs; prints as JSON what is wrong."""
    now, bank = timezone.now(), Bank(bank_file)
    told = json.loads(Path(told_file).read_text())
    missing = list(lost(told))
    paid = Payout.objects.filter(state=Payout.State.PAID).count()
    chaos_after.settle_everything(bank, now=now)
    found = list(chaos_after.unsettled(bank))
    found += chaos_after.tell_again(bank_file, dice=random.Random(0), now=now)
    debts.recover(now=now + timedelta(days=4))
    chaos_after.seal_all(now=now)
    print(json.dumps({"lost": missing, "wrong": found + chaos_after.wrong(bank), "paid": paid}))


def lost(told: list[list[str]]) -> Iterator[str]:
    """What somebody was told is done and is not."""
    done = {what: set(rows()) for what, rows in FOUND.items()}
    yield from (f"{what} {name}" for what, name in told if name not in done[what])


def _own_keys(rows: QuerySet[Any]) -> set[str]:
    """The keys as the pages sent them: before each stands whose it is."""
    return {key.partition(":")[2] for key in rows.values_list("key", flat=True)}


# By what somebody was told: the names of all of which it is true.
FOUND: dict[str, Callable[[], Iterable[str]]] = {
    "deposit": lambda: Deposit.objects.values_list("public_id", flat=True),
    "payout": lambda: Payout.objects.filter(purpose="payout").values_list("public_id", flat=True),
    "refund": lambda: Payout.objects.filter(purpose="refund").values_list("public_id", flat=True),
    "claim": lambda: Submission.objects.values_list("public_id", flat=True),
    "hand_in": lambda: Submission.objects.exclude(state__in=UNDONE).values_list("public_id", flat=True),
    "approve": lambda: Submission.objects.filter(state="approved").values_list("public_id", flat=True),
    "publish": lambda: Task.objects.exclude(published_at=None).values_list("public_id", flat=True),
    "move": lambda: _own_keys(Move.objects.all()),
    "bonus": lambda: _own_keys(Bonus.objects.all()),
}
