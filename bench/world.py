"""A market to measure in: people, money, tasks and work, made by the verbs that are measured or as copies of what they
made. Nothing is written past the ledger: the books stay right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from bench.copies import NEW_NAME, copies, run
from picomarket.lib.money import Money, usd
from referrals import rewards
from submissions import claims
from submissions.models import Submission
from tasks import drafts, publishing
from tasks.drafts import Wanted
from tasks.models import Category, Task
from wallet import deposits, ledger
from wallet.commission import price_of
from wallet.models import Deposit, Transfer, TransferKind
from wallet.rails.interface import Fate, Outcome

RAIL = "manual"
EMPLOYERS = 64
LEAST_WORKERS, MOST_WORKERS = 64, 2000
FUNDS = usd("1000000")
REWARD = usd("0.10")


class World:
    """Workers, and 64 employers with a million dollars each.

    A third of the workers were brought by one person, the star, so long ago that it ended; every tenth of the others
    by somebody else, who earns a share to this day.
    """

    def __init__(self, *, largest: int) -> None:
        self.largest = largest
        # How many lines the ledger was grown to.
        self.size = 0
        self.now = timezone.now()
        self.past = self.now - timedelta(days=400)
        self.workers_count = max(LEAST_WORKERS, min(MOST_WORKERS, largest // 10))

    def lines(self) -> int:
        return Transfer.objects.count()

    # -- people

    @cached_property
    def star(self) -> User:
        return person("star")

    @cached_property
    def workers(self) -> list[int]:
        if keys := known("worker"):
            return keys
        first = person("worker")
        keys = [first.pk, *people(first, self.workers_count - 1, "worker")]
        referrers = people(first, len(keys) // 10 + 1, "referrer")
        self._bring(keys[::3], [self.star.pk] * len(keys), ended=True)
        self._bring(keys[1::15] + keys[2::15], referrers, ended=False)
        return keys

    def _bring(self, referred: Sequence[int], referrers: Sequence[int], *, ended: bool) -> None:
        joined = self.past if ended else self.now - timedelta(days=10)
        pairs = [(one, referrers[number % len(referrers)]) for number, one in enumerate(referred)]
        first, referrer = (User.objects.get(pk=key) for key in pairs[0])
        row = rewards.attribute(first, referrer=referrer, now=joined)
        if row is None:
            raise RuntimeError("nobody was brought")
        others = [list(column) for column in zip(*pairs[1:], strict=True)] or [[], []]
        copies(
            row,
            of="unnest(%s::bigint[], %s::bigint[]) AS one (referred, referrer)",
            given=others,
            referred_id="one.referred",
            referrer_id="one.referrer",
        )

    @cached_property
    def employers(self) -> list[int]:
        if keys := known("employer"):
            return keys
        first = person("employer")
        keys = [first.pk, *people(first, EMPLOYERS - 1, "employer")]
        self.deposited(keys, FUNDS)
        return keys

    # -- money

    @cached_property
    def deposit(self) -> Deposit:
        """One deposit by hand that was started, to be copied."""
        payer = person("payer")
        return payer.deposits.first() or deposits.start(payer, amount=usd("5"), rail=RAIL, now=self.past)

    def deposited(self, keys: Sequence[int], amount: Money) -> None:
        """Each of these people deposits as much."""
        papers = self.started(keys, amount)
        outcomes = [Outcome(key=key, fate=Fate.PAID) for key in papers]
        for outcome in outcomes:
            deposits.settle(outcome, rail=RAIL, now=self.past)

    def started(self, keys: Sequence[int], amount: Money) -> list[str]:
        """Each of these people starts a deposit; the deposits' public ids."""
        made = copies(
            self.deposit,
            of="unnest(%s::bigint[]) AS one (person)",
            given=[list(keys)],
            public_id=NEW_NAME,
            reference=NEW_NAME,
            person_id="one.person",
            amount=str(int(amount)),
            asked=str(int(amount)),
        )
        return list(Deposit.objects.filter(pk__in=made).order_by("pk").values_list("public_id", flat=True))

    # -- tasks and work

    @cached_property
    def task(self) -> Task:
        """One published task of one slot, to be copied."""
        employer = User.objects.get(pk=self.employers[0])
        if made := Task.objects.filter(employer=employer).order_by("pk").first():
            return made
        fields = {
            "title": "Look at a page and say what you see",
            "category": Category.objects.earliest("pk"),
            "steps": ["Open the page.", "Write what you see."],
            "reward": REWARD,
            "slots": 1,
        }
        draft = drafts.start(employer, now=self.past)
        drafts.write(draft, by=employer, fields=fields, proofs=[Wanted("text", "What did you see?", 10)])
        return publishing.publish(draft, by=employer, now=self.past)

    @cached_property
    def submission(self) -> Submission:
        """One claim, to be copied."""
        made = Submission.objects.filter(task=self.task).order_by("pk").first()
        return made or claims.claim(self.task, by=User.objects.get(pk=self.workers[0]), now=self.past)

    def published(
        self, employers: Sequence[int], *, slots: int, taken: int = 0, reward: Money = REWARD, **instead: str
    ) -> list[int]:
        """A task of so many slots for each of these employers, paid into escrow."""
        price = price_of(reward)
        made = copies(
            self.task,
            of="unnest(%s::bigint[]) WITH ORDINALITY AS one (employer, number)",
            given=[list(employers)],
            public_id=NEW_NAME,
            employer_id="one.employer",
            slots=str(slots),
            taken=str(taken),
            reward=str(int(price.reward)),
            employer_commission=str(int(price.employer_commission)),
            worker_commission=str(int(price.worker_commission)),
            **instead,
        )
        whose = dict(Task.objects.filter(pk__in=made).order_by("pk").values_list("pk", "employer_id"))
        cost = price.cost * slots
        kind = TransferKind.ESCROW_OPEN
        ledger.post(
            [ledger.Entry(kind, key, ledger.spendable(one), ledger.escrow(key), cost) for key, one in whose.items()],
            now=self.past,
        )
        return sorted(whose)

    def waiting(self, employer: int, count: int, **instead: str) -> tuple[int, list[int]]:
        """A task in which so much waits, of each worker as often as that takes: its key, and those of the work."""
        (task,) = self.published([employer], slots=count, taken=count)
        told = {
            "state": "'submitted'",
            "submitted_at": "model.claimed_at",
            "review_until": "model.claimed_at + interval '500 days'",
        }
        made = copies(
            self.submission,
            of="(SELECT number, (%s::bigint[])[1 + number %% %s] AS worker FROM generate_series(0, %s) number) AS one",
            given=[self.workers, len(self.workers), count - 1],
            public_id=NEW_NAME,
            task_id=str(task),
            worker_id="one.worker",
            turn=f"1 + one.number / {len(self.workers)}",
            **(told | instead),
        )
        return task, made

    def handed_in(self, employers: Sequence[int], *, slots: int) -> list[list[int]]:
        """Work that waits for a verdict, by employer: a task for each, done by so many workers."""
        tasks = self.published(employers, slots=slots, taken=slots)
        made = copies(
            self.submission,
            of="""(SELECT task, worker FROM unnest(%s::bigint[]) WITH ORDINALITY AS job (task, number),
                   unnest(%s::bigint[]) WITH ORDINALITY AS who (worker, place)
                   WHERE (place + number * 7) %% %s < %s ORDER BY task, random()) AS one""",
            given=[tasks, self.workers, len(self.workers), slots],
            public_id=NEW_NAME,
            task_id="one.task",
            worker_id="one.worker",
            state="'submitted'",
            submitted_at="model.claimed_at",
            review_until="model.claimed_at + interval '500 days'",
        )
        rows = run("SELECT array_agg(id) FROM submissions_submission WHERE id = ANY (%s) GROUP BY task_id", [made])
        return [keys for (keys,) in rows]


def known(name: str) -> list[int]:
    """All who were made by that name before, in a database that is kept."""
    found = User.objects.filter(email__regex=rf"^{name}[0-9]*-bench@example\.org$").order_by("pk")
    return list(found.values_list("pk", flat=True))


def person(name: str, *, staff: bool = False) -> User:
    """Somebody who joined."""
    address = f"{name}-bench@example.org"
    return User.objects.filter(email=address).first() or User.objects.create_user(
        address,
        name=name.capitalize(),
        country="BD",
        birth_date=date(1990, 1, 1),
        is_staff=staff,
    )


def people(first: User, count: int, name: str, /, **instead: str) -> list[int]:
    """So many more like the first, but for what is given instead."""
    return sorted(
        copies(
            first,
            of="generate_series(1, %s) AS one (number)",
            given=[count],
            public_id=NEW_NAME,
            email=f"'{name}' || one.number || '-bench@example.org'",
            **instead,
        )
    )
