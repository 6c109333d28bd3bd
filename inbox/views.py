"""What a person was told, newest first, and how they want to be told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from picomarket.lib.refusals import way_back

from . import choices as choosing
from . import notices as telling
from . import stopping
from .forms import ChoicesForm, SiftForm
from .models import Notice
from .topics import Topic

NOTICES_PER_PAGE = 30


class SignedIn(HttpRequest):
    """A request of a person who is signed in."""

    # A row of accounts.User, which this app does not import.
    user: Any


@login_required
@require_safe
def notices(request: SignedIn) -> HttpResponse:
    sift = SiftForm(_topics(request.user), request.GET)
    sift.full_clean()
    topic, unread = sift.cleaned_data.get("topic"), sift.cleaned_data.get("unread")
    mine = Notice.objects.of(request.user)
    shown = mine.about(topic) if topic else mine
    shown = shown.unread() if unread else shown
    after = mine.filter(public_id=request.GET.get("after", "")).values_list("pk", flat=True).first()
    rows = list((shown.filter(pk__lt=after) if after else shown)[: NOTICES_PER_PAGE + 1])
    page = {
        "rows": rows[:NOTICES_PER_PAGE],
        "more": rows[NOTICES_PER_PAGE - 1].public_id if len(rows) > NOTICES_PER_PAGE else "",
        "after": after,
        "sift": sift,
        "topic": topic,
        "sifted": bool(topic or unread),
        "unread": (mine.about(topic) if topic else mine).unread().count(),
    }
    return render(request, "inbox/notices.html", page)


def _topics(person: Any) -> list[Topic]:
    """What this person can be told of."""
    return [topic for topic in Topic if topic != Topic.DESK or person.is_staff]


@login_required
@require_POST
def read(request: SignedIn) -> HttpResponse:
    about = request.POST.get("topic", "")
    topic = Topic(about) if about in Topic.values else None
    telling.mark_read(request.user, topic=topic, now=timezone.now())
    messages.success(request, _("They are marked as read.") if topic else _("All notices are marked as read."))
    return redirect("inbox:notices")


@login_required
@require_POST
def read_one(request: SignedIn, public_id: str) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.of(request.user), public_id=public_id)
    telling.mark_one_read(notice, now=timezone.now())
    return redirect(way_back(request))


@login_required
@require_safe
def follow(request: SignedIn, public_id: str) -> HttpResponse:
    """To what a notice is about. Reading it is the point, so following it may mark it read."""
    notice = get_object_or_404(Notice.objects.of(request.user), public_id=public_id)
    return redirect(telling.follow(notice, now=timezone.now()) or "inbox:notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: SignedIn) -> HttpResponse:
    person = request.user
    ways, hours = choosing.ways_of(person), choosing.hours_of([person.pk])
    shown = {topic: ways[topic] for topic in _topics(person)}
    form = ChoicesForm(shown, hour=hours[person.pk], data=request.POST or None)
    if form.is_valid():
        choosing.choose(person, ways=form.ways)
        choosing.choose_hour(person, hour=form.cleaned_data["hour"])
        messages.success(request, _("You are told so from now on."))
        return redirect("inbox:choices")
    return render(request, "inbox/choices.html", {"form": form})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail without signing in: by one button, or by the mail program (RFC 8058). The address is the key."""
    found = stopping.read(token)
    if found is None:
        raise Http404
    if "again" in request.POST:
        stopping.start_again(found)
    elif request.method == "POST":
        stopping.stop(found)
    page = {"stop": found, "stopped": stopping.is_stopped(found), "token": token}
    return render(request, "inbox/stop.html", page)
