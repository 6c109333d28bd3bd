"""Money's background work: each job may run twice."""

from celery import shared_task
from django.utils import timezone

from . import deposits, payouts


@shared_task
def run_payouts() -> None:
    payouts.run(now=timezone.now())


@shared_task
def chase_payouts() -> None:
    payouts.chase(now=timezone.now())


@shared_task
def chase_deposits() -> None:
    deposits.chase(now=timezone.now())
