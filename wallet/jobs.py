"""Money's background work: each job may run twice."""

from celery import shared_task
from django.utils import timezone

from . import batches, deposits, funds, promises, rollups, seals


@shared_task
def run_payouts() -> None:
    batches.gather(now=timezone.now())


@shared_task
def send_batches() -> None:
    batches.send_due(now=timezone.now())


@shared_task
def chase_payouts() -> None:
    batches.chase(now=timezone.now())


@shared_task
def tell_late() -> None:
    promises.tell_late(now=timezone.now())


@shared_task
def chase_deposits() -> None:
    deposits.chase(now=timezone.now())


@shared_task
def seal_transfers() -> None:
    seals.seal(now=timezone.now())


@shared_task
def refresh_rollups() -> None:
    rollups.refresh()


@shared_task
def ask_funds() -> None:
    funds.ask_rails(now=timezone.now())
