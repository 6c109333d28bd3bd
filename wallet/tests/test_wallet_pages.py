"""The wallet's pages: each shows its owner what is theirs, and a stranger nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import deposits, ledger, methods, payouts, pockets
from wallet.demobank.server import Server
from wallet.models import Deposit, Payout, PayoutMethod

from .conftest import NOW, earn, pay

PAGES = ["", "lines/", "deposit/", "payout/", "method/", "move/"]


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """A browser in which this person gave the password again a moment ago."""

    def enter(person: User) -> Client:
        client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
        client.post("/account/reauthenticate/", {"password": make.PASSWORD})
        return client

    return enter


@pytest.fixture
def worker(bank: Server, ann: User, ben: User) -> User:
    earn(ben, "12.003", by=ann)
    methods.choose(ben, rail="demo_bank", destination="1234 5678", by=ben, now=NOW)
    return ben


@pytest.mark.parametrize("page", [page for page in PAGES if page != "method/"])
def test_a_page_opens_for_somebody_with_nothing(bank: Server, cleo: User, client: Client, page: str) -> None:
    client.force_login(cleo)

    assert client.get(f"/wallet/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_who_is_there(db: None, client: Client, page: str) -> None:
    answer = client.get(f"/wallet/{page}")

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")


def test_the_wallet_shows_its_sums_and_latest_lines(worker: User, client: Client) -> None:
    make.deposit(worker, "20")
    payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    client.force_login(worker)

    text = client.get("/wallet/").content.decode()

    for sum_ in ("$7.003", "$20.00", "$5.00"):
        assert sum_ in text
    assert "Set aside for a payout" in text


# -- deposit


def test_a_deposit_leads_to_the_banks_page_and_back(bank: Server, ben: User, client: Client) -> None:
    client.force_login(ben)

    answer = client.post("/wallet/deposit/", {"amount": "20", "rail": "demo_bank"})
    deposit = Deposit.objects.get()
    page = client.get(answer["Location"])
    pay(deposit)
    back = client.get(f"/wallet/deposits/{deposit.public_id}/back/")

    assert back["Location"] == answer["Location"]
    assert answer["Location"] == f"/wallet/deposits/{deposit.public_id}/"
    assert deposit.pay_url in page.content.decode()
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Fill this in."),
        ("abc", "Write an amount in dollars, like 5 or 0.25."),
        ("-5", "The amount must be more than zero."),
        ("0", "The amount must be more than zero."),
        ("5.001", "Use at most two decimals: whole cents."),
        ("5,50", "Write the amount with a point and no commas or spaces, like 1250.50."),
        ("1.250,50", "Write the amount with a point and no commas or spaces, like 1250.50."),
        ("99999999999999999999", "This amount is larger than the market can hold."),
        ("\N{ARABIC-INDIC DIGIT FOUR}", "Deposit between $5.00 and $10,000.00."),
        ("\N{FULLWIDTH DIGIT ONE}", "Deposit between $5.00 and $10,000.00."),
        ("1.234,56", "Write the amount with a point and no commas or spaces, like 1250.50."),
        ("1e3", "Write an amount in dollars, like 5 or 0.25."),
        ("\N{INFINITY}", "Write an amount in dollars, like 5 or 0.25."),
        ("$ 4", "Deposit between $5.00 and $10,000.00."),
        ("\N{MINUS SIGN}5", "The amount must be more than zero."),
        ("4.99", "Deposit between $5.00 and $10,000.00."),
        ("10000.01", "Deposit between $5.00 and $10,000.00."),
    ],
)
def test_a_bad_amount_gets_one_sentence_and_stays_in_the_form(
    bank: Server, ben: User, client: Client, typed: str, words: str
) -> None:
    client.force_login(ben)

    answer = client.post("/wallet/deposit/", {"amount": typed, "rail": "demo_bank"})

    said = [text for errors in answer.context["form"].errors.values() for text in errors]
    assert said == [words]
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert Deposit.objects.count() == 0


def test_a_silent_bank_is_said_so_and_asked_again_by_the_button(bank: Server, ben: User, client: Client) -> None:
    bank.bank.faults.set("error_500", times=2)
    client.force_login(ben)
    url = client.post("/wallet/deposit/", {"amount": "20", "rail": "demo_bank"})["Location"]

    silent = client.get(url).content.decode()
    client.post(url)
    client.post(url)

    assert "Demo bank does not answer just now. Nothing was charged." in silent
    assert Deposit.objects.get().pay_url in client.get(url).content.decode()


def test_a_deposit_by_hand_shows_what_to_send(ben: User, client: Client) -> None:
    client.force_login(ben)

    page = client.post("/wallet/deposit/", {"amount": "20", "rail": "manual"}, follow=True)

    assert f"with the reference {Deposit.objects.get().public_id}" in page.content.decode()


@pytest.mark.parametrize(("back", "followed"), [("/tasks/x/draft/quote/", True), ("https://elsewhere.example/", False)])
def test_who_was_sent_to_fetch_money_is_led_back(
    ben: User, sam: User, client: Client, back: str, followed: bool
) -> None:
    client.force_login(ben)
    asked = client.get("/wallet/deposit/", {"amount": "10.11", "next": back})
    url = client.post("/wallet/deposit/", {"amount": "10.11", "rail": "manual"})["Location"]
    deposits.mark_received(Deposit.objects.get(), by=sam, now=NOW)

    page = client.get(url).content.decode()

    assert asked.context["form"]["amount"].value() == "10.11"
    assert (f'href="{back}"' in page) == followed


# -- payout


def test_a_payout_is_asked_for_with_the_whole_balance_filled_in(
    worker: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(worker)

    page = client.get("/wallet/payout/").content.decode()
    answer = client.post("/wallet/payout/", {"amount": "12.00", "rail": "demo_bank"})

    payout = Payout.objects.get()
    assert 'value="12.00"' in page
    assert answer["Location"] == payout.get_absolute_url()
    assert payout.amount == usd("12")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("4.99", "You asked for $4.99. The least payout is $5.00."),
        ("12.01", "You asked for $12.01, and there is not enough money for this: you can take out $12.00 at most."),
        ("5,00", "Write the amount with a point and no commas or spaces, like 1250.50."),
        ("5.005", "Use at most two decimals: whole cents."),
    ],
)
def test_a_bad_payout_gets_one_sentence(
    worker: User, sign_in: Callable[[User], Client], typed: str, words: str
) -> None:
    client = sign_in(worker)

    answer = client.post("/wallet/payout/", {"amount": typed, "rail": "demo_bank"})

    assert [text for errors in answer.context["form"].errors.values() for text in errors] == [words]
    assert ledger.balance_of(ledger.earned(worker.pk)) == usd("12.003")


def test_below_the_least_the_page_says_so_instead_of_a_form(bank: Server, ann: User, ben: User, client: Client) -> None:
    earn(ben, "4.99", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    client.force_login(ben)

    assert "The least payout is $5.00." in client.get("/wallet/payout/").content.decode()


def test_a_payouts_page_shows_its_place_the_run_and_the_promise(worker: User, client: Client) -> None:
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    client.force_login(worker)

    text = client.get(payout.get_absolute_url()).content.decode()

    for words in ("#1 of 1", "Next run", "Promised by", "Mon 23 Nov, 09:00"):
        assert words in text


def test_a_payout_is_cancelled_by_a_button(worker: User, client: Client) -> None:
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    client.force_login(worker)

    client.post(f"/wallet/payouts/{payout.public_id}/cancel/")

    assert make.fresh(payout).state == Payout.State.CANCELLED


def test_a_payout_that_left_says_so_when_cancelled(worker: User, client: Client) -> None:
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    make.payout_run(now=NOW)
    client.force_login(worker)

    here = {"referer": f"http://testserver{payout.get_absolute_url()}"}
    page = client.post(f"/wallet/payouts/{payout.public_id}/cancel/", headers=here, follow=True)

    assert "This has left the queue already and cannot be cancelled." in page.content.decode()


def test_a_paid_payouts_page_shows_each_step(worker: User, client: Client) -> None:
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    make.payout_run(now=NOW)
    client.force_login(worker)

    text = client.get(payout.get_absolute_url()).content.decode()

    for words in ("Asked for, the money is set aside", "Put into a payout run", "Sent", "Paid"):
        assert words in text


# -- where payouts go


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_payouts_go_asks_for_the_password_again(bank: Server, ben: User, client: Client, method: str) -> None:
    client.force_login(ben)

    answer = getattr(client, method)("/wallet/method/", {"rail": "demo_bank", "destination": "1234 5678"})

    assert answer["Location"].startswith("/account/reauthenticate/")
    assert PayoutMethod.objects.count() == 0


def test_somebody_who_gave_the_password_sets_where_payouts_go(
    bank: Server, ben: User, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(ben)

    page = browser.get("/wallet/method/").content.decode()
    answer = browser.post("/wallet/method/", {"rail": "demo_bank", "destination": "1234 5678"})

    assert "Eight digits, like 1234 5678." in page
    assert answer["Location"] == "/wallet/payout/"
    assert PayoutMethod.objects.get(person=ben).destination == "12345678"


def test_a_malformed_destination_stays_in_the_form_with_the_rails_words(
    bank: Server, ben: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(ben).post("/wallet/method/", {"rail": "demo_bank", "destination": "12"}).content.decode()

    assert "A demo bank account number has eight digits, like 1234 5678." in page
    assert 'value="12"' in page


def test_a_destination_that_is_malformed_can_be_mended_on_the_page_after_the_password(
    bank: Server, ben: User, client: Client
) -> None:
    client.force_login(ben)

    asked = client.post("/wallet/method/", {"rail": "demo_bank", "destination": "12"})
    page = client.post(asked["Location"], {"password": make.PASSWORD}, follow=True).content.decode()

    assert "A demo bank account number has eight digits" in page
    assert 'action="/wallet/method/"' in page


def test_who_changed_the_destination_reads_on_the_payouts_page_until_when_it_waits(
    bank: Server, ben: User, sign_in: Callable[[User], Client]
) -> None:
    for number in ("12345678", "87654321"):
        methods.choose(ben, rail="demo_bank", destination=number, by=ben, now=timezone.now())

    page = sign_in(ben).get("/wallet/payout/").content.decode()

    assert "Your new destination can be used from" in page
    assert "Say first where your payouts go." not in page


def test_a_way_nobody_knows_is_not_removed(bank: Server, ben: User, sign_in: Callable[[User], Client]) -> None:
    browser = sign_in(ben)

    for rail in ("", "nothing", "\x00", "x" * 100_000):
        page = browser.post("/wallet/method/remove/", {"rail": rail}, follow=True).content.decode()
        assert "There is no destination to remove." in page


# -- move


def test_money_is_moved_once_though_the_button_is_pressed_twice(worker: User, client: Client) -> None:
    client.force_login(worker)
    key = client.get("/wallet/move/").context["form"]["key"].value()

    for _ in range(2):
        client.post("/wallet/move/", {"amount": "1.5", "key": key})

    assert ledger.balance_of(ledger.spendable(worker.pk)) == usd("1.50")


def test_who_moves_money_for_something_is_led_back(worker: User, client: Client) -> None:
    client.force_login(worker)
    key = client.get("/wallet/move/", {"next": "/tasks/x/draft/quote/"}).context["form"]["key"].value()

    answer = client.post("/wallet/move/", {"amount": "1.5", "key": key})

    assert answer["Location"] == "/tasks/x/draft/quote/"


# -- lines


@pytest.mark.parametrize("count", [1, 30])
def test_the_lines_page_asks_as_often_for_many_lines_as_for_one(
    worker: User, ann: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        pockets.move(worker, amount=usd("0.01"), key=str(number), now=NOW)
    make.deposit(worker, "20")
    client.force_login(worker)
    client.get("/wallet/lines/")

    with django_assert_num_queries(QUERIES):
        page = client.get("/wallet/lines/")

    assert page.status_code == 200


QUERIES = 8


def test_a_pocket_shows_its_own_lines_only(worker: User, client: Client) -> None:
    pockets.move(worker, amount=usd("1"), key="k", now=NOW)
    client.force_login(worker)

    page = client.get("/wallet/lines/?pocket=spendable")

    assert [line.pocket for line in page.context["page"].lines] == ["Spendable"]


@pytest.mark.parametrize(
    "query", ["pocket=nothing", "before=0", "before=zzz", "before=9" + "9" * 30, "before=1", "pocket=escrow"]
)
def test_an_odd_address_shows_a_page(worker: User, client: Client, query: str) -> None:
    client.force_login(worker)

    assert client.get(f"/wallet/lines/?{query}").status_code == 200


def test_the_lines_come_as_csv(worker: User, client: Client) -> None:
    client.force_login(worker)

    answer = client.get("/wallet/lines/?format=csv")

    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert [(row["what"], row["amount"]) for row in rows] == [("Reward", "12.003")]


# -- strangers


def test_a_stranger_finds_nothing(worker: User, cleo: User, client: Client) -> None:
    deposit = deposits.start(worker, amount=usd("20"), rail="demo_bank", now=NOW)
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=timezone.now())
    client.force_login(cleo)

    answers = [
        client.get(deposit.get_absolute_url()),
        client.post(deposit.get_absolute_url()),
        client.get(f"{deposit.get_absolute_url()}back/"),
        client.get(payout.get_absolute_url()),
        client.post(f"/wallet/payouts/{payout.public_id}/cancel/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert "$12" not in client.get("/wallet/").content.decode()
