"""Messages between workers and employers: the list, a thread, writing the first one, reporting one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib import private_files
from picomarket.lib.refusals import Refused, TooOften
from submissions.models import Submission
from tasks import outside
from tasks.forms import PersonReportForm
from tasks.models import Task
from tasks.person_reports import TooShort
from threads import listing, reporting, writing
from threads.forms import MessageForm
from threads.models import Message, MessagePicture, Thread


@login_required
@require_safe
def threads(request: SignedIn) -> HttpResponse:
    page = listing.threads(request.user, after=request.GET.get("after", ""))
    return render(request, "threads/threads.html", {"page": page, "nav": "messages"})


@login_required
@require_safe
def thread(request: SignedIn, public_id: str) -> HttpResponse:
    """Reading it is the point, so opening it marks it read."""
    one = _own(request, public_id)
    writing.read(one, by=request.user, now=timezone.now())
    return _page(request, one, MessageForm())


@login_required
@require_POST
def write(request: SignedIn, public_id: str) -> HttpResponse:
    return _write(request, _own(request, public_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def on_task(request: SignedIn, public_id: str) -> HttpResponse:
    """A worker asks about a task, privately."""
    tasks = Task.objects.ever_published().others_than(request.user).select_related("employer")
    one = writing.about_task(get_object_or_404(tasks, public_id=public_id), request.user)
    return _begin(request, one)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def on_submission(request: SignedIn, public_id: str) -> HttpResponse:
    """Either side writes about a submission, which its employer sees once it is handed in."""
    theirs = Submission.objects.reviewable_by(request.user).values("pk")
    rows = Submission.objects.filter(Q(worker=request.user) | Q(pk__in=theirs))
    rows = rows.select_related("task__employer", "task__batch", "row", "worker")
    return _begin(request, writing.about_submission(get_object_or_404(rows, public_id=public_id)))


def _begin(request: SignedIn, one: Thread) -> HttpResponse:
    if request.method == "POST":
        return _write(request, one)
    return redirect(one) if one.is_kept else _page(request, one, MessageForm())


def _own(request: SignedIn, public_id: str) -> Thread:
    return get_object_or_404(Thread.objects.seen_by(request.user).with_sides(), public_id=public_id)


def _write(request: SignedIn, one: Thread) -> HttpResponse:
    form = MessageForm(request.POST, request.FILES)
    held_back = None
    if form.is_valid():
        try:
            message = writing.write(one, by=request.user, now=timezone.now(), **form.cleaned_data)
        except outside.HeldBack as refusal:
            held_back = refusal.parts
            form.add_error("words", refusal)
        except (writing.NotNow, TooOften) as refusal:
            form.add_error(None, refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Sent."))
            return redirect(message.thread)
    return _page(request, one, form, held_back)


def _page(request: SignedIn, one: Thread, form: MessageForm, held_back: object = None) -> HttpResponse:
    listing.tell_apart(one, request.user)
    context = {
        "thread": one,
        "other": one.other(request.user),
        "subject_url": one.subject_url(request.user),
        "page": listing.messages(one, before=request.GET.get("before", "")) if one.is_kept else None,
        "why_not": writing.why_not(one, request.user),
        "held_back": held_back,
        "form": form,
        "nav": "messages",
    }
    template = "threads/thread.html" if one.is_kept else "threads/new.html"
    return render(request, template, context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedIn, public_id: str) -> HttpResponse:
    """Report what the other side wrote."""
    mine = Thread.objects.seen_by(request.user).values("pk")
    others = Message.objects.filter(thread__in=mine).exclude(author=request.user).select_related("author", "thread")
    message = get_object_or_404(others, public_id=public_id)
    form = PersonReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reporting.report(message, by=request.user, now=timezone.now(), **form.cleaned_data)
        except TooShort as refusal:
            form.add_error("words", refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. Somebody looks at it, and you are told what came of it."))
            return redirect(message.thread)
    context = {"message": message, "form": form, "nav": "messages"}
    return render(request, "threads/report.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def picture(request: SignedIn, public_id: str) -> FileResponse:
    """A picture of a message or, with ?size=small, its small copy. Whoever may not see it learns nothing: 404."""
    row = get_object_or_404(MessagePicture.objects.seen_by(request.user), public_id=public_id)
    kept = row.small if request.GET.get("size") == "small" else row.picture
    return private_files.picture(kept.storage, str(kept.name), public_id=row.public_id)
