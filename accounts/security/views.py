"""What protects an account: one page that says it all, where it is signed in, and the second step."""

from __future__ import annotations

from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import devices
from accounts.requests import SignedIn
from inbox import devices as showing
from inbox import feeds
from inbox import webhooks as telling

from . import confirming, known, sessions

FEW_CODES = 3


@login_required
@require_safe
def security(request: SignedIn) -> HttpResponse:
    """All that protects the account in one screen, and the one thing to do next."""
    person = request.user
    kept = list(Authenticator.objects.filter(user=person))
    codes = [one.wrap() for one in kept if one.type == Authenticator.Type.RECOVERY_CODES]
    context = {
        "has_password": person.has_usable_password(),
        "confirmed": EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists(),
        "has_app": any(one.type == Authenticator.Type.TOTP for one in kept),
        "keys": sum(one.type == Authenticator.Type.WEBAUTHN for one in kept),
        "codes": sum(len(one.get_unused_codes()) for one in codes),
        "few_codes": FEW_CODES,
        "devices": len(sessions.of(person, here=request.session.session_key, now=timezone.now())),
        "connections": SocialAccount.objects.filter(user=person).count(),
        "providers": get_adapter(request).list_providers(request),
    }
    return render(request, "accounts/security.html", context)


@login_required
@require_safe
def where(request: SignedIn) -> HttpResponse:
    here = request.session.session_key
    return render(
        request, "accounts/devices.html", {"sessions": sessions.of(request.user, here=here, now=timezone.now())}
    )


@login_required
@require_POST
def end_device(request: SignedIn) -> HttpResponse:
    text = request.POST.get("session", "")
    if text.isdecimal() and len(text) < 19:
        sessions.end(request.user, key=int(text), here=request.session.session_key)
    messages.success(request, _("This device is signed out."))
    return redirect("accounts:devices")


@login_required
@require_POST
def end_others(request: SignedIn) -> HttpResponse:
    ended = sessions.end_others(request.user, here=request.session.session_key)
    words = ngettext("%(ended)s other device is signed out.", "%(ended)s other devices are signed out.", ended)
    messages.success(request, words % {"ended": ended})
    return redirect("accounts:devices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: SignedIn) -> HttpResponse:
    """Where the alert of a sign-in leads: everybody else out, then another password."""
    if request.method != "POST":
        return render(request, "accounts/not_me.html")
    sessions.end_others(request.user, here=request.session.session_key)
    known.forget_others(request.user, token=devices.key_of(request))
    # Who was in may have kept the feed's address, or added a device of theirs under any name: notices are read there
    # without signing in.
    if feeds.close(request.user):
        messages.info(request, _("Your feed of notices is closed too. You can make a new one."))
    if showing.end_all(request.user):
        words = _(
            "No device shows your notices any more. To switch yours on again, open “What you are told” on the device."
        )
        messages.info(request, words)
    if telling.switch_off_all(request.user, now=timezone.now()):
        words = _("Your webhooks are off. Look at their addresses before you switch them on again.")
        messages.info(request, words)
    messages.success(request, _("All other devices are signed out. Now choose a new password, and they stay out."))
    return redirect("account_change_password")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: SignedIn) -> HttpResponse:
    """An open session is not enough to set a first password: the link goes to the person's address."""
    person = request.user
    if person.has_usable_password():
        return redirect("account_change_password")
    wanted = _own_page(request)
    if request.method == "POST":
        request_password_reset(request, person.email, [person], None)
        if not wanted:
            return redirect("account_reset_password_done")
        messages.success(request, _("We sent the link to %(email)s.") % {"email": person.email})
        return redirect(request.get_full_path())
    return render(request, "account/password_set.html", {"wanted": wanted})


def _own_page(request: SignedIn) -> str:
    """Where to go on by the address, on this site; empty where it says nothing, or somewhere else."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_own else ""


@login_required
@require_safe
def second_step(request: SignedIn) -> HttpResponse:
    """The door to the desk: to set a second step up, to use it, and then on to where they wanted to go."""
    if wanted := _own_page(request):
        request.session["desk"] = wanted
    if not (confirm := confirming.second_step_url(request.user)):
        return render(request, "accounts/second_step.html")
    if not confirming.used_second_step(request):
        return redirect(f"{confirm}?{urlencode({REDIRECT_FIELD_NAME: reverse('accounts:second_step')})}")
    home = reverse("admin:index" if request.user.is_staff else "mfa_index")
    return redirect(request.session.pop("desk", home))
