"""Before money leaves or its way changes, people confirm that it is them; what they typed goes on."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from inbox import webhooks
from inbox.models import Endpoint
from picomarket.lib.money import usd
from tests import make
from wallet import methods, payouts
from wallet.models import Payout, PayoutMethod

NO_PASSWORD = "This asks for your password, and you have none yet"
NOT_DONE = "This is not done yet. Set a password first, then send it again."
IBAN = "DE02 1203 0000 0000 2020 51, Ben Okri"


@pytest.fixture
def rich(ann: User, ben: User) -> User:
    """Ben earned seven dollars, and says where they go."""
    task = make.task(ann, reward=usd("7.50"), slots=1)
    make.approved(task, ben)
    before = timezone.now() - timedelta(days=5)
    methods.choose(ben, rail="manual", destination=IBAN, by=ben, now=before)
    return ben


@pytest.fixture
def browser(client: Client, rich: User) -> Client:
    client.post(reverse("account_login"), {"login": rich.email, "password": make.PASSWORD})
    return client


def ask(browser: Client) -> str:
    answer = browser.post(reverse("wallet:payout"), {"amount": "6", "rail": "manual"})
    return str(answer.get("Location", ""))


def test_a_payout_waits_for_the_password_and_is_asked_for_then(browser: Client, rich: User) -> None:
    sent_on = ask(browser)
    before = Payout.objects.count()

    browser.post(sent_on, {"password": make.PASSWORD}, follow=True)

    assert sent_on.startswith(reverse("account_reauthenticate"))
    assert (before, Payout.objects.get().amount) == (0, usd("6"))


def test_a_wrong_password_pays_nothing_and_forgets_nothing(browser: Client) -> None:
    sent_on = ask(browser)

    refused = browser.post(sent_on, {"password": "wrong"})
    none_yet = Payout.objects.count()
    again = browser.get(refused["Location"])
    browser.post(sent_on, {"password": make.PASSWORD}, follow=True)

    assert (refused["Location"], none_yet, Payout.objects.count()) == (sent_on, 0, 1)
    assert "This is not your password" in again.content.decode()
    assert "This is not your password" not in browser.get(sent_on, follow=True).content.decode()


def test_a_code_does_as_well_as_a_password(browser: Client, rich: User) -> None:
    TOTP.activate(rich, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(rich).get_unused_codes()

    sent_on = ask(browser).replace(reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))
    browser.post(sent_on, {"code": codes[0]}, follow=True)

    assert Payout.objects.count() == 1


def test_who_confirmed_lately_is_not_asked_again_and_later_is(browser: Client, rich: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    with time_machine.travel(now + timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1), tick=False):
        at_once = ask(browser)
        payouts.cancel(Payout.objects.get(), by=rich, now=timezone.now())
    with time_machine.travel(now + timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1), tick=False):
        later = ask(browser)

    assert at_once == Payout.objects.get().get_absolute_url()
    assert later.startswith(reverse("account_reauthenticate"))


def test_looking_at_what_arrives_asks_for_nothing(browser: Client) -> None:
    looked = browser.post(reverse("wallet:payout"), {"amount": "6", "rail": "manual", "look": "1"})

    assert looked.status_code == 200


def test_a_refusal_after_the_password_keeps_what_was_typed(browser: Client) -> None:
    sent_on = browser.post(reverse("wallet:payout"), {"amount": "99", "rail": "manual"})["Location"]

    page = browser.post(sent_on, {"password": make.PASSWORD}, follow=True).content.decode()

    assert 'value="99"' in page
    assert f'action="{reverse("wallet:payout")}"' in page


@pytest.mark.parametrize("page", ["wallet:method", "wallet:remove_method"])
def test_where_payouts_go_changes_only_after_it(browser: Client, page: str) -> None:
    answer = browser.post(
        reverse(page), {"rail": "manual", "destination": "DE89 3704 0044 0532 0130 00, Somebody Else"}
    )

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert PayoutMethod.objects.get().destination == IBAN


@pytest.fixture
def passwordless(browser: Client, rich: User) -> Client:
    """Ben signs in by another site."""
    rich.set_unusable_password()
    rich.save()
    browser.force_login(rich)
    return browser


def test_who_has_no_password_is_told_before_they_type_and_others_are_not(browser: Client, rich: User) -> None:
    pages = [reverse(name) for name in ("inbox:webhooks", "wallet:payout")]
    for_others = [browser.get(page).content.decode() for page in pages]
    rich.set_unusable_password()
    rich.save()
    browser.force_login(rich)

    for page, with_password in zip(pages, for_others, strict=True):
        way = f'{reverse("account_set_password")}?next={quote(page, safe="")}"'
        assert NO_PASSWORD not in with_password
        assert (NO_PASSWORD in (shown := browser.get(page).content.decode()), way in shown) == (True, True)


def test_who_has_no_password_finds_what_they_typed_again_and_nothing_is_paid(passwordless: Client) -> None:
    shown = passwordless.post(reverse("wallet:payout"), {"amount": "6", "rail": "manual"}).content.decode()

    assert 'value="6"' in shown
    assert NOT_DONE in shown
    assert f'{reverse("account_set_password")}?next={quote(reverse("wallet:payout") + "#unsent", safe="")}"' in shown
    assert not Payout.objects.exists()


def test_who_has_no_password_deletes_no_account(client: Client, cleo: User) -> None:
    cleo.set_unusable_password()
    cleo.save()
    client.force_login(cleo)

    before = client.get(reverse("accounts:leave")).content.decode()
    asked = client.post(reverse("accounts:leave"), {"leaves_behind": "on"}).content.decode()

    assert (NO_PASSWORD in before, NOT_DONE in before, NOT_DONE in asked) == (True, False, True)
    assert make.fresh(cleo).leaves_at is None


def test_the_way_to_a_first_password_leads_back_to_the_page_but_to_no_other_site(passwordless: Client) -> None:
    letter, page = reverse("account_set_password"), reverse("inbox:webhooks")

    asked = passwordless.post(f"{letter}?next={quote(page + '#unsent')}")
    there = passwordless.get(asked["Location"]).content.decode()
    elsewhere = passwordless.get(f"{letter}?next=https://thief.example/").content.decode()

    assert asked["Location"].startswith(letter)
    assert ("We sent the link to ben@example.org." in there, f'href="{page}#unsent"' in there) == (True, True)
    assert ('href="https://thief' in elsewhere, "Back to where you were" in elsewhere) == (False, False)


def change_to(browser: Client, iban: str) -> str:
    return str(browser.post(reverse("wallet:method"), {"rail": "manual", "destination": iban})["Location"])


def test_confirming_in_one_tab_does_only_what_that_tab_sent(browser: Client) -> None:
    payout, change = ask(browser), change_to(browser, "DE89 3704 0044 0532 0130 00, Somebody Else")

    browser.post(payout, {"password": make.PASSWORD}, follow=True)
    first = (Payout.objects.count(), PayoutMethod.objects.get().destination)
    browser.post(change, {"password": make.PASSWORD}, follow=True)

    assert first == (1, IBAN)
    assert PayoutMethod.objects.get().destination != IBAN


def test_what_waited_is_done_once(browser: Client) -> None:
    sent_on = ask(browser)
    for _again in range(2):
        page = browser.post(sent_on, {"password": make.PASSWORD}, follow=True)

    assert "This was done already" in page.content.decode()
    assert Payout.objects.count() == 1


def test_the_page_says_what_is_confirmed_also_after_a_wrong_password(browser: Client) -> None:
    sent_on = ask(browser)

    shown = browser.get(sent_on)
    again = browser.post(sent_on, {"password": "wrong"}, follow=True)

    for page in (shown, again):
        assert "<strong>Send a payout of $6.00</strong>" in page.content.decode()
        assert "What you typed is kept" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    looked = browser.get(reverse("wallet:method"), follow=True).content.decode()
    assert "<strong>See and change where your payouts go</strong>" in looked
    assert "What you typed is kept" not in looked


def test_going_back_to_the_page_that_asked_leads_to_what_came_of_it(browser: Client) -> None:
    sent_on = ask(browser)
    browser.post(sent_on, {"password": make.PASSWORD}, follow=True)

    back = browser.get(sent_on)

    assert back["Location"] == Payout.objects.get().get_absolute_url()


def test_going_back_when_a_page_was_confirmed_leads_to_that_page(browser: Client) -> None:
    asking = browser.get(reverse("wallet:method"))["Location"]
    browser.post(asking, {"password": make.PASSWORD})

    assert browser.get(asking)["Location"] == reverse("wallet:method")


def test_a_destination_that_is_none_is_marked_at_its_field(browser: Client) -> None:
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    page = browser.post(reverse("wallet:method"), {"rail": "manual", "destination": "12"})

    (form,) = [form for _way, form in page.context["ways"] if form.is_bound]
    assert list(form.errors) == ["destination"]


HOOK = {"url": "https://server.example/hook", "kinds": ["task.paused", "payout.paid"]}


@pytest.fixture
def hook(rich: User) -> Endpoint:
    return webhooks.add(rich, **HOOK, now=timezone.now())  # type: ignore[arg-type]


def said_at_the_secret(page: str, words: str) -> bool:
    """Whether it is said once, where the browser leads who comes for the secret."""
    return page.count(words) == 1 and page.index(words) > page.index('id="secret"')


def test_a_webhook_waits_for_the_password_and_is_added_as_it_was_typed(browser: Client) -> None:
    sent_on = browser.post(reverse("inbox:webhooks"), HOOK)["Location"]
    before, asked = Endpoint.objects.count(), browser.get(sent_on).content.decode()

    shown = browser.post(sent_on, {"password": make.PASSWORD}, follow=True).content.decode()

    made = Endpoint.objects.get()
    assert (before, made.url, made.kinds) == (0, HOOK["url"], HOOK["kinds"])
    assert "Add a webhook" in asked
    assert said_at_the_secret(shown, "It is told from now on.")
    assert made.secret in shown


def test_a_webhook_of_who_has_no_password_is_shown_again_as_it_was_typed(passwordless: Client, hook: Endpoint) -> None:
    added = passwordless.post(reverse("inbox:webhooks"), HOOK | {"url": "https://other.example/"}).content.decode()
    moved = passwordless.post(hook.get_absolute_url(), HOOK | {"url": "https://other.example/"}).content.decode()

    for shown in (added, moved):
        assert (NOT_DONE in shown, 'value="https://other.example/"' in shown) == (True, True)
    assert Endpoint.objects.get().url == HOOK["url"]


def test_what_is_wrong_with_a_webhook_is_said_before_the_password_is_asked_for(browser: Client) -> None:
    answer = browser.post(reverse("inbox:webhooks"), HOOK | {"kinds": ["task.none"]})

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)


def test_another_address_of_a_webhook_waits_for_the_password_and_other_kinds_do_not(
    browser: Client, hook: Endpoint
) -> None:
    kinds = browser.post(hook.get_absolute_url(), HOOK | {"kinds": ["task.stopped"]})
    sent_on = browser.post(hook.get_absolute_url(), HOOK | {"url": "https://thief.example/"})["Location"]
    before = make.fresh(hook)

    browser.post(sent_on, {"password": make.PASSWORD}, follow=True)

    assert kinds["Location"] == hook.get_absolute_url()
    assert (before.url, before.kinds) == (HOOK["url"], ["task.stopped"])
    assert sent_on.startswith(reverse("account_reauthenticate"))
    assert make.fresh(hook).url == "https://thief.example/"


def test_the_secret_of_a_webhook_is_shown_and_made_anew_after_the_password_alone(
    browser: Client, hook: Endpoint
) -> None:
    page, renew = hook.get_absolute_url(), reverse("inbox:renew_secret", args=[hook.public_id])
    open_session = browser.get(page).content.decode()
    asked = [browser.get(page, {"secret": "shown"}), browser.post(renew)]
    kept = make.fresh(hook).secret

    shown = browser.post(asked[0]["Location"], {"password": make.PASSWORD}, follow=True).content.decode()
    renewed = browser.post(renew, follow=True).content.decode()

    assert hook.secret not in open_session
    assert [answer["Location"].startswith(reverse("account_reauthenticate")) for answer in asked] == [True, True]
    assert kept == hook.secret
    assert hook.secret in shown
    assert make.fresh(hook).secret in renewed
    assert said_at_the_secret(renewed, "It has a new secret.")
    assert "It has a new secret." not in browser.get(page).content.decode()
    assert make.fresh(hook).secret != hook.secret
