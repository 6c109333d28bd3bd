"""Is it really you: asked again before money leaves, or what is told of it goes to somewhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
A = TypeVar("A", bound=HttpResponseBase)
View = Callable[Concatenate[R, P], A]

# What a form says that was sent by somebody who could not confirm it.
NOT_DONE = _("This is not done yet. Set a password first, then send it again.")


class NotConfirmed(ReauthenticationRequired):
    """Whoever asks for this ``deed``, in words, is to confirm that it is them."""

    def __init__(self, deed: str) -> None:
        super().__init__()
        self.deed = deed


def always(_request: HttpRequest) -> bool:
    return True


def sent(request: HttpRequest) -> bool:
    """Whether something is asked for; looking needs no confirmation."""
    return request.method == "POST"


def confirmed(
    *,
    deed: Promise | Callable[[Any], str],
    when: Callable[[HttpRequest], bool] = always,
    otherwise: Callable[..., HttpResponse] | None = None,
) -> Callable[[View[R, P, A]], View[R, P, A | HttpResponse]]:
    """A view that asks people to confirm that it is them, where they did not some minutes ago.

    They read the ``deed``, and confirm it by what they have: password, code or passkey. Then what they sent goes on as
    they sent it. Who has none of these, because they sign in by another site, is led to set a password, by a letter to
    their address; where something is typed, the view ``otherwise`` answers, which shows it again and says so.
    """

    def asking_first(view: View[R, P, A]) -> View[R, P, A | HttpResponse]:
        @wraps(view)
        def asks(request: R, *args: P.args, **kwargs: P.kwargs) -> A | HttpResponse:
            if not when(request):
                return view(request, *args, **kwargs)
            if not can_confirm(request.user):
                return otherwise(request, *args, **kwargs) if otherwise else redirect("account_set_password")
            if not did_recently_reauthenticate(request):
                raise NotConfirmed(deed(request) if callable(deed) else str(deed))
            return view(request, *args, **kwargs)

        return cast("View[R, P, A | HttpResponse]", asks)

    return asking_first


def can_confirm(person: Any) -> bool:
    """Whether there is anything but an open session by which they could show that it is them."""
    return bool(get_adapter().get_reauthentication_methods(person))
