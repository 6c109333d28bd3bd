"""Sweeps of what time decides for submissions, and the files built of them."""

from celery import shared_task
from django.utils import timezone

from . import claims, coded, copies, measuring, results, review


@shared_task
def expire_claims() -> int:
    """Free the slots of claims whose time ran out."""
    return claims.expire_due(now=timezone.now())


@shared_task
def approve_unreviewed() -> int:
    """Approve and pay what nobody reviewed in time."""
    return review.approve_unreviewed(now=timezone.now())


@shared_task
def approve_coded() -> int:
    """Approve and pay work whose completion code says that it is done."""
    return coded.approve_coded(now=timezone.now())


@shared_task
def confirm_uncontested() -> int:
    """Make rejections final that nobody disputed in time."""
    return review.confirm_uncontested(now=timezone.now())


@shared_task
def measure() -> int:
    """Measure how long tasks take and employers review, where verdicts came."""
    return measuring.measure_due(now=timezone.now())


@shared_task
def find_copies() -> int:
    """Look whether what was handed in since looks like something handed in before."""
    return copies.find_due()


@shared_task
def build_results() -> int:
    """Build the files of results that were asked for."""
    return results.build_due(now=timezone.now())


@shared_task
def sweep_results() -> int:
    """Delete the files of results whose days are over."""
    return results.sweep_due(now=timezone.now())
