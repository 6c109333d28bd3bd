"""What the market tells Prometheus: how its pages do, how its jobs do, and what waits for whom since when.

Requests are counted by each process in files they share (``PROMETHEUS_MULTIPROC_DIR``, which the web server sets), jobs
in the cache, and what waits is asked of the database when it is scraped. So any web process answers for all.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accounts.models import Verdict
from inbox.models import Delivery, Notice
from picomarket.lib.queues import Waiting, waiting
from submissions.models import Submission
from wallet import parts, proofs
from wallet import waiting as wallet

from . import desk, pulse

HERE = CollectorRegistry()
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
REQUESTS = Counter("picomarket_requests", "Requests answered", ["view", "method", "status"], registry=HERE)
LATENCY = Histogram("picomarket_request_seconds", "Time to answer", ["view"], buckets=SECONDS, registry=HERE)


def note(view: str, *, method: str, status: int, seconds: float) -> None:
    """A request was answered."""
    REQUESTS.labels(view, method, status).inc()
    LATENCY.labels(view).observe(seconds)


def may_read(authorization: str) -> bool:
    """Whether this header has the token of the settings; where there is none nobody may."""
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(authorization, f"Bearer {token}")


def exposition() -> bytes:
    """All of it, in Prometheus's words."""
    counted = HERE
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    market = CollectorRegistry()
    market.register(Market(timezone.now()))
    return generate_latest(counted) + generate_latest(market)


class Queue(NamedTuple):
    """What a job is to take next: the rows that are due, and since when each is."""

    name: str
    due: QuerySet[Submission] | QuerySet[Notice] | QuerySet[Delivery]
    since: str

    @property
    def waiting(self) -> Waiting:
        return waiting(self.due, since=self.since, due=self.since)


class Market(Collector):
    """The market at one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        with translation.override(None):
            yield from self._queues()
            yield from self._desk()
            yield from self._money()
            yield from self._happened()
            yield from self._jobs()

    def _queues(self) -> Iterator[Metric]:
        """What jobs should have taken by now: more than some seconds old means that they do not come after."""
        work, told = Submission.objects, Notice.objects
        queues = [
            Queue("expire claims", work.overdue(self.now), "claim_until"),
            Queue("approve unreviewed", work.unreviewed(self.now), "review_until"),
            Queue("confirm uncontested", work.uncontested(self.now), "contest_until"),
            Queue("send mail", told.to_mail(self.now), "mail_from"),
            Queue("send push", told.to_push(self.now), "push_from"),
            Queue("deliver events", Delivery.objects.due(self.now), "try_at"),
        ]
        yield from self._waiting("picomarket_due", "due for a job", [(one.name, one.waiting) for one in queues])

    def _desk(self) -> Iterator[Metric]:
        """What waits for the staff."""
        shown = desk.Desk(self.now)
        people = (shown.tickets, shown.sanctions, shown.proposals, shown.referrals, shown.identities)
        parts = (shown.disputes, shown.looks, *people)
        queues = [(str(queue.name), queue.waiting) for part in parts for queue in part()]
        money = [
            ("Payouts held", wallet.payouts_held()),
            ("Payout batches to look at", wallet.batches_gathered()),
            ("Deposits to look for", wallet.deposits_by_hand()),
            ("Rails contradict the books", wallet.contradictions_noted()),
        ]
        yield from self._waiting("picomarket_desk", "waiting for the staff", [*queues, *money])

    def _money(self) -> Iterator[Metric]:
        payouts = [
            ("late", wallet.payouts_late(self.now)),
            ("requested", wallet.payouts_requested()),
            ("sent", wallet.payouts_sent()),
        ]
        yield from self._waiting("picomarket_payouts", "payouts", payouts)
        if (room := parts.room()) is not None:
            yield _gauge("picomarket_ledger_room", "Lines that the parts of the ledger made ahead still take", room)
        check = proofs.standing(now=self.now).check
        if check:
            yield _gauge("picomarket_books_broken", "Rows that break a law, by the last proof", proofs.broken(check))
            age = (self.now - check.ran_at).total_seconds()
            yield _gauge("picomarket_books_proved_seconds", "Seconds since the books were proved", age)

    def _happened(self) -> Iterator[Metric]:
        """How often something happened, by the number of its newest row: counting all would read the whole table."""
        newest = {
            "claims": _newest(Submission.objects.all()),
            "verdicts": _newest(Verdict.objects.all()),
            "notices": _newest(Notice.objects.all()),
        }
        family = CounterMetricFamily("picomarket_happened", "What happened in the market so far", labels=["what"])
        for what, number in newest.items():
            family.add_metric([what], number)
        yield family

    def _jobs(self) -> Iterator[Metric]:
        names = sorted({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()})
        runs = CounterMetricFamily("picomarket_job_runs", "Jobs that ended", labels=["job", "outcome"])
        took = CounterMetricFamily("picomarket_job_seconds", "Time that jobs took", labels=["job"])
        for job, record in pulse.records(names).items():
            runs.add_metric([job, "done"], record.done)
            runs.add_metric([job, "failed"], record.failed)
            took.add_metric([job], record.milliseconds / 1000)
        yield from (runs, took)
        if struck := pulse.last():
            still = (self.now - struck).total_seconds()
            yield _gauge("picomarket_clock_seconds", "Seconds since a worker heard the clock", still)

    def _waiting(self, name: str, words: str, queues: Iterable[tuple[str, Waiting]]) -> Iterator[Metric]:
        count = GaugeMetricFamily(f"{name}_count", f"How many are {words}", labels=["queue"])
        oldest = GaugeMetricFamily(f"{name}_oldest_seconds", f"Age of the oldest: {words}", labels=["queue"])
        for queue, found in queues:
            count.add_metric([queue], found.count)
            oldest.add_metric([queue], max(0, (self.now - found.oldest).total_seconds()) if found.oldest else 0)
        yield from (count, oldest)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _newest(rows: QuerySet[Submission] | QuerySet[Verdict] | QuerySet[Notice]) -> int:
    return int(rows.aggregate(newest=Max("pk"))["newest"] or 0)
