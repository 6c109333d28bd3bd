"""Sweeps of what time decides for submissions, and the files built of them."""

from celery import shared_task
from django.utils import timezone

from picomarket.lib import sweeps

from . import (
    bulk,
    claims,
    copies,
    cosigns,
    glimpses,
    measuring,
    results,
    review,
    revising,
    uploads,
    verdicts,
    vouching,
)


@shared_task
def expire_claims() -> int:
    """Free the slots of claims whose time ran out."""
    return sweeps.again(lambda: claims.expire_due(now=timezone.now()), seconds=5)


@shared_task
def approve_unreviewed() -> int:
    """Approve and pay what nobody reviewed in time."""
    return sweeps.again(lambda: review.approve_unreviewed(now=timezone.now()), seconds=10)


@shared_task
def carry_out_verdicts() -> int:
    """Carry out verdicts that can no longer be taken back."""
    return sweeps.again(lambda: verdicts.carry_out_due(now=timezone.now()), seconds=2)


@shared_task
def approve_in_bulk() -> int:
    """Approve what employers approved all at once."""
    return bulk.run_due(now=timezone.now())


@shared_task
def lapse_revisions() -> int:
    """Hand back to employers what was not changed in time."""
    return sweeps.again(lambda: revising.lapse_due(now=timezone.now()), seconds=20)


@shared_task
def check_due() -> int:
    """Approve and pay what a trusted list, a known answer, a completion code or others' same answers vouch for."""
    return sweeps.again(lambda: vouching.check_due(now=timezone.now()), seconds=2)


@shared_task
def confirm_uncontested() -> int:
    """Make rejections final that nobody disputed in time."""
    return sweeps.again(lambda: review.confirm_uncontested(now=timezone.now()), seconds=20)


@shared_task
def lapse_proposals() -> int:
    """Close rejections that wait for a co-sign of work that was judged meanwhile."""
    return cosigns.lapse_due(now=timezone.now())


@shared_task
def measure() -> int:
    """Measure how long tasks take and employers review, where verdicts came."""
    return measuring.measure_due(now=timezone.now())


@shared_task
def find_copies() -> int:
    """Look whether what was handed in since looks like something handed in before."""
    return copies.find_due()


@shared_task
def read_pictures() -> int:
    """Look whether pictures that were kept since show an e-mail address or a telephone number."""
    return glimpses.read_due(now=timezone.now())


@shared_task
def build_results() -> int:
    """Build the files of results that were asked for."""
    return results.build_due(now=timezone.now())


@shared_task
def sweep_results() -> int:
    """Delete the files of results whose days are over."""
    return results.sweep_due(now=timezone.now())


@shared_task
def sweep_uploads() -> int:
    """Delete what is on its way to claims that are over."""
    return uploads.sweep_due()
