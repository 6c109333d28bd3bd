"""Sweeps of what time decides for submissions."""

from celery import shared_task
from django.utils import timezone

from . import claims, measuring, review


@shared_task
def expire_claims() -> int:
    """Free the slots of claims whose time ran out."""
    return claims.expire_due(now=timezone.now())


@shared_task
def approve_unreviewed() -> int:
    """Approve and pay what nobody reviewed in time."""
    return review.approve_unreviewed(now=timezone.now())


@shared_task
def confirm_uncontested() -> int:
    """Make rejections final that nobody disputed in time."""
    return review.confirm_uncontested(now=timezone.now())


@shared_task
def measure() -> int:
    """Measure how long tasks take and employers review, where verdicts came."""
    return measuring.measure_due(now=timezone.now())
