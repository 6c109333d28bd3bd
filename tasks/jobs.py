"""Background work of the tasks app: each job one verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from picomarket.lib import sweeps

from . import alerts, attempts, endings, importing, lists, merits, rounds, suspects


@shared_task
def announce() -> int:
    """Look for whom new tasks are."""
    return alerts.announce_due(now=timezone.now())


@shared_task
def tell_alerts() -> int:
    """Tell people of the new tasks that were found for them."""
    return alerts.tell_due(now=timezone.now())


@shared_task
def mail_alerts() -> int:
    """Mail the day's new tasks to those whose hour it is."""
    return alerts.mail_due(now=timezone.now())


@shared_task
def sweep_alerts() -> int:
    """Forget that people were told of tasks long ago."""
    return sweeps.again(lambda: alerts.sweep_old(now=timezone.now()), seconds=60)


@shared_task
def weigh_new() -> int:
    """Give new tasks the merit they are sorted by."""
    return merits.weigh_new()


@shared_task
def weigh_again() -> int:
    """Give tasks their merit anew where something moved it."""
    return merits.weigh_again()


@shared_task
def follow_rules() -> int:
    """Look anew who meets the rules of worker lists."""
    return lists.follow_rules(now=timezone.now())


@shared_task
def end_tasks() -> int:
    """Stop tasks whose last day is over."""
    return sweeps.again(lambda: endings.end_due(now=timezone.now()), seconds=24)


@shared_task
def end_attempts() -> int:
    """Score the attempts at tests whose time ran out."""
    return attempts.end_due(now=timezone.now())


@shared_task
def judge_again() -> int:
    """Judge published tasks by the policy as it is now."""
    return rounds.go_on(now=timezone.now())


@shared_task
def check_batches() -> int:
    """Check the files that were uploaded, row by row."""
    return importing.check_due()


@shared_task
def look_through_batches() -> int:
    """Look through the rows of checked files for what the policy names."""
    return suspects.look_through_due()


@shared_task
def sweep_files() -> int:
    """Delete the files whose rows are kept."""
    return importing.sweep_files()
