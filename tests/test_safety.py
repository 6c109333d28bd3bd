"""The doors an attacker tries first: other sites, borrowed sessions, huge bodies, the desk's filters, a bad set-up."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.contrib.auth.models import Group
from django.core import mail
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from pytest_django import Settings

from accounts.models import User
from picomarket import checks, views
from picomarket.lib.line_forms import OneLineField
from tests import make

pytestmark = pytest.mark.django_db

ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)")
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "k9" * 30 + "-of-a-real-installation",
    "SITE_URL": "https://market.example.org",
    "ALLOWED_HOSTS": "market.example.org",
    "TRUSTED_PROXIES": "1",
    "MANUAL_BANK_INSTRUCTIONS": "Our account is DE02 1203 0000 0000 2020 51.",
    # Set for tests in a browser alone.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "",
}


def credentials(name: str) -> dict[str, str]:
    return {"login": f"{name}@example.org", "password": make.PASSWORD}


# -- leading people away


@pytest.mark.parametrize("where", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(where: str, ben: User, client: Client) -> None:
    answer = client.post(f"{reverse('account_login')}?next={where}", {**credentials("ben"), "next": where})

    assert answer["Location"] == configured.LOGIN_REDIRECT_URL


@pytest.mark.parametrize("where", ELSEWHERE)
def test_choosing_a_language_leads_to_no_other_site(where: str, client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": where}, headers={"Referer": where})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("where", ELSEWHERE)
def test_fetching_money_leads_to_no_other_site(where: str, ann: User, client: Client) -> None:
    client.force_login(ann)

    client.get(reverse("wallet:deposit"), {"next": where})

    assert client.session["errand"] == ""


def test_a_refusal_leads_to_no_other_site(ann: User, client: Client) -> None:
    task = make.task(ann)
    client.force_login(ann)

    answer = client.post(reverse("submissions:claim", args=[task.public_id]), headers={"Referer": ELSEWHERE[0]})

    assert answer["Location"] == "/"


def test_a_made_up_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


# -- sessions and who is who


def test_signing_in_starts_another_session(ben: User, client: Client) -> None:
    before = client.session.session_key

    client.post(reverse("account_login"), credentials("ben"))

    assert client.session.session_key != before


def test_no_cookie_is_a_scripts_to_read_or_another_sites_to_send(ben: User, client: Client) -> None:
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), credentials("ben"))
    client.post(reverse("set_language"), {"language": "en"})

    cookies = {
        name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items() if cookie.value
    }

    assert set(cookies) >= {"sessionid", "csrftoken", "django_language"}
    assert set(cookies.values()) == {(True, "Lax")}


@pytest.mark.parametrize("page", ["account_signup", "account_reset_password"])
def test_nobody_learns_here_who_has_an_account(page: str, ben: User, client: Client) -> None:
    said = []
    for address in ("ben@example.org", "nobody@example.org"):
        form = {"email": address, "password1": make.PASSWORD, "country": "DE", "birth_date": "1990-01-01"}
        answer = Client().post(reverse(page), {**form, "accepts": "on"})
        said.append((answer.status_code, answer["Location"]))

    assert said[0] == said[1]
    assert [letter.to for letter in mail.outbox] == [["ben@example.org"], ["nobody@example.org"]]


def test_passwords_are_not_tried_for_ever(ben: User, client: Client) -> None:
    for _attempt in range(6):
        client.post(reverse("account_login"), {**credentials("ben"), "password": "wrong"})

    answer = client.post(reverse("account_login"), credentials("ben"))

    assert (answer.status_code, "_auth_user_id" in client.session) == (200, False)


def test_an_open_session_is_not_enough_to_take_an_account_over(ben: User, client: Client) -> None:
    client.force_login(ben)

    answer = client.post(reverse("account_email"), {"action_add": "", "email": "thief@example.org"})

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["ben@example.org"]


def test_whoever_gives_the_password_gets_the_new_address_without_asking_again(ben: User, client: Client) -> None:
    client.force_login(ben)
    sent_on = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})["Location"]

    client.post(sent_on, {"password": make.PASSWORD}, follow=True)

    assert EmailAddress.objects.filter(user=ben, email="new@example.org", verified=False).exists()


# -- the desk


@pytest.fixture
def support(client: Client, cleo: User) -> Client:
    User.objects.filter(pk=cleo.pk).update(is_staff=True)
    cleo.groups.add(Group.objects.get(name="Support"))
    client.force_login(cleo)
    return client


def test_support_cannot_guess_a_passwords_hash_by_filtering(support: Client) -> None:
    answer = support.get(reverse("admin:accounts_user_changelist"), {"password__startswith": "md5$"})

    assert answer.status_code == 400


def test_the_desk_shows_no_secret_of_a_second_step(sam: User, ben: User, client: Client) -> None:
    lost = Authenticator.objects.create(user=ben, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    client.force_login(sam)

    pages = [client.get(reverse(f"admin:mfa_authenticator_{page}", args=[lost.pk])) for page in ("change", "delete")]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any("JBSWY3DPEHPK3PXP" in page.content.decode() for page in pages)


def test_the_desk_has_no_page_of_session_keys() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:usersessions_usersession_changelist")


# -- what people write


def test_a_name_is_one_line_and_turns_nothing_around_it() -> None:
    field = OneLineField(max_length=11)

    assert field.clean("  Be\u202en\r\nthe\u2067 1st ") == "Ben the 1st"


def test_a_name_has_no_marks_that_nobody_sees_but_keeps_those_that_join_letters() -> None:
    field = OneLineField(max_length=11)

    assert field.clean("\ufeffB\u200be\u2060n\u200b") == "Ben"
    assert field.clean("\u0645\u06cc\u200c\u06a9\u0646\u0645") == "\u0645\u06cc\u200c\u06a9\u0646\u0645"


# -- files in and out


def test_a_body_too_large_to_be_a_hand_in_is_turned_away(client: Client, settings: Settings) -> None:
    settings.LARGEST_BODY = 1000

    answers = [client.generic("POST", "/account/login/", b"x" * size).status_code for size in (1000, 1001)]

    assert answers == [200, 413]


def test_who_sends_too_much_is_told_what_to_do_and_that_nothing_typed_is_lost(client: Client) -> None:
    answer = client.generic("POST", "/", b"x" * (configured.LARGEST_BODY + 1))

    assert answer.status_code == 413
    assert "Too much at once" in answer.content.decode()


def test_what_is_ticked_may_be_any_rubbish(ann: User, client: Client) -> None:
    task = make.task(ann)
    client.force_login(ann)

    answer = client.post(reverse("submissions:approve_many", args=[task.public_id]), {"pick": ["a\0b", "", "x" * 400]})

    assert answer["Location"] == reverse("submissions:desk", args=[task.public_id])


def test_a_title_is_no_formula_in_the_lines_of_a_spreadsheet(ann: User, client: Client) -> None:
    make.task(ann, title="=HYPERLINK(A1)")
    client.force_login(ann)

    answer: Any = client.get(reverse("wallet:lines"), {"format": "csv"})

    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert "'=HYPERLINK(A1)" in {row["about"] for row in rows}


# -- the set-up


def test_the_500_page_asks_nothing_of_a_database_that_is_gone(rf: RequestFactory) -> None:
    def gone() -> User:
        raise OperationalError("the server closed the connection")

    request = rf.get("/")
    request.user = SimpleLazyObject(gone)  # type: ignore[assignment]

    answer = views.broken(request)

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_a_production_installation_passes_every_check() -> None:
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(
        command, cwd=configured.BASE_DIR, env=os.environ | PRODUCTION, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def in_production(code: str) -> Any:
    """What a production installation prints as JSON when it runs this."""
    command = [sys.executable, "-c", f"import django, json; django.setup(); {code}"]
    done = subprocess.run(
        command, cwd=configured.BASE_DIR, env=os.environ | PRODUCTION, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_in_production_every_cookie_belongs_to_this_host_alone() -> None:
    said = in_production(
        "from django.conf import settings as s; "
        "print(json.dumps({name: getattr(s, name) for name in dir(s) if 'COOKIE' in name or 'HSTS' in name}))"
    )

    names = {value for name, value in said.items() if name.endswith("COOKIE_NAME")}
    assert len(names) == 5
    assert {name[:7] for name in names} == {"__Host-"}
    kinds = ("SESSION", "CSRF", "LANGUAGE")
    assert all(said[f"{kind}_COOKIE_{flag}"] for kind in kinds for flag in ("SECURE", "HTTPONLY"))
    assert {said[f"{kind}_COOKIE_{part}"] for kind in kinds for part in ("DOMAIN", "PATH")} == {None, "/"}
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert said["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_in_production_there_is_no_mailbox_and_no_style_page() -> None:
    found = in_production(
        "from django.urls import resolve, Resolver404\n"
        "def there(path):\n"
        "    try:\n        return bool(resolve(path))\n    except Resolver404:\n        return False\n"
        "print(json.dumps([there(path) for path in ('/mail/', '/style/', '/healthz')]))"
    )

    assert found == [False, False, True]


@pytest.mark.parametrize("path", ["/", "/work/", "/language/", "/account/login/", "/static/css/nothing.css"])
def test_nothing_is_echoed_to_who_traces(path: str, client: Client) -> None:
    answer = client.generic("TRACE", path, headers={"Authorization": "Bearer abc"})

    assert b"Bearer" not in answer.content
    assert answer.get("Content-Type", "").partition(";")[0] != "message/http"


@pytest.mark.parametrize("page", ["wallet:home", "wallet:method", "account_change_password", "mfa_index"])
def test_the_browser_keeps_no_page_of_money_or_of_signing_in(page: str, ben: User, client: Client) -> None:
    client.force_login(ben)

    assert "no-store" in client.get(reverse(page))["Cache-Control"]


@pytest.mark.parametrize("path", ["/no-such-page/", "/static/no-such-file.css", "/account/login/"])
def test_every_answer_is_for_this_site_alone(path: str, client: Client) -> None:
    answers = [client.get(path), client.get(path, headers={"Host": "evil.example"})]

    for answer in answers:
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("ALLOWED_HOSTS", ["*"], "picomarket.E006"),
        ("DEMO_BANK_KEY", "key", "picomarket.E001"),
        ("SITE_URL", "http://market.example.org", "picomarket.E002"),
        ("ALLOWED_HOSTS", ["www.example.org"], "picomarket.E003"),
        ("MANUAL_INSTRUCTIONS", {"bank": ""}, "picomarket.E005"),
    ],
)
def test_a_dangerous_installation_is_told(settings: Settings, name: str, value: Any, complaint: str) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://market.example.org", ["market.example.org"]
    settings.MANUAL_RAILS, settings.MANUAL_INSTRUCTIONS = ["bank"], {"bank": "Our account is …"}
    setattr(settings, name, value)

    assert [error.id for error in checks.fit_for_production(None)] == [complaint]
