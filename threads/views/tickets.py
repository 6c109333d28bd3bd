"""Where somebody gets help: what is asked often, and a thread with support."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused, TooOften
from threads import showing, subjects, tickets, waits
from threads.forms import AskingForm, WritingForm
from threads.models import Ticket, Topic
from threads.topics import HINTS

PER_PAGE = 20


@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """Everybody reads what it can be about; whoever is signed in writes, and finds what they wrote."""
    person = request.user if isinstance(request.user, User) else None
    mine = Ticket.objects.of(person).order_by("-opened_at", "-pk") if person else Ticket.objects.none()
    context = {
        "topics": Topic.choices,
        "page": Paginator(mine, PER_PAGE).get_page(request.GET.get("page")),
        "median": waits.median(now=timezone.now()),
        "nav": "help",
    }
    return render(request, "threads/help.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn) -> HttpResponse:
    """What is said to most who come with this topic, and the form. ``about`` and ``of`` name a thing of theirs."""
    about = _subject(request)
    topic = request.GET.get("topic", "") or (about.topic if about else "")
    if topic not in Topic.values:
        return redirect("threads:help")
    form = AskingForm(request.POST or None, request.FILES or None, initial={"topic": topic})
    if form.is_valid():
        said = form.cleaned_data
        given = {"topic": said["topic"], "words": said["words"], "files": said["attached"]}
        try:
            ticket = tickets.open_ticket(request.user, about=about, now=timezone.now(), **given)
        except TooOften as refusal:
            form.add_error(None, refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Support has it. You are told when there is an answer."))
            return redirect(ticket)
    context = {
        "form": form,
        "about": about,
        "hints": HINTS[topic],
        "median": waits.median(now=timezone.now()),
        "hours": int(tickets.promise().total_seconds() // 3600),
        "nav": "help",
    }
    return render(request, "threads/ask.html", context, status=422 if form.errors else 200)


def _subject(request: SignedIn) -> subjects.Subject | None:
    """What it is about; 404 where that is not theirs."""
    kind, public_id = request.GET.get("about", ""), request.GET.get("of", "")
    if not kind and not public_id:
        return None
    about = subjects.theirs(request.user, kind, public_id)
    if about is None:
        raise Http404
    return about


def _own(request: SignedIn, public_id: str) -> Ticket:
    rows = Ticket.objects.filter(person=request.user).select_related("person", "merged_into")
    return get_object_or_404(rows, public_id=public_id)


@login_required
@require_safe
def ticket(request: SignedIn, public_id: str) -> HttpResponse:
    one = _own(request, public_id)
    if one.merged_into:
        return redirect(one.merged_into)
    tickets.read(one, now=timezone.now())
    return _page(request, one, WritingForm())


def _page(request: SignedIn, one: Ticket, form: WritingForm) -> HttpResponse:
    context: dict[str, Any] = {
        "ticket": one,
        "said": showing.to_person(one),
        "subject": subjects.of(one),
        "place": waits.place(one, now=timezone.now()),
        "form": form,
        "hours": int(tickets.promise().total_seconds() // 3600),
        "nav": "help",
    }
    return render(request, "threads/ticket.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def write_in_ticket(request: SignedIn, public_id: str) -> HttpResponse:
    one, form = _own(request, public_id), WritingForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            words, files = form.cleaned_data["words"], form.cleaned_data["attached"]
            fresh = tickets.write(one, by=request.user, words=words, files=files, now=timezone.now())
        except TooOften as refusal:
            form.add_error(None, refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Support has it."))
            return redirect(fresh)
    return _page(request, one, form)


@login_required
@require_POST
def close_ticket(request: SignedIn, public_id: str) -> HttpResponse:
    fresh = tickets.close(_own(request, public_id), now=timezone.now())
    messages.info(request, _("Closed. To write in it opens it again."))
    return redirect(fresh)
