"""A phone is confirmed by a code, counts for one account at a time, and is never needed to be paid."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import first_tasks, phones
from accounts.models import Phone, User
from inbox.models import Notice
from picomarket.lib.refusals import TooOften
from tests import make, outside

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NUMBER = "+880 1712 345678"


@pytest.fixture(autouse=True)
def _in_development(settings: Settings) -> None:
    settings.SMS_BY_MAIL = True


def code_of(person: User, number: str = NUMBER) -> str:
    phones.ask(person, number=number, now=NOW)
    return str(mail.outbox[-1].body)[:6]


def test_the_code_confirms_the_phone_and_the_number_is_kept_nowhere(ben: User) -> None:
    phones.confirm(ben, code=code_of(ben), now=NOW)

    phone = Phone.objects.get(person=ben)
    assert mail.outbox[0].to == ["+8801712345678@phone.invalid"]
    assert (phone.ends, phone.confirmed_at, phone.code) == ("678", NOW, "")
    assert "1712345678" not in phone.mark
    assert make.fresh(ben).phone_confirmed_at == NOW
    assert Notice.objects.of(ben)[0].headline == "A phone was confirmed for your account"


def test_five_wrong_codes_or_ten_minutes_end_it(ben: User, cleo: User) -> None:
    code, late = code_of(ben), code_of(cleo, "+4915112345678")
    wrong = "000001" if code == "000000" else "000000"

    for _try in range(5):
        with pytest.raises(phones.PhoneRefused, match=r"This is not the code that was sent."):
            phones.confirm(ben, code=wrong, now=NOW)
    with pytest.raises(phones.PhoneRefused, match=r"This code is over."):
        phones.confirm(ben, code=code, now=NOW)
    with pytest.raises(phones.PhoneRefused, match=r"This code is over."):
        phones.confirm(cleo, code=late, now=NOW + timedelta(minutes=10))

    assert phones.sweep_old(now=NOW + timedelta(hours=2)) == 2


def test_one_number_is_for_one_account_at_a_time(ben: User, cleo: User) -> None:
    first, second = code_of(ben), code_of(cleo)
    phones.confirm(ben, code=first, now=NOW)

    with pytest.raises(phones.PhoneRefused, match=r"Another account has confirmed this phone."):
        phones.confirm(cleo, code=second, now=NOW)
    phones.take_out(ben, now=NOW)
    phones.confirm(cleo, code=second, now=NOW)

    assert [make.fresh(one).phone_confirmed_at for one in (ben, cleo)] == [None, NOW]


def test_a_number_and_a_person_get_three_codes_an_hour(ben: User, cleo: User) -> None:
    for _time in range(3):
        phones.ask(ben, number=NUMBER, now=NOW)

    with pytest.raises(TooOften):
        phones.ask(ben, number="+4915112345678", now=NOW)
    with pytest.raises(TooOften):
        phones.ask(cleo, number=NUMBER, now=NOW)


def test_the_gateway_gets_one_post_with_its_token_and_its_silence_is_said(ben: User, settings: Settings) -> None:
    settings.OUTWARD_PRIVATE = True
    with outside.listening() as gateway:
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = gateway.url("/send"), "let me in"
        phones.ask(ben, number=NUMBER, now=NOW)
        gateway.status["/send"] = 500
        with pytest.raises(phones.PhoneRefused, match=r"The message could not be sent."):
            phones.ask(ben, number=NUMBER, now=NOW)

    sent = gateway.posted[0]
    assert sent.headers["Authorization"] == "Bearer let me in"
    assert json.loads(sent.body)["to"] == "+8801712345678"
    assert re.match(r"[0-9]{6} is your code for ", json.loads(sent.body)["text"])
    assert not Phone.objects.exists()


def test_a_newcomer_with_a_confirmed_phone_holds_more_tasks(ben: User, settings: Settings) -> None:
    assert first_tasks.claims(ben) == settings.RULES.newcomer_claims == 3
    phones.confirm(ben, code=code_of(ben), now=NOW)

    assert first_tasks.claims(make.fresh(ben)) == 6


def test_the_page_takes_the_code_and_the_profile_says_so(client: Client, ben: User) -> None:
    client.force_login(ben)
    client.post("/me/verify/", {"number": NUMBER})
    seen = client.get("/me/verify/").content.decode()
    client.post("/me/verify/code/", {"code": mail.outbox[-1].body[:6]})

    assert "A code went to the number ending in 678" in seen
    assert "phone confirmed" in client.get(ben.get_absolute_url()).content.decode()


def test_where_nothing_is_configured_no_page_speaks_of_it(client: Client, ben: User, settings: Settings) -> None:
    settings.SMS_BY_MAIL = False
    client.force_login(ben)

    assert client.get("/me/verify/").status_code == 404
    assert client.post("/me/verify/", {"number": NUMBER}).status_code == 404
    assert "/me/verify/" not in client.get("/me/").content.decode()
