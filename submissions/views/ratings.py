"""A good word for work."""

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
from submissions.models import Submission


@login_required
@require_POST
def grade(request: SignedIn, public_id: str) -> HttpResponse:
    rows = Submission.objects.reviewable_by(request.user).select_related("task")
    done = get_object_or_404(rows, public_id=public_id)
    word = request.POST.get("word", "")
    ratings.grade(done, by=request.user, word=int(word) if word in "123" and word else 0, now=timezone.now())
    messages.success(request, _("The worker reads it with the verdict."))
    return redirect(done.review_url)
