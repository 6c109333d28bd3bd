"""The feed of a signed-in worker, best match first and newest first by turns, through the whole of the site, with a
tenth as many live tasks as the ledger has lines; against a signed-in view that shows as many rows by one query."""

from __future__ import annotations

from functools import cached_property
from itertools import cycle, islice

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils.html import format_html_join

from accounts.models import User
from bench import clients
from bench.copies import run
from bench.measuring import Bench
from bench.wallet_page import PLAIN, look
from picomarket import urls
from picomarket.lib.money import CENT, Money
from tasks import merits
from tasks.models import Task
from tasks.views.finding import PER_PAGE

SHARE, LEAST, AT_ONCE = 10, 200, 5000


class Feed(Bench):
    name = "feed"
    first = 4

    def most(self, clients: int) -> int:
        return 500

    @cached_property
    def browser(self) -> Client:
        """Somebody who looks for work in a market full of it."""
        wanted = max(self.world.lines() // SHARE, LEAST)
        while (missing := wanted - Task.objects.live().count()) > 0:
            employers = list(islice(cycle(self.world.employers), min(missing, AT_ONCE)))
            self.world.published(employers, slots=1, reward=Money((10 + missing % 40) * CENT))
        while merits.weigh_new():
            pass
        run("VACUUM ANALYZE tasks_task")
        browser = Client()
        browser.force_login(User.objects.get(pk=self.world.workers[0]))
        return browser

    def ours(self, clients_: int, each: int) -> float:
        pages = [reverse("tasks:feed"), f"{reverse('tasks:feed')}?sort=newest"]
        browser = self.browser
        # The names of static files with a hash of what is in them are there only where these were collected.
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
            return clients.timed(each, lambda: look(browser, [pages[number % 2] for number in range(each)]))

    @override_settings(ROOT_URLCONF="bench.feed")
    def limit(self, clients_: int, each: int) -> float:
        browser = self.browser
        return clients.timed(each, lambda: look(browser, ["/bare/"] * each))


@login_required
def newest(_request: HttpRequest) -> HttpResponse:
    """The limit: a signed-in page of one query and as many rows."""
    tasks = Task.objects.published().order_by("-published_at", "-pk")[:PER_PAGE]
    return HttpResponse(format_html_join("", "<li>{} {}</li>", ((task.title, task.reward) for task in tasks)))


urlpatterns = [path("bare/", newest), *urls.urlpatterns]
