"""Where somebody is signed in, and the word they get when it is a new place."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import KnownDevice, Trace, User
from accounts.security import agents, known, sessions
from inbox import feeds
from inbox.models import Device, Endpoint, Notice
from tests import make

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Safari/604.1"


def sign_in(person: User, *, agent: str = FIREFOX, ip: str = "203.0.113.5", browser: Client | None = None) -> Client:
    browser = browser or Client()
    typed = {"login": person.email, "password": make.PASSWORD}
    answer = browser.post(reverse("account_login"), typed, headers={"User-Agent": agent}, REMOTE_ADDR=ip)
    assert answer.status_code == 302
    return browser


def told(person: User) -> list[Notice]:
    return list(Notice.objects.of(person).filter(subject__contains="new device"))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (CHROME, "Chrome on Android"),
        (SAFARI, "Safari on iPhone"),
        ("curl/8.0", "A browser we do not know"),
        ("", "A browser we do not know"),
        ("Something (X11; Linux)", "Linux"),
    ],
)
def test_a_browser_is_named_as_people_would(agent: str, words: str) -> None:
    assert agents.name(agent) == words


def test_who_comes_from_an_address_nobody_knows_reads_on(ben: User) -> None:
    """Behind a socket the server may be told of none."""
    browser = sign_in(ben)

    assert browser.get(reverse("accounts:profile"), REMOTE_ADDR="").status_code == 200


@pytest.mark.parametrize(
    ("ip", "network"), [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", "")]
)
def test_people_get_another_address_of_the_same_network(ip: str, network: str) -> None:
    assert known.network_of(ip) == network


def test_the_first_device_is_told_to_nobody(ben: User) -> None:
    sign_in(ben)

    assert told(ben) == []
    assert KnownDevice.objects.get(person=ben).network == "203.0.113.0/24"


def test_a_new_device_is_told_at_once_and_by_mail(ben: User) -> None:
    sign_in(ben)

    sign_in(ben, agent=CHROME, ip="198.51.100.9")

    (notice,) = told(ben)
    assert notice.body.startswith("Chrome on Android, from 198.51.100.9, ")
    # Mail to an address of its own is held by no quiet hours.
    assert (notice.by_mail, notice.mail_to, notice.url) == (True, ben.email, "/me/devices/not-me/")


def test_the_same_browser_is_known_by_its_cookie_wherever_it_is(ben: User) -> None:
    browser = sign_in(ben)
    browser.post(reverse("account_logout"))

    sign_in(ben, browser=browser, ip="198.51.100.9")

    assert told(ben) == []
    assert browser.cookies["device"]["httponly"]


def test_one_that_keeps_no_cookies_is_known_by_its_looks_for_some_hours(ben: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        sign_in(ben)
    with time_machine.travel(start + timedelta(hours=5), tick=False):
        sign_in(ben, ip="203.0.113.200")
    assert told(ben) == []

    with time_machine.travel(start + timedelta(hours=12), tick=False):
        sign_in(ben)

    assert len(told(ben)) == 1


def test_a_browser_that_keeps_its_cookies_vouches_for_no_other(ben: User) -> None:
    browser = sign_in(ben)
    browser.post(reverse("account_logout"))
    sign_in(ben, browser=browser)

    sign_in(ben)

    assert len(told(ben)) == 1


def test_who_only_looks_like_a_device_does_not_become_it(ben: User) -> None:
    first, other = sign_in(ben), sign_in(ben)

    assert first.cookies["device"].value != other.cookies["device"].value
    assert KnownDevice.objects.filter(person=ben).count() == 2


def test_one_cookie_knows_a_browser_for_alerts_and_for_links(ben: User, cleo: User) -> None:
    shared = sign_in(ben)
    shared.post(reverse("account_logout"))
    sign_in(cleo, browser=shared)

    (token,) = set(KnownDevice.objects.values_list("token", flat=True))
    assert [name for name in shared.cookies if shared.cookies[name].value.startswith(token)] == ["device"]
    assert set(Trace.objects.filter(kind=Trace.Kind.DEVICE).values_list("person", flat=True)) == {ben.pk, cleo.pk}


def test_a_browser_keeps_its_name_where_somebody_is_known_by_how_it_looks(ben: User, cleo: User) -> None:
    sign_in(ben)
    shared = sign_in(cleo)
    shared.post(reverse("account_logout"))

    sign_in(ben, browser=shared)

    assert told(ben) == []
    tokens = {KnownDevice.objects.filter(person=person).latest("pk").token for person in (ben, cleo)}
    assert [shared.cookies["device"].value.startswith(token) for token in tokens] == [True]


def test_a_made_up_cookie_makes_no_device_known(ben: User) -> None:
    sign_in(ben)
    thief = Client()
    thief.cookies["device"] = KnownDevice.objects.get(person=ben).token

    sign_in(ben, browser=thief, agent=CHROME, ip="198.51.100.9")

    assert len(told(ben)) == 1


def test_somebody_elses_device_is_new_to_me(ben: User, cleo: User) -> None:
    shared = sign_in(cleo)
    sign_in(ben, agent=CHROME, ip="198.51.100.9")
    shared.post(reverse("account_logout"))

    sign_in(ben, browser=shared)

    assert len(told(ben)) == 1
    assert KnownDevice.objects.filter(token=KnownDevice.objects.get(person=cleo).token).count() == 2


def test_the_list_says_which_device_and_which_is_this_one(ben: User) -> None:
    sign_in(ben, agent=CHROME, ip="198.51.100.9")
    here = sign_in(ben)

    page = here.get(reverse("accounts:devices"))

    shown = page.context["sessions"]
    assert [(one.device, one.ip, one.is_here) for one in shown] == [
        ("Firefox on Windows", "203.0.113.5", True),
        ("Chrome on Android", "198.51.100.9", False),
    ]


def test_one_other_device_is_signed_out_and_this_one_never(ben: User) -> None:
    other, here = sign_in(ben, agent=CHROME), sign_in(ben)
    keys = [row.pk for row in UserSession.objects.filter(user=ben)]

    for key in keys:
        here.post(reverse("accounts:end_device"), {"session": key})

    assert here.get(reverse("accounts:devices")).status_code == 200
    assert other.get(reverse("accounts:devices")).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30])
def test_rubbish_ends_nothing(ben: User, key: str) -> None:
    here = sign_in(ben)

    assert here.post(reverse("accounts:end_device"), {"session": key})["Location"] == reverse("accounts:devices")


def test_nobody_signs_somebody_else_out(ben: User, cleo: User) -> None:
    hers, his = sign_in(cleo), sign_in(ben)

    his.post(reverse("accounts:end_device"), {"session": UserSession.objects.get(user=cleo).pk})

    assert hers.get(reverse("accounts:devices")).status_code == 200


def test_all_others_are_signed_out_at_once(ben: User) -> None:
    others = [sign_in(ben, agent=agent) for agent in (CHROME, SAFARI)]
    here = sign_in(ben)

    here.post(reverse("accounts:end_others"))

    assert [browser.get(reverse("accounts:devices")).status_code for browser in (*others, here)] == [302, 302, 200]


def test_it_was_not_me_puts_the_others_out_and_asks_for_a_new_password(ben: User) -> None:
    here = sign_in(ben)
    thief = sign_in(ben, agent=CHROME, ip="198.51.100.9")

    led_on = here.post(reverse("accounts:not_me"))
    sign_in(ben, browser=thief, agent=CHROME, ip="198.51.100.9")

    assert led_on["Location"] == reverse("account_change_password")
    assert len(told(ben)) == 2


def test_a_thief_reads_no_notices_by_the_address_of_the_feed(client: Client, ben: User) -> None:
    here, page = sign_in(ben), reverse("inbox:feed", args=[feeds.open_new(ben).key])
    assert client.get(page).status_code == 200

    said = here.post(reverse("accounts:not_me"), follow=True).content.decode()
    again = here.post(reverse("accounts:not_me"), follow=True).content.decode()

    assert client.get(page).status_code == 404
    assert "Your feed of notices is closed too" in said
    assert "Your feed of notices is closed too" not in again


def test_no_device_of_a_thief_goes_on_showing_notices(ann: User, ben: User) -> None:
    here = sign_in(ben)
    for person, path in [(ben, "mine"), (ben, "thief"), (ann, "hers")]:
        Device.objects.create(person=person, endpoint=f"http://localhost/{path}", added_at=timezone.now())

    said = here.post(reverse("accounts:not_me"), follow=True).content.decode()
    again = here.post(reverse("accounts:not_me"), follow=True).content.decode()

    assert list(Device.objects.values_list("person", flat=True)) == [ann.pk]
    assert "No device shows your notices any more" in said
    assert "No device shows your notices any more" not in again


def test_no_webhook_of_a_thief_goes_on(ann: User, ben: User) -> None:
    here = sign_in(ben)
    mine, hers = (
        Endpoint.objects.create(person=person, url="https://example.org/", kinds=[], made_at=timezone.now())
        for person in (ben, ann)
    )

    said = here.post(reverse("accounts:not_me"), follow=True).content.decode()
    again = here.post(reverse("accounts:not_me"), follow=True).content.decode()

    assert [make.fresh(one).off_at is None for one in (mine, hers)] == [False, True]
    assert ["Your webhooks are off." in page for page in (said, again)] == [True, False]


def test_a_changed_password_leaves_only_this_device_in_the_list(ben: User) -> None:
    sign_in(ben, agent=CHROME)
    here = sign_in(ben)
    new = "another horse battery"

    here.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    assert [one.is_here for one in here.get(reverse("accounts:devices")).context["sessions"]] == [True]


def test_when_a_device_was_last_seen_is_written_now_and_then(ben: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        here = sign_in(ben)
    for minutes in (5, 11, 12):
        caches["near"].clear()
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            here.get(reverse("accounts:devices"))

    seen = UserSession.objects.get(user=ben).last_seen_at
    assert seen == start + timedelta(minutes=11)


def test_a_process_that_saw_a_device_lately_asks_nobody(ben: User) -> None:
    now = timezone.now()
    sessions.note_seen("akey", ip="", now=now)

    with CaptureQueriesContext(connection) as asked:
        sessions.note_seen("akey", ip="", now=now)

    assert len(asked) == 0


@pytest.mark.parametrize("many", [1, 30])
def test_thirty_devices_cost_no_more_questions_than_one(ben: User, many: int) -> None:
    for _ in range(many):
        sign_in(ben)

    with CaptureQueriesContext(connection) as asked:
        found = sessions.of(ben, here=None, now=timezone.now())

    assert (len(found), len(asked)) == (many, 2)
