"""What opens an account, moves money or names where it goes is in no line of the log and in no report of an error."""

from __future__ import annotations

import inspect
import io
import logging
import re
import sys
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as configured
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter

from accounts.models import User
from inbox.models import Endpoint
from picomarket.celery import app
from picomarket.masking import Masked, masked
from tests import make

IBAN = "DE02120300000000202051"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that anything says, down to the smallest word, as an installation's console shows it."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.addFilter(Masked())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def reset_key(browser: Client, person: User) -> str:
    browser.post(reverse("account_reset_password"), {"email": person.email})
    (key,) = re.findall(r"/account/password/reset/key/(\S+)/", str(mail.outbox[-1].body))
    browser.get(f"/account/password/reset/key/{key}/")
    browser.get(f"/account/password/reset/key/{key}/no-such-page/")
    return str(key)


def webhook_secret(browser: Client) -> str:
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    browser.post(reverse("inbox:webhooks"), {"url": "https://server.example/hook", "kinds": ["task.paused"]})
    endpoint = Endpoint.objects.get()
    browser.post(reverse("inbox:try_out", args=[endpoint.public_id]))
    return str(endpoint.secret)


def test_no_secret_of_a_day_at_the_market_is_in_its_log(log: io.StringIO, ann: User) -> None:
    browser = Client(raise_request_exception=False)
    secrets = {reset_key(Client(), ann), make.PASSWORD, "not her password", IBAN, "987654", TOTP_SECRET}
    for password in ("not her password", make.PASSWORD):
        browser.post(reverse("account_login"), {"login": ann.email, "password": password})
    session = browser.session.session_key
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    browser.post(reverse("wallet:method"), {"rail": "manual", "destination": f"{IBAN}, Ann"})
    browser.post(reverse("wallet:method"), {"rail": "no such rail", "destination": f"{IBAN}, Ann"})
    secrets |= {webhook_secret(browser), str(session)}
    TOTP.activate(ann, TOTP_SECRET)
    browser.post(reverse("mfa_reauthenticate"), {"code": "987654"})
    browser.get(reverse("tasks:atom", args=["a-key-of-somebody-elses-feed"]))
    browser.post("/wallet/rails/manual/webhook/", {"secret": "s"}, headers={"Authorization": "Bearer no-good-token"})
    secrets |= {"a-key-of-somebody-elses-feed", "no-good-token"}

    said = log.getvalue()

    assert "/work/feeds/•••" in said
    assert sorted(secret for secret in secrets if secret in said) == []


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("Not Found: /account/confirm-email/MQ:1abc:xyz/", "Not Found: /account/confirm-email/•••/"),
        ("Not Found: /notices/stop/abc.def/", "Not Found: /notices/stop/•••/"),
        ("Authorization: Bearer abc.def", "Authorization: •••"),
        ('{"client_secret": "abc", "id": 1}', '{"client_secret": •••, "id": 1}'),
        ("GET /?token=abc&page=2", "GET /?token=•••&page=2"),
        ("payout destination of 7 on manual changed by 7", "payout destination of 7 on manual changed by 7"),
    ],
)
def test_what_a_secret_is_named_by_hides_it(said: str, safe: str) -> None:
    assert masked(said) == safe


def test_what_an_error_says_is_masked_too(log: io.StringIO) -> None:
    try:
        raise ValueError("the rail said no to api_key=abc123")
    except ValueError:
        logging.getLogger("wallet").exception("It broke.")

    assert "abc123" not in log.getvalue()
    assert "ValueError: the rail said no to api_key=•••" in log.getvalue()


def test_nobody_writes_a_line_of_the_log_of_their_own(log: io.StringIO) -> None:
    logging.getLogger("tasks").warning("Not Found: %s", "/a\nERROR wallet: all is lost\r\n")

    assert log.getvalue().splitlines() == [r"Not Found: /a\nERROR wallet: all is lost\r\n"]


def test_the_console_of_every_process_is_masked() -> None:
    assert configured.LOGGING["handlers"]["console"]["filters"] == ["masked"]
    assert not configured.CELERY_WORKER_HIJACK_ROOT_LOGGER


def breaks(typed: str) -> None:
    raise ValueError(len(typed))


def test_a_report_of_an_error_holds_nothing_that_was_typed(rf: RequestFactory) -> None:
    request = rf.post("/wallet/method/", {"destination": IBAN, "password": make.PASSWORD}, headers={"Cookie": "a=b1c2"})

    try:
        breaks(request.POST["destination"])
    except ValueError:
        report = ExceptionReporter(request, *sys.exc_info())
    text = report.get_traceback_text()

    assert "/wallet/method/" in text
    assert [secret for secret in (IBAN, make.PASSWORD, configured.SECRET_KEY, "b1c2") if secret in text] == []


def test_no_job_is_given_more_than_ids() -> None:
    """What a job is given stands in the queue and in its log."""
    app.loader.import_default_modules()
    ours = {name: job for name, job in app.tasks.items() if ".jobs." in name}

    given = {name: list(inspect.signature(job.run).parameters) for name, job in ours.items()}

    assert ours
    assert {name: names for name, names in given.items() if any(not one.endswith(("pk", "pks")) for one in names)} == {}
