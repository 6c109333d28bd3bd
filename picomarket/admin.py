"""The admin site: the support desk, behind the same sign-in as the market."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.security import confirming

from . import desk, finding
from .desk_scripts import DeskWords
from .logged import Logged, Named

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
LEFT_OUT = (
    *("allauth.account", "allauth.mfa", "allauth.usersessions", "allauth.socialaccount"),
    "django.contrib.auth.admin",
)


class DeskSite(AdminSite):
    site_title = site_header = format_lazy(_("{market} desk"), market=settings.MARKET_NAME)
    index_title = _("Today")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Whatever is registered writes to the staff log what is done by it.

        Leaves out allauth's own pages of addresses, second steps and sessions: whoever writes there, or reads the keys
        they show, could sign in as somebody else. And Django's own of groups, in whose place is one of ours.
        """
        if not str(getattr(admin_class, "__module__", "")).startswith(LEFT_OUT):
            super().register(model_or_iterable, _logged(admin_class or ModelAdmin), **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context=extra_context)
        return answer

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page of the desk stands behind a second step, where the installation asks for one."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def behind_the_step(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if self.has_permission(request) and not confirming.desk_is_open(request):
                page = request.get_full_path() if request.method == "GET" else reverse("admin:index")
                return redirect(f"{reverse('accounts:second_step')}?{urlencode({'next': page})}")
            return inner(request, *args, **kwargs)

        return cast("View", behind_the_step)

    def get_urls(self) -> list[Any]:
        return [path("find/", self.admin_view(self.find), name="find"), *super().get_urls()]

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What the desk's scripts say, in every language."""
        return cast("HttpResponse", DeskWords.as_view(packages=["django.contrib.admin"])(request))

    def find(self, request: HttpRequest) -> HttpResponse:
        """Straight to the one thing that is called so; else all that match, by kind."""
        text = request.GET.get("q", "")
        kinds = finding.find(text, request)
        matches = [match for kind in kinds for match in kind.matches]
        if len(matches) == 1:
            return redirect(matches[0].url)
        shown = {**self.each_context(request), "title": _("Find"), "text": text.strip(), "kinds": kinds}
        return TemplateResponse(request, "admin/find.html", shown)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        person, now = cast("User", request.user), timezone.now()
        queues = desk.queues(person, now=now)
        shown = {
            "queues": queues,
            "waiting": [queue for queue in queues if queue.waiting.count],
            "quiet": [queue for queue in queues if not queue.waiting.count],
            "proof": desk.proof(person, now=now),
            "mine": desk.mine(person, now=now),
        }
        return super().index(request, {**shown, **(extra_context or {})})


def _logged(admin_class: type[Any]) -> type[Any]:
    return type(admin_class.__name__, (Logged, admin_class, Named), {"__module__": admin_class.__module__})
