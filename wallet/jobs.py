"""Money's background work: each job may run twice."""

from celery import shared_task
from django.utils import timezone

from . import batches, debts, deposits, funds, promises, promo, rollups, seals


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
def recover_losses() -> None:
    debts.recover(now=timezone.now())


@shared_task
def expire_promo() -> None:
    promo.expire(now=timezone.now())


@shared_task
def seal_transfers() -> None:
    seals.seal(now=timezone.now())


@shared_task
def refresh_rollups() -> None:
    rollups.refresh()


@shared_task
def ask_funds() -> None:
    funds.ask_rails(now=timezone.now())
