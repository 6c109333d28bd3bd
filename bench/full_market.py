"""A market full of work: live tasks aimed at all kinds of people, and ten pieces of work done before for each of them.

Rows by the hundred thousand, as copies of what the verbs made; each task is paid into escrow through the ledger.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.test import Client

from accounts.models import User
from bench.copies import NEW_NAME, copies, run
from bench.world import FUNDS, World, known, people
from picomarket.lib.money import CENT, Money
from tasks import merits
from tasks.models import EmployerRecord, Task

EMPLOYERS, READERS = 500, 1000
DONE_EACH = 10
# How many different rewards there are, from 5 cents on.
REWARDS = 40
AT_ONCE = 50_000
COUNTRIES = "'{BD,IN,PH,NG,KE,US,DE,BR,EG,PL}'::text[]"
ZONES = "'{asia,africa,america_oceania,west_europe,latin_america}'::text[]"
TONGUES = "'{en,bn,hi,fr,es,ar,pt,de}'::text[]"
WORDS = "'{photos,pages,shops,receipts,songs,letters,maps,prices,names,menus}'::text[]"
KINDS = "(SELECT array_agg(id ORDER BY id) FROM tasks_category WHERE parent_id IS NOT NULL)"


def picked(array: str, number: str) -> str:
    """SQL for one of the array, by a number that is different in each row."""
    return f"({array})[1 + ({number})::int %% cardinality({array})]"


# What differs from task to task. Half are for everybody; the others for a zone, for one or two countries or a language.
# Three in five are for starters. Each number goes through all that is chosen by it in another rhythm.
SPREAD = {
    "title": f"'Look at ' || {picked(WORDS, 'one.number')} || ' and say what you see, ' || one.number",
    "steps": f"ARRAY['Open the page.', 'Write about ' || {picked(WORDS, 'one.number / 7')} || '.']",
    "category_id": picked(KINDS, "one.number * 7 / 3"),
    "minutes": "1 + one.number * 13 %% 45",
    "measured_seconds": "CASE WHEN one.number %% 3 = 0 THEN 40 + one.number * 37 %% 2400 END",
    "review_days": "1 + one.number %% 5",
    "zones": f"CASE WHEN one.number %% 10 < 2 THEN ARRAY[{picked(ZONES, 'one.number / 10')}] ELSE '{{}}' END",
    "countries": f"CASE WHEN one.number %% 10 = 2 THEN ARRAY[{picked(COUNTRIES, 'one.number / 10')}] ELSE '{{}}' END",
    "excluded": f"CASE WHEN one.number %% 10 = 3 THEN ARRAY[{picked(COUNTRIES, 'one.number / 10')}] ELSE '{{}}' END",
    "languages": f"CASE WHEN one.number %% 10 = 4 THEN ARRAY[{picked(TONGUES, 'one.number / 10')}] ELSE '{{}}' END",
    "minimum_level": "CASE WHEN one.number / 10 %% 5 < 3 THEN 1 WHEN one.number / 10 %% 5 = 3 THEN 2 ELSE 3 END",
    # The model is weighed by now, and these are not.
    "merit": "NULL",
    "difficulty": "NULL",
    "kept": "''",
    "published_at": "model.published_at + one.number * 7919 %% 34000000 * interval '1 second'",
}


def record(employer: int) -> EmployerRecord:
    """A third have too few raters for others to see their rating; the others have one from 2.5 on."""
    known = {"review_minutes": 5 + employer * 61 % 6000, "judged": 40}
    return EmployerRecord(employer_id=employer, rating=25 + employer * 7 % 26, raters=employer * 5 % 15, **known)


class FullMarket:
    """As many live tasks as the ledger was to have lines."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._browsers: dict[int, Client] = {}

    @cached_property
    def employers(self) -> list[int]:
        """With records of all kinds; every tenth is new."""
        if keys := known("offers"):
            return keys
        keys = people(
            User.objects.get(pk=self.world.employers[0]),
            EMPLOYERS,
            "offers",
            name="'Office ' || one.number",
            judged_approved="CASE WHEN one.number %% 10 = 0 THEN 0 ELSE 20 + one.number * 31 %% 4000 END",
            judged_rejected="one.number * 17 %% 90",
        )
        self.world.deposited(keys, FUNDS)
        EmployerRecord.objects.bulk_create(map(record, keys))
        return keys

    @cached_property
    def readers(self) -> list[User]:
        """Workers who look for work: of every level, from many countries."""
        keys = known("reader") or people(
            User.objects.get(pk=self.world.workers[0]),
            READERS,
            "reader",
            country=picked(COUNTRIES, "one.number"),
            languages=f"ARRAY['en', {picked(TONGUES, 'one.number / 3')}]",
            level="1 + one.number %% 3",
        )
        return list(User.objects.filter(pk__in=keys).order_by("pk"))

    def browser(self, place: int) -> Client:
        """That of a reader, who stays signed in through all benchmarks of a run; after the last one comes the first."""
        place %= len(self.readers)
        if place not in self._browsers:
            self._browsers[place] = Client()
            self._browsers[place].force_login(self.readers[place])
        return self._browsers[place]

    def fill(self) -> None:
        """Publish what is missing, and do the work behind it."""
        while (missing := self.world.size - Task.objects.live().count()) > 0:
            done = self._publish(min(missing, AT_ONCE))
            self._work(done)
        while merits.weigh_new():
            pass
        run("VACUUM ANALYZE tasks_task, submissions_submission, accounts_user, tasks_employerrecord")

    def _publish(self, count: int) -> list[int]:
        there = Task.objects.count()
        made: list[int] = []
        for number in range(REWARDS):
            if share := count // REWARDS + (number < count % REWARDS):
                whose = [self.employers[(there + more) % EMPLOYERS] for more in range(share)]
                numbered: dict[str, Any] = {
                    name: sql.replace("one.number", f"({there} + one.number)") for name, sql in SPREAD.items()
                }
                made += self.world.published(whose, slots=5, reward=Money((5 + number) * CENT), **numbered)
                there += share
        return made

    def _work(self, tasks: list[int]) -> None:
        """Rejections that stood: work that moved no money. The tasks' slots were free again after it."""
        workers = [one.pk for one in self.readers] + self.world.workers
        copies(
            self.world.submission,
            of="""(SELECT task, (%s::bigint[])[1 + (job.number * 7 + place) %% %s] AS worker
                   FROM unnest(%s::bigint[]) WITH ORDINALITY AS job (task, number),
                        generate_series(1, %s) AS place) AS one""",
            given=[workers, len(workers), tasks, DONE_EACH],
            public_id=NEW_NAME,
            task_id="one.task",
            worker_id="one.worker",
            state="'confirmed'",
            reason="'other'",
            submitted_at="model.claimed_at",
            rejected_at="model.claimed_at",
            closed_at="model.claimed_at",
        )
