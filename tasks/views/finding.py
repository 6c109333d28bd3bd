"""What a worker sees: the feed and the page of a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import devices, levels
from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib import whereabouts
from picomarket.lib.counting import Count
from tasks import (
    asking,
    cards,
    cautions,
    discovery,
    eligibility,
    near_misses,
    pauses,
    policy,
    promotions,
    reports,
    searches,
    turns,
)
from tasks.forms import FeedForm
from tasks.models import Task

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the two lists; ``here`` is the one that is shown."""

    label: str
    url: str
    here: bool
    count: Count


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of what was found, counted already."""

    def __init__(self, count: int) -> None:
        super().__init__((), PER_PAGE)
        self.count = count


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    worker = _person(request)
    form = FeedForm.read(request.GET, reader=worker)
    wish = form.wish
    locked = worker is not None and request.GET.get("view") == "locked"
    if form.asked != form.typed or form.is_wordy(request.GET):
        return redirect(form.address(locked=locked))
    now = timezone.now()
    found = discovery.find(wish, worker, now=now)
    counts = _counts(found, locked=locked)
    pages = Pages(counts["locked" if locked else "open"].number)
    page = pages.get_page(request.GET.get("page"))
    # Nearest above theirs; asked for where it is said what is locked and why.
    ahead = levels.levels_ahead(worker) if worker and counts["locked"] and (locked or not pages.count) else None
    context = {
        "form": form,
        "narrowed": wish.narrows,
        "chosen": form.chosen,
        "saved_as": searches.query_of(wish),
        "locked": locked,
        "locks": [] if ahead is None else near_misses.by_rule(found, ahead),
        "tabs": _tabs(form, counts, locked=locked) if worker else (),
        "others": counts["open" if locked else "locked"].number,
        "page": page,
        "before": form.address(locked=locked, page=page.number - 1) if page.has_previous() else "",
        "after": form.address(locked=locked, page=page.number + 1) if page.has_next() else "",
        "cards": _locked(found, worker, page.number, ahead=ahead, now=now)
        if worker and locked
        else cards.faces(_rows(found, wish, worker, page.number, now=now)),
        "empty": near_misses.emptiness(wish, worker, now=now) if worker and not locked and not counts["open"] else None,
        "follows_nobody": worker is not None and wish.followed and not pages.count and not worker.follows.exists(),
        "is_too_common": bool(wish.words) and not pages.count and not asking.looks_for_something(wish.words),
        "pause": pauses.said_of(pauses.after(found.ran_out, now=now), worker) if worker else "",
        "is_suspended": worker is not None and worker.suspended_at is not None,
        "nav": "feed",
    }
    return render(request, "tasks/feed.html", context)


def _rows(
    found: discovery.Found, wish: discovery.Wish, worker: User | None, number: int, *, now: datetime
) -> list[cards.Listed]:
    """The page's tasks, with the promoted ones among them where this is a worker's best match."""
    rows = found.page((number - 1) * PER_PAGE, PER_PAGE) if found.open_count else []
    if not worker or not rows or not promotions.takes_part(wish):
        return rows
    return promotions.among(rows, found, worker=worker, number=number, per_page=PER_PAGE, now=now)


def _locked(
    found: discovery.Found,
    worker: User,
    number: int,
    *,
    ahead: Mapping[int, levels.NextLevel] | None,
    now: datetime,
) -> list[cards.Face]:
    """Near misses with why each is closed to this worker."""
    tasks = found.near_misses((number - 1) * PER_PAGE, PER_PAGE)
    return [card.face for card in cards.for_worker(tasks, worker, now=now, ahead=ahead)] if tasks else []


def _counts(found: discovery.Found, *, locked: bool) -> dict[str, Count]:
    """How many are in each list; the one that is not looked at is counted less far."""
    near = (found.locked_count, found.most) if locked else (found.locked_about, found.most_about)
    pairs = {"open": (found.open_count, found.most), "locked": near}
    return {name: Count(number, number >= most) for name, (number, most) in pairs.items()}


def _tabs(form: FeedForm, counts: dict[str, Count], *, locked: bool) -> tuple[Tab, ...]:
    return (
        Tab(_("Open to you"), form.address(locked=False), not locked, counts["open"]),
        Tab(_("Locked"), form.address(locked=True), locked, counts["locked"]),
    )


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The task as its workers read it; its employer's draft leads on to the wizard."""
    person = _person(request)
    tasks = Task.objects.seen_by(person).select_related("employer__employer_record", "category")
    tasks = tasks.prefetch_related("proof_fields")
    task = get_object_or_404(tasks, public_id=public_id)
    if not task.published_at:
        return redirect("tasks:draft", task.public_id, "what")
    if person:
        reports.note_seen(task, person)
    mine = person is not None and task.employer_id == person.pk
    card = cards.for_worker([task], person, now=timezone.now())[0] if person and not mine else cards.Card(task)
    done = turns.of(task, person) if person else turns.Turns(task.per_worker)
    context = {
        "task": task,
        "card": card,
        "turns": done,
        "rows_left": turns.rows_left(task, person, done) if task.rows and person and not mine else None,
        "mine": mine,
        "pause": pauses.words(person, now=timezone.now()) if person and not mine else "",
        "cautious": bool(cautions.of(task)),
        "risks": policy.advice(task.risks),
        "can_report": person is not None and reports.can_report(task, person),
        "nav": "feed",
    }
    return render(request, "tasks/detail.html", context)


@login_required
@require_safe
def why(request: SignedIn, public_id: str) -> HttpResponse:
    """Why the reader can take a task or not, rule by rule. Its employer's own page says that it is theirs."""
    tasks = Task.objects.ever_published().exclude(employer=request.user).select_related("category")
    task = get_object_or_404(tasks, public_id=public_id)
    seen = whereabouts.country_of(devices.address_of(request))
    rules = eligibility.rules_of(task, request.user, seen=seen, now=timezone.now())
    context = {"task": task, "rules": rules, "closed": [rule for rule in rules if rule.lock], "nav": "feed"}
    return render(request, "tasks/why.html", context)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
