"""How a person is told: topic by topic, on which devices, and the end of letters by one click."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inbox import choices as choosing
from inbox import devices, feeds, stopping
from inbox.forms import ChoicesForm, DeviceForm
from inbox.models import Device, Feed, Notice
from inbox.requests import SignedIn
from inbox.topics import Topic
from picomarket.lib import atom, webpush


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: SignedIn) -> HttpResponse:
    form = _form(request)
    if form.is_valid():
        choosing.choose(request.user, ways=form.ways)
        choosing.choose_hour(request.user, hour=form.cleaned_data["hour"])
        messages.success(request, _("You are told so from now on."))
        return redirect("inbox:choices")
    return _page(request, form)


@login_required
@require_safe
def why(request: SignedIn, public_id: str) -> HttpResponse:
    """Why somebody was told something, above how they are told."""
    told = get_object_or_404(Notice.objects.of(request.user), public_id=public_id)
    return _page(request, _form(request), told=told)


def _form(request: SignedIn) -> ChoicesForm:
    person = request.user
    ways, hours = choosing.ways_of(person), choosing.hours_of([person.pk])
    shown = {topic: ways[topic] for topic in choosing.topics_for(person)}
    has_feed = feeds.of(person) is not None
    return ChoicesForm(
        shown, hour=hours[person.pk], pushes=devices.are_offered(), has_feed=has_feed, data=request.POST or None
    )


@login_required
@require_POST
def open_feed(request: SignedIn) -> HttpResponse:
    feeds.open_new(request.user)
    return redirect(reverse("inbox:choices") + "#feed")


@login_required
@require_POST
def close_feed(request: SignedIn) -> HttpResponse:
    feeds.close(request.user)
    return redirect(reverse("inbox:choices") + "#feed")


@require_safe
@cache_control(private=True, max_age=60)
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """What a person was told last. The address is the only key to it."""
    row = get_object_or_404(Feed.objects.filter(person__is_active=True).select_related("person"), key=key)
    reader: Any = row.person
    # A reader of feeds asks for no language, so it is that of the feed's person.
    with translation.override(reader.language):
        entries = [_entry(one) for one in feeds.notices_in(row)]
        return atom.answer(request, title=_("Notices"), path=reverse("inbox:notices"), entries=entries)


def _entry(notice: Notice) -> atom.Entry:
    path = reverse("inbox:follow", args=[notice.public_id])
    return atom.Entry(notice.headline, linebreaks(notice.text, autoescape=True), path, notice.told_at)


def _page(request: SignedIn, form: ChoicesForm, *, told: Notice | None = None) -> HttpResponse:
    pushes, own = devices.are_offered(), feeds.of(request.user)
    page = {
        "feed": settings.SITE_URL + reverse("inbox:feed", args=[own.key]) if own else "",
        "told": told,
        "topic": Topic(told.topic) if told else None,
        "form": form,
        "pushes": pushes,
        "push_key": webpush.public_key(settings.VAPID_PRIVATE_KEY) if pushes else "",
        "devices": Device.objects.filter(person=request.user).order_by("-added_at", "-pk"),
    }
    return render(request, "inbox/choices.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def add_device(request: SignedIn) -> HttpResponse:
    form = DeviceForm(request.POST)
    if not devices.are_offered() or not form.is_valid():
        raise devices.NotADevice(_("Your browser answered in a way we cannot use. Try another one."))
    agent = request.headers.get("User-Agent", "")
    devices.add(request.user, **form.cleaned_data, agent=agent, now=timezone.now())
    messages.success(request, _("This device shows your notices from now on."))
    return redirect("inbox:choices")


@login_required
@require_POST
def end_device(request: SignedIn, public_id: str) -> HttpResponse:
    device = get_object_or_404(Device.objects.filter(person=request.user), public_id=public_id)
    devices.end(device)
    messages.success(request, _("That device shows no more notices."))
    return redirect("inbox:choices")


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
