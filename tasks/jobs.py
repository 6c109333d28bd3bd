"""Sweeps of what employers uploaded."""

from celery import shared_task

from . import importing


@shared_task
def check_batches() -> int:
    """Check the files that were uploaded, row by row."""
    return importing.check_due()


@shared_task
def sweep_files() -> int:
    """Delete the files whose rows are kept."""
    return importing.sweep_files()
