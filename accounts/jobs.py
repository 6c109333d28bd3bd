"""Sweeps of what people ask for who take their data along, or leave."""

from celery import shared_task
from django.utils import timezone

from .leaving import data_files, going


@shared_task
def build_data() -> int:
    """Build the files of people's data that were asked for."""
    return data_files.build_due(now=timezone.now())


@shared_task
def sweep_data() -> int:
    """Delete files of people's data whose days are over."""
    return data_files.sweep_due(now=timezone.now())


@shared_task
def let_go() -> int:
    """Delete accounts whose days of grace are over."""
    return going.go_due(now=timezone.now())
