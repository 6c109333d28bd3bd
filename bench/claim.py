"""One claim: `claims.claim` as the button calls it. At once, all want the same task."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from bench import bare, clients
from bench.copies import run
from bench.measuring import Bench
from submissions import claims
from tasks.models import Task

# The same: one slot of one task is counted, one row written.
BARE = """
DROP TABLE IF EXISTS bare_task;
CREATE TABLE bare_task (LIKE tasks_task INCLUDING ALL EXCLUDING GENERATED) WITH (fillfactor = 80);
INSERT INTO bare_task OVERRIDING SYSTEM VALUE SELECT * FROM tasks_task;
CREATE OR REPLACE FUNCTION bare_claim(key bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE task bigint;
BEGIN
  UPDATE bare_task SET taken = taken + 1 WHERE id = (SELECT max(id) FROM bare_task) AND taken < slots
  RETURNING id INTO STRICT task;
  INSERT INTO bare_submission (id, public_id, task_id, worker_id, state, claimed_at, claim_until, reason, comment)
  VALUES (key, left(md5(key::text), 12), task, -key, 'claimed', now(), now(), '', '');
END $$;
"""
GIVE_BACK = """
UPDATE submissions_submission SET state = 'given_back', closed_at = now() WHERE task_id = %s;
UPDATE tasks_task SET taken = 0 WHERE id = %s;
"""
LINKED = 3
LINK = """
UPDATE accounts_user SET linked = %s::bigint[], frozen_until = now() - interval '1 day' WHERE id = ANY (%s::bigint[])
"""
UNLINK = "UPDATE accounts_user SET linked = '{}', frozen_until = NULL WHERE id = ANY (%s::bigint[])"


class Wish(NamedTuple):
    task: Task
    worker: User


class Claim(Bench):
    name = "claim"
    clients = (1, 16)

    def most(self, clients: int) -> int:
        return self.world.workers_count // clients - 1

    def ours(self, clients_: int, each: int) -> float:
        (key,) = self.world.published(self.world.employers[:1], slots=self.world.workers_count)
        task = Task.objects.get(pk=key)
        workers = list(User.objects.in_bulk(self.world.workers[: clients_ * (each + 1)]).values())
        works = [[Wish(task, worker) for worker in workers[number::clients_]] for number in range(clients_)]
        rate = clients.rate(works, _claim)
        run(GIVE_BACK, [key, key])
        return rate

    def limit(self, clients_: int, each: int) -> float:
        run(BARE)
        run("UPDATE bare_task SET slots = 1000000 WHERE id = (SELECT max(id) FROM bare_task)")
        run("DELETE FROM bare_submission WHERE worker_id < 0")
        return clients.bare("bare_claim", first=bare.unused(), clients=clients_, each=each)


class LinkedClaim(Claim):
    """The same by people whom other accounts may be, and who were frozen once: each is looked for at the task."""

    name = "claim_linked"

    def ours(self, clients_: int, each: int) -> float:
        run(LINK, [self.world.employers[-LINKED:], self.world.workers])
        rate = super().ours(clients_, each)
        run(UNLINK, [self.world.workers])
        return rate


def _claim(wish: Wish) -> None:
    claims.claim(wish.task, by=wish.worker, now=timezone.now())
