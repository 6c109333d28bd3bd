"""The wallet of somebody with a tenth of the ledger's lines: its front page and its page of lines, through the whole of
the site, against a view that does one query by an index."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from bench import clients
from bench.measuring import Bench
from picomarket import urls
from wallet.models import Transfer

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


class WalletPage(Bench):
    name = "wallet_page"
    writes = False
    first = 4

    def most(self, clients: int) -> int:
        return 500

    def ours(self, clients_: int, each: int) -> float:
        browser = Client()
        browser.force_login(self.world.star)
        pages = [reverse("wallet:home"), reverse("wallet:lines")]
        # The names of static files with a hash of what is in them are there only where these were collected.
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
            return clients.timed(each, lambda: look(browser, [pages[number % 2] for number in range(each)]))

    @override_settings(ROOT_URLCONF="bench.wallet_page")
    def limit(self, clients_: int, each: int) -> float:
        browser = Client()
        return clients.timed(each, lambda: look(browser, ["/bare/"] * each))


def look(browser: Client, pages: list[str]) -> None:
    for page in pages:
        answer = browser.get(page, HTTP_HOST="localhost", secure=True)
        if answer.status_code != HTTP_OK:
            raise RuntimeError(f"{page} answered {answer.status_code}")


HTTP_OK = 200


def newest(_request: HttpRequest) -> HttpResponse:
    """The limit: a page of one query."""
    return HttpResponse(str(Transfer.objects.order_by("-pk")[0]))


urlpatterns = [path("bare/", newest), *urls.urlpatterns]
