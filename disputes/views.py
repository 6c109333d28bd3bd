"""The pages of a dispute for its two sides. Support reads and decides in the admin."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib import private_files
from picomarket.lib.refusals import Refused
from submissions.models import Proof, Submission
from tasks.outside import HeldBack

from . import appeals, cases, hearing, jury
from .appeals import NoAppeal
from .casefile import CaseFile, with_proofs, with_sides
from .enclosures import BadEnclosure
from .forms import AnswerForm, AppealForm, OfferForm, OpeningForm, VoteForm, WordsForm
from .juryfile import JuryFile
from .models import Dispute, Enclosure, Juror, JurorQuerySet


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: SignedIn, public_id: str) -> HttpResponse:
    mine = Submission.objects.of(request.user).select_related("task__employer")
    submission = get_object_or_404(mine, public_id=public_id)
    if not cases.can_open(submission, now=timezone.now()):
        return _where_it_stands(request, submission)
    form = OpeningForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect(cases.open_case(submission, by=request.user, **form.said, now=timezone.now()))
        except Refused as refusal:
            _refuse(form, refusal)
    page = {"submission": submission, "form": form, "rules": settings.RULES, "nav": "work"}
    return render(request, "disputes/open.html", page)


def _where_it_stands(request: SignedIn, submission: Submission) -> HttpResponse:
    case = Dispute.objects.filter(submission=submission).first()
    form = OpeningForm(request.POST)
    if case is None:
        messages.error(request, _("There is nothing to dispute here: the time is over, or it is not rejected."))
        if not (unkept := form.unkept):
            return redirect(submission)
        page = {"submission": submission, "unkept": unkept, "rules": settings.RULES, "nav": "work"}
        return render(request, "disputes/open.html", page, status=409)
    if not form.unkept:
        return redirect(case)
    if not CaseFile(case, now=timezone.now(), reader=request.user).can_speak:
        return _page(request, _case(request, case.public_id), form, status=409)
    # Sent from a page that was open since before: what was typed is not lost.
    messages.info(
        request, _("You opened this dispute already. What you wrote now is below: send it as a further answer.")
    )
    return _page(request, _case(request, case.public_id), AnswerForm(initial={"words": request.POST.get("words", "")}))


def _refuse(form: WordsForm, refusal: Refused) -> None:
    form.refuse(refusal, "enclosed" if isinstance(refusal, BadEnclosure) else "words")


def _case(request: SignedIn, public_id: str) -> Dispute:
    return get_object_or_404(with_proofs(Dispute.objects.seen_by(request.user)), public_id=public_id)


def _page(
    request: SignedIn, case: Dispute, form: WordsForm, proposal: OfferForm | None = None, *, status: int = 200
) -> HttpResponse:
    file = CaseFile(case, now=timezone.now(), reader=request.user)
    # Where nothing more can be said, what was typed is not lost.
    unkept = [] if file.can_speak else form.unkept
    for words in form.errors.get("words", ()) if unkept else ():
        messages.error(request, str(words))
    page = {
        "file": file,
        "case": case,
        "form": form,
        "unkept": unkept,
        "proposal": proposal or OfferForm(),
        "nav": "work" if file.for_worker else "tasks",
    }
    return render(request, "disputes/case.html", page, status=status)


@login_required
@require_safe
def case(request: SignedIn, public_id: str) -> HttpResponse:
    return _page(request, _case(request, public_id), AnswerForm())


@login_required
@require_POST
def answer(request: SignedIn, public_id: str) -> HttpResponse:
    case = _case(request, public_id)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            hearing.answer(case, by=request.user, **form.said, now=timezone.now())
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Your answer is in the case. The other side is told."))
            return redirect(case)
    return _page(request, case, form)


@login_required
@require_POST
def have_nothing_to_add(request: SignedIn, public_id: str) -> HttpResponse:
    case = _case(request, public_id)
    hearing.have_nothing_to_add(case, by=request.user, now=timezone.now())
    messages.success(request, _("It is noted. Support begins as soon as the other side had its say."))
    return redirect(case)


@login_required
@require_POST
def concede(request: SignedIn, public_id: str) -> HttpResponse:
    mine = with_sides(Dispute.objects.filter(submission__task__employer=request.user))
    case = get_object_or_404(mine, public_id=public_id)
    cases.concede(case, by=request.user, now=timezone.now())
    words = _("You agreed. %(name)s is paid %(money)s and the case is closed.")
    price, worker = case.submission.task.price, case.submission.worker
    messages.success(request, words % {"name": worker.public_name, "money": price.receives})
    return redirect(case)


@login_required
@require_POST
def offer(request: SignedIn, public_id: str) -> HttpResponse:
    mine = with_proofs(Dispute.objects.filter(submission__task__employer=request.user))
    case = get_object_or_404(mine, public_id=public_id)
    form = OfferForm(request.POST)
    if form.is_valid():
        try:
            hearing.offer(case, by=request.user, **form.cleaned_data, now=timezone.now())
        except HeldBack as refusal:
            form.add_error("words", refusal)
    if form.errors:
        return _page(request, case, AnswerForm(), form)
    messages.success(request, _("Your proposal is in the case. The worker can take it until the case is decided."))
    return redirect(case)


@login_required
@require_POST
def take_offer(request: SignedIn, public_id: str) -> HttpResponse:
    case = get_object_or_404(with_sides(Dispute.objects.filter(submission__worker=request.user)), public_id=public_id)
    shown = request.POST.get("percent", "")
    percent = int(shown) if shown in map(str, cases.PARTS) else 0
    cases.take_offer(case, percent=percent, by=request.user, now=timezone.now())
    words = _("You two agreed. You are paid %(money)s and the case is closed.")
    messages.success(request, words % {"money": case.submission.price.part(percent).receives})
    return redirect(case)


@login_required
@require_POST
def accept(request: SignedIn, public_id: str) -> HttpResponse:
    case = get_object_or_404(with_sides(Dispute.objects.filter(submission__worker=request.user)), public_id=public_id)
    appeals.accept(case, by=request.user, now=timezone.now())
    messages.success(request, _("You accepted the decision. The case is closed."))
    return redirect(case)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: SignedIn, public_id: str) -> HttpResponse:
    case = _case(request, public_id)
    file = CaseFile(case, now=timezone.now(), reader=request.user)
    form = AppealForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            appeals.file(case, by=request.user, **form.said, now=timezone.now())
        except NoAppeal as refusal:
            messages.error(request, refusal.words)
            return _page(request, case, form, status=409)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Your appeal is filed. Somebody else of support looks at the case."))
            return redirect(case)
    elif not file.can_appeal:
        return _page(request, case, form, status=409) if form.unkept else redirect(case)
    nav = "work" if file.for_worker else "tasks"
    page = {"file": file, "case": case, "form": form, "rules": settings.RULES, "nav": nav}
    return render(request, "disputes/appeal.html", page, status=422 if form.errors else 200)


@require_safe
def enclosure(request: HttpRequest, public_id: str) -> FileResponse:
    """A picture of a case, or a file to be saved, never shown. Whoever may not see it learns nothing: 404."""
    if not isinstance(request.user, User):
        raise Http404
    row = get_object_or_404(Enclosure.objects.seen_by(request.user), public_id=public_id)
    if row.picture:
        return _picture(row)
    return private_files.saved(row.file.storage, str(row.file.name), name=row.name)


def _picture(row: Enclosure | Proof) -> FileResponse:
    return private_files.picture(row.picture.storage, str(row.picture.name), public_id=row.public_id)


# -- the jury


def _seats(request: SignedIn) -> JurorQuerySet:
    sides = "dispute__submission__task__employer", "dispute__submission__worker", "dispute__submission__row"
    return Juror.objects.of(request.user).select_related(*sides, "dispute__submission__task__batch", "dispute__appeal")


@login_required
@require_safe
def seats(request: SignedIn) -> HttpResponse:
    """The cases somebody is or was asked about, the newest first."""
    rows = _seats(request).order_by("-asked_at", "-pk")[:50]
    asked = set(Juror.objects.of(request.user).asked(timezone.now()).values_list("pk", flat=True))
    files = [(JuryFile(one), one.pk in asked) for one in rows]
    return render(request, "disputes/seats.html", {"files": files, "nav": "me"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def juror(request: SignedIn, public_id: str) -> HttpResponse:
    seat = get_object_or_404(_seats(request), public_id=public_id)
    form = VoteForm(request.POST or None)
    if form.is_valid():
        try:
            jury.vote(seat, by=request.user, **form.cleaned_data, now=timezone.now())
        except cases.TooShort as refusal:
            form.add_error("words", refusal)
        else:
            messages.success(request, _("Your word is with support. Thank you."))
            return redirect(seat)
    is_asked = Juror.objects.asked(timezone.now()).filter(pk=seat.pk).exists()
    page = {"seat": seat, "file": JuryFile(seat), "form": form, "is_asked": is_asked, "nav": "me"}
    return render(request, "disputes/juror.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def decline(request: SignedIn, public_id: str) -> HttpResponse:
    seat = get_object_or_404(_seats(request), public_id=public_id)
    jury.decline(seat, by=request.user, now=timezone.now())
    messages.success(request, _("You declined. Nobody asks why."))
    return redirect("disputes:seats")


@require_safe
def juror_proof(request: HttpRequest, public_id: str, proof_id: str) -> FileResponse:
    """A picture of the proof, for who is asked about it and as long as they are. Else: 404."""
    if not isinstance(request.user, User):
        raise Http404
    asked = Juror.objects.of(request.user).asked(timezone.now())
    seat = get_object_or_404(asked, public_id=public_id)
    pictures = Proof.objects.filter(submission__dispute=seat.dispute_id).exclude(picture="")
    return _picture(get_object_or_404(pictures, public_id=proof_id))
