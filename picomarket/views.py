"""The front page, what programs ask whether the market lives, the error pages, and two pages of development."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from accounts import profiles
from accounts.models import User
from picomarket.lib.months import Month

from . import health, installing, landing, metrics, open_books, styleguide, well_known
from . import mailbox as letterbox
from . import transparency as figures

PLAIN = "text/plain; charset=utf-8"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("tasks:feed")
    return render(request, "home.html", landing.page(now=timezone.now()))


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """What the market owes and holds, for anybody."""
    return render(request, "open_books.html", open_books.page(now=timezone.now()))


@require_safe
def transparency(request: HttpRequest, month: str = "") -> HttpResponse:
    """What was decided here in a month, for anybody."""
    try:
        chosen = Month.read(month) if month else None
    except ValueError as error:
        raise Http404 from error
    return render(request, "transparency.html", figures.page(chosen, now=timezone.now()))


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 where this process answers at all. Asks nobody: a database that is down is no reason to kill it."""
    return JsonResponse({"process": health.GOOD})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where this process can serve pages, 503 where it cannot; with ?all=1 also where the clock stands still."""
    found = health.look(now=timezone.now())
    good = found.well if "all" in request.GET else found.ready
    return JsonResponse(asdict(found), status=HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE)


@never_cache
@require_safe
def measured(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus, for whoever has the token; to others there is nothing."""
    if not metrics.may_read(request.headers.get("Authorization", "")):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of the site, from the foot of a page. Whoever is signed in is told of things in it too."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        profiles.speak(request.user, language=language)
    return set_language(request)


@require_safe
@cache_control(private=True, max_age=3600)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: at the root, because it works for what lies beneath its address."""
    return render(request, "sw.js", content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(private=True, max_age=3600)
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone asks to know before it puts the market among its apps."""
    return JsonResponse(installing.manifest(), content_type="application/manifest+json")


@require_safe
@cache_control(private=True, max_age=3600)
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness, for whoever found one."""
    return HttpResponse(well_known.security(now=timezone.now()), content_type=PLAIN)


@require_safe
@cache_control(private=True, max_age=3600)
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may show."""
    return HttpResponse(well_known.robots(), content_type=PLAIN)


@require_safe
@cache_control(private=True, max_age=3600)
def favicon(_request: HttpRequest) -> HttpResponse:
    """The icon, for programs that look for it here and not in a page."""
    return redirect(static("img/icon-192.png"))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page the service worker keeps for when there is no line. The same for everybody."""
    return render(request, "errors/offline.html")


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    folder = settings.DATA_DIR / "mail"
    return render(request, "mailbox.html", {"letters": letterbox.letters(folder)})


@require_safe
@xframe_options_sameorigin
def letter(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """A letter's HTML, as a mail program would show it: in a frame that runs nothing and fetches nothing."""
    html = next((one.html for one in letterbox.letters(settings.DATA_DIR / "mail") if one.key == key), "")
    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", styleguide.samples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"too_large": isinstance(exception, RequestDataTooBig)}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    # Without the request, so that nothing asks the database who is there: it may be what is broken.
    context = {"market_name": settings.MARKET_NAME, "support_email": settings.SUPPORT_EMAIL}
    return HttpResponseServerError(render_to_string("500.html", context))
