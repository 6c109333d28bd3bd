"""The money desk in admin: staff see everything and move money by the verbs alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import deposits, ledger, methods, payouts, results
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
    assert "1 payout was settled." in after
    assert make.fresh(asked).state == Payout.State.PAID


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nonsense\n", "The first line must name the columns key and state."),
        (b"\xff\xfe\x00", "The file must be CSV in UTF-8."),
        (b"", "The submitted file is empty."),
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
