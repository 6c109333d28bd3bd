"""Sweeps of what is due about people: their data, their leaving and their standing."""

from celery import shared_task
from django.utils import timezone

from picomarket.lib import sweeps

from . import asked_later, freezes, identities, keeping, leaderboards, links, phones, standing
from .leaving import data_files, going
from .security import sessions


@shared_task
def build_data() -> int:
    """Build the files of people's data that were asked for."""
    return data_files.build_due(now=timezone.now())


@shared_task
def sweep_sessions() -> int:
    """Forget sessions that are over, cases nobody has any more, and phones nobody confirmed."""
    now = timezone.now()
    return sessions.sweep_old(now=now) + keeping.sweep_old(now=now) + phones.sweep_old(now=now)


@shared_task
def sweep_data() -> int:
    """Delete files of people's data whose days are over."""
    return data_files.sweep_due(now=timezone.now())


@shared_task
def sweep_documents() -> int:
    """Delete what showed who somebody is, some days after it was decided by."""
    return identities.sweep_documents(now=timezone.now())


@shared_task
def tell_asked_later() -> int:
    """Tell who was here before something was asked of everybody, at once and again near the end of their days."""
    return sweeps.again(lambda: asked_later.tell_due(now=timezone.now()), seconds=120)


@shared_task
def let_go() -> int:
    """Delete accounts whose days of grace are over."""
    now = timezone.now()
    going.let_go_who_never_came(now=now)
    return going.go_due(now=now)


@shared_task
def end_sanctions() -> int:
    """End suspensions and strikes whose time is over."""
    return standing.end_due(now=timezone.now())


@shared_task
def end_freezes() -> int:
    """Let workers claim again whose freeze is over."""
    return freezes.end_due(now=timezone.now())


@shared_task
def look_at_rates() -> int:
    """Freeze, warn or free those whose rejections came to count or were taken back."""
    return freezes.look_due(now=timezone.now())


@shared_task
def refresh_leaderboard() -> int:
    """Count anew who has how many points, of those on the leaderboard."""
    return leaderboards.refresh(now=timezone.now())


@shared_task
def weigh_links() -> int:
    """Look which accounts may be one person's, by what they left since the last time."""
    return links.weigh_due(now=timezone.now())


@shared_task
def sweep_traces() -> int:
    """Forget devices, networks and payout addresses whose days are over."""
    return links.sweep_old(now=timezone.now())
