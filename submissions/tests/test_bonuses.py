"""A bonus: on approved work, from the employer's spendable money, free of commission, once per page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from submissions import bonuses
from submissions.models import Bonus, Submission
from tasks import publishing
from tests import make
from wallet import deposits, ledger
from wallet.rails.interface import Fate, Outcome

NOW = timezone.now()


@pytest.fixture
def done(ann: User, ben: User) -> Submission:
    return make.approved(make.task(ann, title="Read a sign"), ben)


def give(done: Submission, dollars: str = "1", *, key: str = "k", note: str = "") -> bool:
    return bonuses.give(done, amount=usd(dollars), note=note, key=key, by=done.task.employer, now=NOW)


def test_the_worker_receives_all_of_it(done: Submission, ann: User, ben: User) -> None:
    give(done, "1.50", note="Well seen.")

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("1.595")
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("97.40")
    assert ben.notices.order_by("pk").values_list("subject", "body").last() == (
        "A bonus of $1.50: Read a sign",
        "Well seen.",
    )


def test_a_second_press_gives_nothing_more(done: Submission, ben: User) -> None:
    assert [give(done), give(done), give(done, key="another page")] == [True, False, True]

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("2.095")


@pytest.mark.parametrize("dollars", ["0", "0.001", "1000.01", "1.005"])
def test_a_sum_nobody_can_give_is_refused(done: Submission, dollars: str) -> None:
    with pytest.raises(bonuses.BonusRefused):
        give(done, dollars)

    assert not Bonus.objects.exists()


def test_more_than_there_is_moves_nothing(done: Submission, ben: User) -> None:
    with pytest.raises(ledger.InsufficientFunds):
        give(done, "99")

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")


def test_work_that_waits_gets_no_bonus(ann: User, ben: User) -> None:
    waiting = make.submission(make.task(ann), ben)

    with pytest.raises(bonuses.BonusRefused):
        give(waiting)


def test_nobody_gives_on_another_employers_task(done: Submission, cleo: User) -> None:
    with pytest.raises(Submission.DoesNotExist):
        bonuses.give(done, amount=usd("1"), key="k", by=cleo, now=NOW)


def test_the_employer_gives_it_on_the_review_page_and_both_read_of_it(
    client: Client, done: Submission, ann: User, ben: User
) -> None:
    client.force_login(ann)
    page = client.get(done.review_url)
    key = page.context["bonus_form"]["key"].value()
    at = f"/submissions/{done.public_id}/bonus/"

    answer = client.post(at, {"amount": "2", "note": "Thank you.", "key": key})
    client.force_login(ben)
    work = client.get(done.get_absolute_url()).content.decode()

    assert answer["Location"] == done.review_url
    assert "Bonus: $2.00" in work
    assert "Thank you." in work


def test_a_bad_sum_keeps_what_was_typed(client: Client, done: Submission, ann: User) -> None:
    client.force_login(ann)

    page = client.post(f"/submissions/{done.public_id}/bonus/", {"amount": "500", "note": "Thank you.", "key": "k"})

    assert page.status_code == 422
    assert page.context["bonus_form"].non_field_errors() == ["There is not enough money for this."]
    assert "Thank you." in page.content.decode()


def test_who_owes_for_a_deposit_that_was_taken_back_gives_nothing(done: Submission, ann: User, ben: User) -> None:
    task = make.task(ann, reward=usd("8"))
    back = Outcome(key=ann.deposits.get().public_id, fate=Fate.REVERSED)
    deposits.settle(back, rail="manual", now=NOW)
    publishing.stop(task, by=ann, now=NOW)

    with pytest.raises(bonuses.BonusRefused):
        give(done, "50")

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("88")
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
