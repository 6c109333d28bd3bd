"""The money desk in admin: staff see everything and move money by the verbs alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import StaffEntry, User
from picomarket.lib.money import usd
from tests import make
from wallet import batches, deposits, holds, ledger, methods, payouts, rails, results
from wallet.demobank.server import Server
from wallet.models import Deposit, Payout, PayoutBatch

from .conftest import NOW, earn

MODELS = ["account", "transfer", "deposit", "payout", "payoutmethod", "payoutbatch", "railevent"]


@pytest.fixture
def desk(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


@pytest.fixture
def asked(ann: User, ben: User) -> Payout:
    """Ben waits for $5 by hand."""
    earn(ben, "5", by=ann)
    methods.choose(ben, rail="manual", destination="IBAN 4711, Ben", by=ben, now=NOW)
    return payouts.request(ben, amount=usd("5"), rail="manual", now=NOW)


def press(desk: Client, name: str, *args: object, **data: object) -> str:
    """Press a button of the desk; the page that follows."""
    return desk.post(reverse(f"admin:wallet_payoutbatch_{name}", args=args), data, follow=True).content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_page_opens_and_nothing_can_be_typed(desk: Client, asked: Payout, model: str) -> None:
    make.payout_run(now=NOW)

    page = desk.get(reverse(f"admin:wallet_{model}_changelist"))
    add = desk.get(reverse(f"admin:wallet_{model}_add"))

    assert (page.status_code, add.status_code) == (200, 403)
    for row in page.context["cl"].result_list[:1]:
        text = desk.get(reverse(f"admin:wallet_{model}_change", args=[row.pk])).content.decode()
        assert 'name="_save"' not in text


def test_staff_marks_a_deposit_received(desk: Client, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="manual", now=NOW)

    for _ in range(2):
        desk.post(
            reverse("admin:wallet_deposit_changelist"), {"action": "mark_received", "_selected_action": [deposit.pk]}
        )

    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_staff_is_told_why_a_banks_deposit_cannot_be_marked(desk: Client, bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    chosen = {"action": "mark_received", "_selected_action": [deposit.pk]}

    page = desk.post(reverse("admin:wallet_deposit_changelist"), chosen, follow=True).content.decode()

    assert "This rail tells by itself when money arrives." in page


def test_staff_runs_payouts_exports_the_batch_and_imports_the_results(desk: Client, asked: Payout) -> None:
    page = press(desk, "run")
    batch = PayoutBatch.objects.get()
    sent = press(desk, "send", batch.pk)
    exported = desk.get(reverse("admin:wallet_payoutbatch_export", args=[batch.pk])).content.decode()
    file = SimpleUploadedFile("r.csv", f"key,state\n{asked.public_id},paid\n".encode())

    after = press(desk, "import", batch.pk, results=file)

    assert "1 batch was gathered." in page
    assert "The batch is sent." in sent
    assert exported == results.export(batch).replace(",paid,", ",,")
    assert "1 payout was paid." in after
    assert make.fresh(asked).state == Payout.State.PAID


def test_an_import_tells_what_was_paid_from_what_failed(desk: Client, asked: Payout) -> None:
    (batch,) = make.payout_run(now=NOW)
    file = SimpleUploadedFile("r.csv", f"key,state,reason\n{asked.public_id},failed,The account is closed.\n".encode())

    page = press(desk, "import", batch.pk, results=file)

    assert "1 failed or came back." in page
    assert "paid." not in page.split("failed or came back.")[0].rsplit("<li", 1)[1]


def test_a_held_payout_is_said_to_be_held_and_rails_have_names(desk: Client, asked: Payout, sam: User) -> None:
    holds.hold(asked, reason="We ask the bank first.", by=sam, now=NOW)

    page = desk.get(reverse("admin:wallet_payout_changelist")).content.decode()

    assert ">Held</bdi></div></td>" in page
    assert ">Waiting for the next run</bdi></div></td>" not in page
    assert str(Payout(amount=usd("5"), destination="x")) == "$5.00 to x"
    assert str(Deposit(amount=usd("5"), rail="manual")) == f"$5.00, {rails.name('manual')}"


def test_a_file_with_another_amount_settles_nothing_and_says_where_to_look(desk: Client, asked: Payout) -> None:
    (batch,) = make.payout_run(now=NOW)
    file = SimpleUploadedFile("r.csv", f"key,state,amount\n{asked.public_id},paid,999.00\n".encode())

    page = press(desk, "import", batch.pk, results=file)

    assert "No payout was settled by it." in page
    assert "against the books and moved nothing: see rail events." in page


def test_who_is_paid_by_hand_is_not_told_that_anybody_asks_every_minute(client: Client, asked: Payout) -> None:
    make.payout_run(now=NOW)
    client.force_login(asked.person)

    page = client.get(asked.get_absolute_url()).content.decode()

    assert "our staff pays it by hand" in page
    assert "every minute" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nonsense\n", "The first line must name the columns key and state."),
        (b"\xff\xfe\x00", "The file must be CSV in UTF-8."),
        (b"", "The submitted file is empty."),
        (b"key,state,reason\nx,failed,M\xfcller\n", "The file must be CSV in UTF-8."),
        (b"key,state\n" + b"x" * 200_000, "The file cannot be read as CSV"),
        (b'key,state\n"' + b"x,paid\n" * 50_000, "The file cannot be read as CSV"),
        (b"x" * 30 * 2**20, "The file is larger than 20 MB."),
    ],
)
def test_a_bad_file_of_results_gets_one_sentence(desk: Client, asked: Payout, content: bytes, words: str) -> None:
    (batch,) = make.payout_run(now=NOW)

    page = press(desk, "import", batch.pk, results=SimpleUploadedFile("r.csv", content))

    assert words in page
    assert make.fresh(asked).state == Payout.State.SENT


def test_staff_asks_for_outcomes_that_are_not_known(desk: Client, asked: Payout) -> None:
    make.payout_run(now=NOW)

    assert "1 payout was asked for." in press(desk, "chase")


def test_the_desk_says_how_many_wait_and_when_the_run_starts(desk: Client, asked: Payout) -> None:
    page = desk.get(reverse("admin:wallet_payoutbatch_changelist")).content.decode()

    assert "1 payout waits for the next run." in page


def test_staff_without_the_right_can_look_and_not_pay(client: Client, asked: Payout, cleo: User) -> None:
    cleo.is_staff = True
    cleo.save()
    cleo.user_permissions.set(Permission.objects.filter(codename__in=["view_payoutbatch", "view_deposit"]))
    client.force_login(cleo)
    deposit = deposits.start(cleo, amount=usd("20"), rail="manual", now=NOW)

    answer = client.post(reverse("admin:wallet_payoutbatch_run"))
    client.post(
        reverse("admin:wallet_deposit_changelist"), {"action": "mark_received", "_selected_action": [deposit.pk]}
    )

    assert answer.status_code == 403
    assert make.fresh(asked).state == Payout.State.REQUESTED
    assert make.fresh(deposit).state == Deposit.State.STARTED


def test_a_button_is_not_pressed_by_following_a_link(desk: Client, asked: Payout) -> None:
    assert desk.get(reverse("admin:wallet_payoutbatch_run")).status_code == 405


# -- the page of a batch


@pytest.fixture
def batch(asked: Payout) -> PayoutBatch:
    """Ben's $5 in a batch that has not left."""
    (batch,) = batches.gather(now=timezone.now())
    return batch


def page_of(desk: Client, batch: PayoutBatch) -> str:
    return desk.get(reverse("admin:wallet_payoutbatch_change", args=[batch.pk])).content.decode()


REASON = "Two accounts are paid at one address."


def test_the_page_of_a_batch_shows_what_is_in_it_and_what_may_be_odd(
    desk: Client, asked: Payout, cleo: User, ann: User
) -> None:
    earn(cleo, "5", by=ann)
    methods.choose(cleo, rail="manual", destination=asked.destination, by=cleo, now=NOW)
    payouts.request(cleo, amount=usd("5"), rail="manual", now=NOW)
    (batch,) = batches.gather(now=timezone.now())

    page = page_of(desk, batch)

    for words in (asked.destination, "Ben", "$10.00", "1 other person is paid here too", "It goes by itself", "Hold"):
        assert words in page


def test_staff_approves_a_large_batch_and_somebody_else_sends_it(
    desk: Client, batch: PayoutBatch, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("1"))
    nora, other = make.person("nora", staff=True), Client()
    other.force_login(nora)

    before = page_of(desk, batch)
    approved = press(desk, "approve", batch.pk)
    refused = press(desk, "send", batch.pk)
    sent = press(other, "send", batch.pk)

    assert "2 more people must approve it before it goes." in before
    assert "Approved. 1 more person must approve." in approved
    assert "Approved by <bdi>Sam</bdi>" in approved
    assert "Somebody else must approve this batch too before it goes." in refused
    assert "The batch is sent." in sent
    assert make.fresh(batch).state == PayoutBatch.State.SENT


def test_who_is_paid_by_a_batch_sees_no_button(client: Client, ann: User, sam: User) -> None:
    earn(sam, "5", by=ann)
    methods.choose(sam, rail="manual", destination="IBAN 4711, Sam", by=sam, now=NOW)
    payouts.request(sam, amount=usd("5"), rail="manual", now=NOW)
    (batch,) = batches.gather(now=timezone.now())
    client.force_login(sam)

    assert "You are paid by this batch" in page_of(client, batch)
    assert "You are paid by this batch" in press(client, "send", batch.pk)
    assert make.fresh(batch).state == PayoutBatch.State.GATHERED


def decide(desk: Client, verb: str, payout: Payout, **data: str) -> str:
    here = f"http://testserver{reverse('admin:wallet_payout_change', args=[payout.pk])}"
    url = reverse(f"admin:wallet_payout_{verb}", args=[payout.pk])
    return desk.post(url, data, headers={"referer": here}, follow=True).content.decode()


def test_staff_holds_releases_and_gives_back_a_payout(desk: Client, batch: PayoutBatch, asked: Payout) -> None:
    refused = decide(desk, "hold", asked, reason="no")
    held = decide(desk, "hold", asked, reason=REASON)
    in_list = desk.get(reverse("admin:wallet_payout_changelist") + "?clock=held").context["cl"].result_count
    wordless = decide(desk, "release", asked)
    released = decide(desk, "release", asked, reason=REASON)
    back = decide(desk, "return", asked, reason=REASON)

    assert "Write the reason in a sentence" in refused
    assert "Held. Its person is told the reason." in held
    assert in_list == 1
    assert "Write the reason in a sentence" in wordless
    assert "Released. Its person is told the reason." in released
    assert StaffEntry.objects.get(what="Released").reason == REASON
    assert "Given back." in back
    assert make.fresh(asked).state == Payout.State.CANCELLED
    assert "Nothing is in it any more" in page_of(desk, batch)


@pytest.mark.parametrize("verb", ["hold", "return"])
def test_a_refused_reason_comes_back_with_what_is_wrong_beside_it(desk: Client, asked: Payout, verb: str) -> None:
    answer = desk.post(reverse(f"admin:wallet_payout_{verb}", args=[asked.pk]), {"reason": "<b> no"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("&lt;b&gt; no</textarea>") == page.count('class="errorlist"') == 1
    assert page.index('class="errorlist"') < page.index("&lt;b&gt; no</textarea>")
    assert (" open>" in page) == (verb == "return")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Too short", "Write the reason in a sentence"),
        ("A sentence with \x00 in it", "Null characters are not allowed."),
        ("x" * 2_000_000, "Write at most 1000 characters."),
    ],
)
@pytest.mark.parametrize("verb", ["hold", "return"])
def test_a_reason_nobody_can_read_moves_nothing(
    desk: Client, asked: Payout, verb: str, reason: str, words: str
) -> None:
    page = reverse("admin:wallet_payout_change", args=[asked.pk])
    button = reverse(f"admin:wallet_payout_{verb}", args=[asked.pk])

    after = desk.post(button, {"reason": reason}, headers={"referer": f"http://testserver{page}"}, follow=True)

    assert words in after.content.decode()
    assert (make.fresh(asked).state, make.fresh(asked).held_at) == (Payout.State.REQUESTED, None)


def test_the_person_sees_the_reason_of_a_hold_and_since_when(
    desk: Client, batch: PayoutBatch, asked: Payout, ben: User
) -> None:
    decide(desk, "hold", asked, reason=REASON)
    browser = Client()
    browser.force_login(ben)

    page = browser.get(asked.get_absolute_url()).content.decode()

    for words in (REASON, "Held since", "#1 of 1", "Promised by", "This is late"):
        assert words in page
    assert "Cancel it" not in page


def test_late_payouts_stand_on_the_front_page(desk: Client, asked: Payout) -> None:
    page = desk.get("/admin/").content.decode()
    listed = desk.get(reverse("admin:wallet_payout_changelist") + "?clock=late")

    assert "Payouts past their promise" in page
    assert listed.context["cl"].result_count == 1


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_of_a_batch_asks_as_often_for_many_payouts_as_for_one(
    desk: Client, ann: User, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        person = make.person(f"worker{number}")
        earn(person, "5", by=ann)
        methods.choose(person, rail="manual", destination=f"IBAN 4711{number}, Ben", by=person, now=NOW)
        payouts.request(person, amount=usd("5"), rail="manual", now=NOW)
    (batch,) = batches.gather(now=timezone.now())
    page_of(desk, batch)

    with django_assert_max_num_queries(16):
        page_of(desk, batch)


def test_a_payout_says_why_it_is_held_and_whom_it_pays_beside_the_decision(desk: Client, asked: Payout) -> None:
    decide(desk, "hold", asked, reason=REASON)

    page = desk.get(reverse("admin:wallet_payout_change", args=[asked.pk])).content.decode()

    said = [
        "Why it is held",
        REASON,
        "Who it pays, and where",
        "Their payouts before",
        "<h2>The payout",
        "<h2>Decide",
        "Release it",
    ]
    places = [page.find(words) for words in said]
    assert places == sorted(places)
    assert min(places) > 0
    assert "Give the money back" in page


def test_who_has_a_held_payout_alone_sees_the_buttons(desk: Client, asked: Payout) -> None:
    desk.post(reverse("admin:wallet_payout_hold", args=[asked.pk]), {"reason": "We wait for a word of the bank."})
    url, other = reverse("admin:wallet_payout_change", args=[asked.pk]), Client()
    other.force_login(make.person("tess", staff=True))

    desk.post(reverse("admin:wallet_payout_take", args=[asked.pk]))
    pages = [browser.get(url).content.decode() for browser in (desk, other)]

    assert [("Release it" in page, "Take it over" in page) for page in pages] == [(True, False), (False, True)]


def test_an_approval_that_waits_for_a_second_one_is_in_the_log(desk: Client, asked: Payout, settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("1"))
    batch = PayoutBatch.objects.get(pk=batches.gather(now=NOW)[0].pk)

    page = press(desk, "send", batch.pk)
    press(desk, "approve", batch.pk)

    assert "Your approval is kept." in page
    assert [entry.what for entry in StaffEntry.objects.filter(key=batch.public_id)] == ["Approved"]


def test_nobody_is_shown_a_form_for_their_own_payout(client: Client, ann: User, sam: User) -> None:
    earn(sam, "5", by=ann)
    methods.choose(sam, rail="manual", destination="IBAN 4711, Sam", by=sam, now=NOW)
    own = payouts.request(sam, amount=usd("5"), rail="manual", now=NOW)
    client.force_login(sam)

    page = client.get(reverse("admin:wallet_payout_change", args=[own.pk])).content.decode()

    assert "This payout is your own: somebody else must decide." in page
    assert "Hold it with this reason" not in page
