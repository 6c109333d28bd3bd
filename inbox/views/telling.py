"""What a person was told, newest first."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inbox import choices
from inbox import notices as telling
from inbox.forms import SiftForm
from inbox.models import Notice
from inbox.requests import SignedIn
from inbox.topics import Topic
from picomarket.lib.refusals import way_back

NOTICES_PER_PAGE = 30


@login_required
@require_safe
def notices(request: SignedIn) -> HttpResponse:
    sift = SiftForm(choices.topics_for(request.user), request.GET)
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
