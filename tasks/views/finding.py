"""What a worker sees: the feed and the page of a task."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from tasks import cards, discovery, policy, reports, targeting
from tasks.forms import FeedForm
from tasks.models import Task

PER_PAGE = 20


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    worker = _person(request)
    form = FeedForm(request.GET)
    wish = form.wish()
    found = discovery.find(wish, worker)
    locked = worker is not None and request.GET.get("view") == "locked"
    pages = Paginator(found.locked if locked else found.open, PER_PAGE)
    others = (found.open if locked else found.locked).count() if worker else 0
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "narrowed": wish.narrows,
        "chosen": wish.chosen,
        "locked": locked,
        "tabs": _tabs(request, pages.count, others, locked=locked) if worker else [],
        "others": others,
        "page": page,
        "cards": _cards(page, worker if locked else None),
        "nav": "feed",
    }
    return render(request, "tasks/feed.html", context)


def _cards(page: Page[Task], worker: User | None) -> list[cards.Card]:
    """With why each is closed to this worker, where one is given: what is open to them is looked up as such."""
    tasks = list(page.object_list)
    return cards.for_worker(tasks, worker) if worker and tasks else [cards.Card(task) for task in tasks]


def _tabs(request: HttpRequest, count: int, others: int, *, locked: bool) -> list[dict[str, Any]]:
    query = request.GET.copy()
    for name in ("view", "page"):
        query.pop(name, None)
    here = f"{request.path}?{query.urlencode()}".rstrip("?")
    query["view"] = "locked"
    there = f"{request.path}?{query.urlencode()}"
    return [
        {"label": _("Open to you"), "url": here, "here": not locked, "count": others if locked else count},
        {"label": _("Locked"), "url": there, "here": locked, "count": count if locked else others},
    ]


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The task as its workers read it; its employer's draft leads on to the wizard."""
    person = _person(request)
    tasks = Task.objects.seen_by(person).select_related("employer", "category").prefetch_related("proof_fields")
    if person:
        tasks = tasks.with_own(person)
    task = get_object_or_404(tasks, public_id=public_id)
    if not task.published_at:
        return redirect("tasks:draft", task.public_id, "what")
    if person:
        reports.note_seen(task, person)
    mine = person is not None and task.employer_id == person.pk
    lock = targeting.lock_of(task, person) if person and not mine else None
    context = {
        "task": task,
        "card": cards.Card(task, lock),
        "mine": mine,
        "risks": policy.advice(task.risks),
        "can_report": person is not None and reports.can_report(task, person),
        "nav": "feed",
    }
    return render(request, "tasks/detail.html", context)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
