"""How often what the market works for may be asked for: each form, and pages that are searched or built for one reader.

Who is signed in is counted by person, anybody else by the address they come from. A view whose work reaches other
people, or costs more than a form does, has a limit of its own; all other forms share one. Whatever a view or a verb
counts by itself, and what signing in counts, stands beside that in docs/security.md, which a test compares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import devices
from accounts.models import User
from picomarket.lib import rates
from picomarket.lib.rates import HOUR, MINUTE
from picomarket.lib.refusals import TooOften, answer_too_often
from picomarket.lib.rules import Rules

# What the limits below are for: where the rule says otherwise, all of them follow it.
FORMS_A_MINUTE = Rules().forms_a_minute
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


@dataclass(frozen=True, slots=True)
class Limit:
    """So often at the most, within a minute or an hour; ``why`` says what is spared."""

    why: str
    most: int
    within: timedelta
    views: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.most} {'a minute' if self.within == MINUTE else 'an hour'}"


FORMS = (
    Limit("letters to an address", 5, HOUR, ("account_set_password",)),
    Limit(
        "the time of staff and jurors",
        30,
        HOUR,
        (
            *("tasks:report", "tasks:report_person", "tasks:report_question", "threads:report"),
            *("accounts:answer", "accounts:appeal", "disputes:open", "disputes:answer", "disputes:appeal"),
            *("tasks:contest", "submissions:contest", "accounts:household", "accounts:identity"),
        ),
    ),
    Limit(
        "calls to rails, and rows nobody deletes",
        30,
        HOUR,
        ("wallet:deposit", "wallet:refund", "wallet:method", "wallet:billing", "wallet:issue_invoice"),
    ),
    Limit(
        "other people's servers and devices",
        30,
        HOUR,
        ("inbox:webhooks", "inbox:endpoint", "inbox:add_device", "inbox:renew_secret", "inbox:replay_failed"),
    ),
    Limit(
        "keys and places",
        30,
        HOUR,
        ("tasks:renew_code_key", "tasks:open_feed", "accounts:travel", "accounts:move", "accounts:move_back"),
    ),
    Limit("copies of whole tasks", 120, HOUR, ("tasks:duplicate", "tasks:use", "tasks:keep", "submissions:run_again")),
    Limit("messages to phones, which cost money", 10, HOUR, ("accounts:verify",)),
    Limit("signed files", 30, HOUR, ("submissions:records",)),
    Limit("pictures made anew", 60, HOUR, ("accounts:edit",)),
    Limit(
        "pictures made anew, and slots",
        60,
        MINUTE,
        ("submissions:claim", "submissions:deliver", "submissions:rotate", "submissions:cover"),
    ),
    Limit("what rails send, each by its address", 1200, MINUTE, ("wallet:webhook",)),
)
PAGES = (
    Limit(
        "sheets, papers and archives",
        60,
        MINUTE,
        (
            *("wallet:lines", "wallet:statement", "wallet:year", "wallet:invoice", "wallet:deposit_receipt"),
            *("wallet:payout_receipt", "submissions:record_file", "submissions:fetch", "accounts:fetch_data"),
        ),
    ),
    Limit(
        "sums over all one did", 60, MINUTE, ("submissions:figures", "submissions:task_figures", "submissions:earnings")
    ),
    # By address many people at once: whole towns share one.
    Limit(
        "searches, and feeds that one reader fetches for many", 600, MINUTE, ("tasks:feed", "tasks:atom", "inbox:feed")
    ),
)
_FORMS = {view: limit for limit in FORMS for view in limit.views}
_PAGES = {view: limit for limit in PAGES for view in limit.views}


class Limited:
    """Middleware: who asks too often is told when they can once more, before the view has any work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        view = request.resolver_match.view_name if request.resolver_match else ""
        sends = request.method not in SAFE
        own = (_FORMS if sends else _PAGES).get(view)
        try:
            if sends and view != "wallet:webhook":
                _count(request, "forms", most=settings.RULES.forms_a_minute, within=MINUTE)
            if own:
                most = max(1, own.most * settings.RULES.forms_a_minute // FORMS_A_MINUTE)
                _count(request, view, most=most, within=own.within)
        except TooOften as refusal:
            return answer_too_often(request, refusal)
        return None


def _count(request: HttpRequest, what: str, *, most: int, within: timedelta) -> None:
    who = str(request.user.pk) if isinstance(request.user, User) else _source(devices.address_of(request))
    # Where nobody can say who asks, all would be counted as one.
    if who:
        rates.check(who, what, most=most, within=within, now=timezone.now())


def _source(address: str) -> str:
    """Whoever has one address of IPv6 has all of its /64."""
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
