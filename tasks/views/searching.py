"""A worker's saved searches, and the feed each of them can have."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from inbox import choices
from inbox.topics import Mail, Topic
from picomarket.lib import atom
from picomarket.lib.refusals import Refused
from tasks import discovery, formatting, searches
from tasks.forms import FeedForm, SaveSearchForm
from tasks.models import SavedSearch, Task

IN_A_FEED = 50
NAME_LENGTH = SavedSearch._meta.get_field("name").max_length or 0


@login_required
@require_safe
def saved(request: SignedIn) -> HttpResponse:
    rows = [(one, searches.address(one)) for one in SavedSearch.objects.of(request.user)]
    context = {"rows": rows, "rules": settings.RULES, "mail": _own_mail(request.user), "nav": "feed"}
    return render(request, "tasks/searches.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def save_search(request: SignedIn) -> HttpResponse:
    """Asks for the name of the search in the query; a POST keeps it."""
    asked = FeedForm(request.GET, reader=request.user)
    wish, said = asked.wish, asked.said
    name = wish.words or wish.category or Truncator(", ".join(said)).chars(NAME_LENGTH)
    form = SaveSearchForm(request.POST or None, initial={"name": name})
    if form.is_valid():
        try:
            searches.keep(wish, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved. You are told of each new task that fits, within a minute."))
            return redirect("tasks:searches")
    query = searches.query_of(wish)
    context = {"form": form, "wish": wish, "said": said, "query": query, "mail": _own_mail(request.user), "nav": "feed"}
    return render(request, "tasks/save_search.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def search(request: SignedIn, public_id: str) -> HttpResponse:
    """Its name, whether it comes by mail, its feed, and the ways to quiet it."""
    row = _own(request.user, public_id)
    form = SaveSearchForm(request.POST or None, initial={"name": row.name, "by_mail": row.by_mail})
    if form.is_valid():
        try:
            searches.rename(row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            return redirect("tasks:searches")
    context = {"form": form, "search": row, "url": searches.address(row), "feed": _feed_address(row), "nav": "feed"}
    return render(request, "tasks/search.html", context | {"mail": _own_mail(request.user)})


@login_required
@require_POST
def pause_search(request: SignedIn, public_id: str) -> HttpResponse:
    searches.pause(_own(request.user, public_id), now=timezone.now())
    return redirect("tasks:search", public_id)


@login_required
@require_POST
def wake_search(request: SignedIn, public_id: str) -> HttpResponse:
    searches.wake(_own(request.user, public_id))
    return redirect("tasks:search", public_id)


@login_required
@require_POST
def delete_search(request: SignedIn, public_id: str) -> HttpResponse:
    row = _own(request.user, public_id)
    searches.forget(row)
    messages.info(request, _("Deleted: %(name)s.") % {"name": row.name})
    return redirect("tasks:searches")


@login_required
@require_POST
def open_feed(request: SignedIn, public_id: str) -> HttpResponse:
    searches.open_feed(_own(request.user, public_id))
    return redirect("tasks:search", public_id)


@login_required
@require_POST
def close_feed(request: SignedIn, public_id: str) -> HttpResponse:
    searches.close_feed(_own(request.user, public_id))
    return redirect("tasks:search", public_id)


@require_safe
@cache_control(private=True, max_age=60)
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The newest tasks that fit and that the search's person can do. The address is the only key to it."""
    rows = SavedSearch.objects.awake().filter(person__is_active=True).select_related("person", "category")
    row = get_object_or_404(rows, feed_key=key)
    found = discovery.find(searches.wish_of(row), row.person, now=timezone.now()).open
    found = found.order_by("-published_at", "-pk")
    # A reader of feeds asks for no language, so it is that of the search's person.
    with translation.override(row.person.language):
        entries = [_entry(task) for task in found[:IN_A_FEED]]
        return atom.answer(request, title=row.name, path=searches.address(row), entries=entries)


def _entry(task: Task) -> atom.Entry:
    steps = format_html_join("", "<div>{}</div>", ((formatting.html(step),) for step in task.steps))
    return atom.Entry(f"{task.price.receives} · {task.title}", steps, task.get_absolute_url(), task.published_at)


def _own_mail(person: User) -> str:
    """How this person chose to be mailed of all new tasks, in words; empty where each search says so for itself."""
    mail = Mail(choices.ways_of(person)[Topic.ALERTS].mail)
    return "" if mail == Mail.URGENT else str(mail.label)


def _feed_address(search: SavedSearch) -> str:
    return f"{settings.SITE_URL}{reverse('tasks:atom', args=[search.feed_key])}" if search.feed_key else ""


def _own(person: User, public_id: str) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.of(person), public_id=public_id)
