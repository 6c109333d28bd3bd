"""Finding work in a full market, through the whole of the site: as many live tasks as the ledger has lines, ten pieces
of work behind each, another reader with every second page. Against a signed-in view of one query that shows as many
rows by a template: the plainest Django anybody would write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path

from bench import clients
from bench.full_market import FullMarket
from bench.measuring import Bench
from bench.wallet_page import PLAIN, look
from bench.world import World
from picomarket import urls
from picomarket.lib import drawing
from tasks.models import Task
from tasks.views.finding import PER_PAGE

ROWS = """<!doctype html><title>Tasks</title><ul>{% for task in tasks %}<li>
<a href="{{ task.get_absolute_url }}">{{ task.title }}</a> {{ task.reward }} for {{ task.minutes }} min,
{{ task.slots_left }} left, by {{ task.employer }}</li>{% endfor %}</ul>"""
_markets: dict[int, FullMarket] = {}


class Feed(Bench):
    name = "feed"
    first = 4
    writes = False
    pages: ClassVar[tuple[str, ...]] = ("/work/", "/work/?sort=newest")
    each_anew = False

    def most(self, clients: int) -> int:
        return 500

    @cached_property
    def market(self) -> FullMarket:
        market = market_of(self.world)
        market.fill()
        return market

    @cached_property
    def _numbers(self) -> Iterator[int]:
        # On and on through the rounds: whoever comes again comes after what is remembered for seconds.
        return count()

    def ours(self, clients_: int, each: int) -> float:
        numbers = [next(self._numbers) for _page in range(each)]
        browsers = [self.market.browser(number // 2) for number in numbers]
        # The names of static files with a hash of what is in them are there only where these were collected.
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
            return clients.timed(each, lambda: self._look(zip(numbers, browsers, strict=True)))

    def _look(self, visits: Iterable[tuple[int, Client]]) -> None:
        for number, browser in visits:
            if self.each_anew:
                drawing.forget()
            look(browser, [self.pages[number % len(self.pages)]])

    @override_settings(ROOT_URLCONF="bench.feed")
    def limit(self, clients_: int, each: int) -> float:
        reader = self.market.browser(0)
        return clients.timed(each, lambda: look(reader, ["/bare/"] * each))


class FeedDrawnAnew(Feed):
    """Nothing remembered of what was drawn before: each page as the first one of a process."""

    name = "feed_drawn_anew"
    each_anew = True


class FeedSearch(Feed):
    """By turns words that every task has, that a fifth have, and that fewer have."""

    name = "feed_search"
    pages = ("/work/?q=page", "/work/?q=songs", "/work/?q=maps+-songs&sort=pay", "/work/?q=%22about+prices%22")


class FeedFilter(Feed):
    name = "feed_filter"
    pages = (
        "/work/?least=0.20&minutes=15",
        "/work/?category=surveys&zone=asia",
        "/work/?per_hour=2&sort=hour",
        "/work/?review_hours=24&rejects=5",
        "/work/?sort=slots",
        "/work/?level=2&sort=review",
        "/work/?least=30",
        "/work/?most=0.05",
        "/work/?least=0.05&most=0.10&sort=pay",
    )


class FeedLocked(Feed):
    name = "feed_locked"
    pages = ("/work/?view=locked", "/work/?view=locked&page=2")


def market_of(world: World) -> FullMarket:
    """One for all benchmarks of a run."""
    return _markets.setdefault(id(world), FullMarket(world))


@login_required
def newest(request: HttpRequest) -> HttpResponse:
    """The limit: a signed-in page of one query and as many rows."""
    tasks = Task.objects.published().select_related("employer").order_by("-published_at", "-pk")[:PER_PAGE]
    return HttpResponse(_plain.render({"tasks": tasks}, request))


_plain = engines["django"].from_string(ROWS)
urlpatterns = [path("bare/", newest), *urls.urlpatterns]
