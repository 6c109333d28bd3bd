"""One approval: `review.approve` as the button calls it, each client an employer who goes through their own work."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from bench import bare, clients
from bench.measuring import Bench
from submissions import review
from submissions.models import Submission


class Work(NamedTuple):
    submission: Submission
    employer: User


class Approve(Bench):
    name = "approve"
    clients = (1, 4, 16)

    def most(self, clients: int) -> int:
        return self.world.workers_count - 1

    def ours(self, clients_: int, each: int) -> float:
        employers = User.objects.in_bulk(self.world.employers[:clients_])
        waiting = self.world.handed_in(list(employers), slots=each + 1)
        rows = Submission.objects.select_related("task").in_bulk([key for keys in waiting for key in keys])
        works = [[Work(rows[key], employers[rows[key].task.employer_id]) for key in sorted(keys)] for keys in waiting]
        return clients.rate(works, _approve)

    def limit(self, clients_: int, each: int) -> float:
        first = bare.work(each * clients_, tasks=clients_)
        return clients.bare("bare_approve", first=first, clients=clients_, each=each)


class ApproveLean(Approve):
    """The same against the harder limit."""

    name = "approve_lean"

    def limit(self, clients_: int, each: int) -> float:
        with bare.lean():
            return super().limit(clients_, each)


def _approve(work: Work) -> None:
    review.approve(work.submission, by=work.employer, now=timezone.now())
