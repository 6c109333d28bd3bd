"""Rating an employer, and a good word for work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn
from submissions import ratings
from submissions.forms import RatingForm
from submissions.models import Submission


def form_for(submission: Submission) -> RatingForm | None:
    """What a worker rates the employer with, filled with what they said before; nothing before there is a verdict."""
    if submission.state not in ratings.JUDGED:
        return None
    before = ratings.given(submission)
    return RatingForm(initial={aspect: getattr(before, aspect) for aspect in ratings.NAMES} if before else None)


@login_required
@require_POST
def rate(request: SignedIn, public_id: str) -> HttpResponse:
    done = get_object_or_404(Submission.objects.of(request.user).select_related("task"), public_id=public_id)
    form = RatingForm(request.POST)
    if form.is_valid():
        ratings.rate(done, by=request.user, marks=form.cleaned_data, now=timezone.now())
        messages.success(request, _("Thank you. Others see your marks only together with those of more workers."))
    else:
        messages.error(request, _("Choose a mark from 1 to 5 for each."))
    return redirect(done)


@login_required
@require_POST
def grade(request: SignedIn, public_id: str) -> HttpResponse:
    rows = Submission.objects.reviewable_by(request.user).select_related("task")
    done = get_object_or_404(rows, public_id=public_id)
    word = request.POST.get("word", "")
    ratings.grade(done, by=request.user, word=int(word) if word in "123" and word else 0, now=timezone.now())
    messages.success(request, _("The worker reads it with the verdict."))
    return redirect(done.review_url)
