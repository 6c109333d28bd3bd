"""An employer's worker lists: making them, and who stands on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import naming
from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.counting import figure
from picomarket.lib.refusals import Refused, way_back
from tasks import list_files
from tasks import lists as verbs
from tasks.forms.lists import ListForm, PeopleForm, RuleForm
from tasks.models import Listing, WorkerList

from .batches import check_upload

PER_PAGE = 50
BAD_SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: SignedIn) -> HttpResponse:
    """The employer's lists; a POST makes one, with the person on it whom the review desk names."""
    form = ListForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = verbs.make(request.user, name=form.cleaned_data["name"], now=timezone.now())
        except verbs.NameTaken as refusal:
            form.add_error("name", refusal)
        else:
            return _with_first(request, made)
    mine = WorkerList.objects.of(request.user)
    context = {
        "form": form,
        "page": Paginator(mine.kept().with_people().order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "deleted": mine.deleted().with_people().order_by("-deleted_at")[:PER_PAGE],
        "nav": "tasks",
    }
    return render(request, "tasks/lists.html", context, status=422 if form.errors else 200)


def _with_first(request: SignedIn, made: WorkerList) -> HttpResponse:
    if "worker" not in request.POST:
        return redirect(made)
    worker = _worker(request)
    verbs.put(made, [worker.pk], by=request.user, why=Listing.Why.DESK, now=timezone.now())
    messages.success(request, _("%(worker)s is on “%(list)s”.") % {"worker": worker, "list": made})
    return redirect(way_back(request))


@login_required
@require_safe
def one(request: SignedIn, public_id: str) -> HttpResponse:
    return _page(request, _own(request, public_id))


def _page(request: SignedIn, row: WorkerList, status: int = 200, **also: Any) -> HttpResponse:
    people = row.listings.present().select_related("worker").order_by("-since", "-pk")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    out = list(row.listings.taken_out().select_related("worker").order_by("-out_at")[:PER_PAGE])
    naming.tell_apart(listing.worker for listing in (*page, *out))
    ruled = bool(row.rule_approved)
    rule = {"approved": row.rule_approved, "rate": row.rule_rate}
    context = {
        "list": row,
        "page": page,
        "out": out,
        "using": verbs.tasks_using(row),
        "name_form": ListForm(initial={"name": row.name}, prefix="list"),
        "people_form": PeopleForm(),
        "rule_form": RuleForm(initial=rule if ruled else None),
        "nav": "tasks",
        **also,
    }
    return render(request, "tasks/list.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, public_id: str) -> HttpResponse:
    """Put on whom the lines name; the page that comes back tells each line that names nobody. It is the list's own."""
    row = _own(request, public_id)
    if request.method != "POST":
        return redirect(row)
    form = PeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, 422, people_form=form)
    file, typed, now = form.cleaned_data["file"], form.cleaned_data["people"], timezone.now()
    text, why = (list_files.decoded(file.read()), Listing.Why.FILE) if file else (typed, Listing.Why.HAND)
    try:
        if file:
            check_upload(request.user, now=now)
        brought = list_files.bring(row, text, by=request.user, why=why, now=now)
    except Refused as refusal:
        form.add_error(None, refusal)
        return _page(request, row, refusal.status, people_form=form)
    if brought.bad:
        shown = {"brought": brought, "bad": brought.bad[:BAD_SHOWN], "unsaid": len(brought.bad[BAD_SHOWN:])}
        return _page(request, row, 422, **shown)
    messages.success(request, added_words(brought.added, brought.known))
    return redirect(row)


def added_words(added: int, known: int) -> str:
    words = ngettext("%(count)s person added.", "%(count)s people added.", added) % {"count": figure(added)}
    if known:
        stood = ngettext("%(count)s stood on it already.", "%(count)s stood on it already.", known)
        words = f"{words} {stood % {'count': figure(known)}}"
    return words


@login_required
@require_POST
def put(request: SignedIn, public_id: str) -> HttpResponse:
    """One click beside a submission or on a profile, and the way back of taking out."""
    row, worker = _own(request, public_id), _worker(request)
    verbs.put(row, [worker.pk], by=request.user, why=Listing.Why.DESK, now=timezone.now())
    messages.success(request, _("%(worker)s is on “%(list)s”.") % {"worker": worker, "list": row})
    return redirect(way_back(request))


@login_required
@require_POST
def take_out(request: SignedIn, public_id: str) -> HttpResponse:
    row, worker = _own(request, public_id), _worker(request)
    verbs.take_out(row, worker, by=request.user, now=timezone.now())
    messages.info(request, _("%(worker)s is no longer on “%(list)s”.") % {"worker": worker, "list": row})
    return redirect(way_back(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedIn, public_id: str) -> HttpResponse:
    row = _own(request, public_id)
    if request.method != "POST":
        return redirect(row)
    form = ListForm(request.POST, prefix="list")
    if not form.is_valid():
        return _page(request, row, 422, name_form=form)
    try:
        verbs.rename(row, name=form.cleaned_data["name"], by=request.user)
    except verbs.NameTaken as refusal:
        form.add_error("name", refusal)
        return _page(request, row, 422, name_form=form)
    return redirect(row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: SignedIn, public_id: str) -> HttpResponse:
    """Set the list's rule, look anew who meets it, or end it."""
    row = _own(request, public_id)
    if request.method != "POST":
        return redirect(row)
    if "end" in request.POST:
        verbs.set_rule(row, approved=0, rate=0, by=request.user, now=timezone.now())
        messages.info(request, _("The rule is gone; the people it put on the list stay."))
        return redirect(row)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, rule_form=form)
    try:
        verbs.set_rule(row, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal)
        return _page(request, row, 422, rule_form=form)
    return redirect(row)


@login_required
@require_POST
def delete(request: SignedIn, public_id: str) -> HttpResponse:
    verbs.discard(_own(request, public_id), by=request.user, now=timezone.now())
    messages.info(request, _("The list is deleted. You can bring it back below."))
    return redirect("tasks:lists")


@login_required
@require_POST
def restore(request: SignedIn, public_id: str) -> HttpResponse:
    row = get_object_or_404(WorkerList.objects.of(request.user), public_id=public_id)
    verbs.restore(row, by=request.user)
    messages.success(request, _("The list is back, with everybody on it."))
    return redirect(row)


def _own(request: SignedIn, public_id: str) -> WorkerList:
    return get_object_or_404(WorkerList.objects.of(request.user).kept(), public_id=public_id)


def _worker(request: SignedIn) -> User:
    named = str(request.POST.get("worker", ""))
    return get_object_or_404(User.objects.filter(is_active=True), public_id=named.replace("\x00", ""))
