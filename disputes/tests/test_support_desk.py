"""Support's desk in the admin: the day's queues, the page of a case, and the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from disputes import cases, hearing
from disputes.models import Dispute
from picomarket import desk
from picomarket.lib.money import usd
from submissions import overturning
from tasks import publishing
from tests import make
from wallet import adjustments, deposits, ledger

from .conftest import NOW, REASON, WORDS, accepted, filed, opened, signed_in, supporter

LIST = "/admin/disputes/dispute/"


def case_url(case: Dispute) -> str:
    return reverse("admin:disputes_dispute_change", args=[case.pk])


def decide(person: User, case: Dispute, **data: str) -> Any:
    url = reverse("admin:disputes_dispute_decide", args=[case.pk])
    return signed_in(person).post(url, {"words": "", "early": "on", **data}, follow=True)


@pytest.fixture
def clerk(db: None) -> User:
    """Staff without a permission."""
    person = make.person("clerk")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    return person


def html(response: Any) -> str:
    return str(response.content.decode())


def test_the_admin_asks_to_sign_in_by_the_markets_own_page(db: None) -> None:
    response = Client().get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_who_is_not_staff_is_refused(ben: User) -> None:
    assert signed_in(ben).get("/admin/", follow=True).status_code == 403


def test_the_front_page_is_the_days_work(case: Dispute, ann: User, dina: User, sue: User) -> None:
    opened(make.task(ann), dina, ago=timedelta(days=7))
    make.submission(make.task(ann), dina, now=NOW - timedelta(days=4))

    queues = {str(queue.name): queue for queue in desk.queues(sue, now=NOW)}

    counts = {name: queue.waiting.count for name, queue in queues.items()}
    assert counts == {
        "Disputes past their promise": 1,
        "Disputes to decide": 1,
        "Appeals in disputes": 0,
        "Payouts past their promise": 0,
        "Payouts held": 0,
        "Payouts waiting for the next run": 0,
        "Payouts sent, not confirmed": 0,
        "Deposits to look for": 0,
        "Deposits for a second person": 0,
        "Submissions past their review": 1,
        "Rejections to co-sign": 0,
        "Referrals held": 0,
        "Tickets past their promise": 0,
        "Tickets to answer": 0,
        "Looks at tasks past their promise": 0,
        "Reports of people": 0,
        "Tasks to look at": 0,
        "Appeals against sanctions past their promise": 0,
        "Appeals against sanctions": 0,
        "Bans to agree to": 0,
        "People to answer": 0,
        "Identities past their promise": 0,
        "Identities to check": 0,
    }
    words = [str(queue.clock.label) if queue.clock else "" for queue in queues.values()]
    assert words == ["Late", "Late", "On time", *[""] * (len(queues) - 3)]
    assert queues["Disputes past their promise"].waiting.oldest == NOW - timedelta(days=7)


def test_what_is_late_comes_first_and_what_is_empty_last(case: Dispute, ann: User, dina: User, sue: User) -> None:
    make.submission(make.task(ann), dina, now=NOW - timedelta(days=4))

    clocks = [queue.clock.tone if queue.clock else "" for queue in desk.queues(sue, now=NOW)]

    assert clocks == sorted(clocks, key=desk.URGENT.index)
    assert (clocks[0], clocks[-1]) == ("bad", "")


def test_a_deposit_by_hand_waits_on_the_desk(ann: User, sue: User) -> None:
    deposits.start(ann, amount=usd("20"), rail="manual", now=NOW)

    found = {str(queue.name): queue.waiting.count for queue in desk.queues(sue, now=NOW)}

    assert found["Deposits to look for"] == 1


def test_every_queue_opens_its_list(case: Dispute, sue: User) -> None:
    client = signed_in(sue)
    page = html(client.get("/admin/"))

    for queue in desk.queues(sue, now=NOW):
        assert str(queue.name) in page
        assert client.get(queue.url).status_code == 200


def test_staff_see_only_the_queues_they_may_work_on(case: Dispute, clerk: User) -> None:
    assert desk.queues(clerk, now=NOW) == []
    assert "Disputes to decide" not in html(signed_in(clerk).get("/admin/"))


def test_the_list_shows_open_cases_first_the_first_promise_first(ann: User, ben: User, dina: User, sue: User) -> None:
    decided = opened(make.task(ann, title="Decided"), ben, ago=timedelta(days=20))
    cases.uphold(decided, by=sue, reason=REASON, now=NOW)
    opened(make.task(ann, title="Fresh"), ben)
    opened(make.task(ann, title="Late"), dina, ago=timedelta(days=7))

    shown = signed_in(sue).get(LIST).context["cl"].result_list

    assert [case.submission.task.title for case in shown] == ["Late", "Fresh", "Decided"]


@pytest.mark.parametrize(("clock", "titles"), [("late", ["Late"]), ("running", ["Soon", "Fresh"]), ("soon", ["Soon"])])
def test_the_list_is_filtered_by_promise(clock: str, titles: list[str], ann: User, ben: User, sue: User) -> None:
    for title, days in (("Late", 7), ("Soon", 5.5), ("Fresh", 0)):
        opened(make.task(ann, title=title), ben, ago=timedelta(days=days))

    shown = signed_in(sue).get(LIST, {"clock": clock}).context["cl"].result_list

    assert [case.submission.task.title for case in shown] == titles


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_asks_as_much_for_one_case_as_for_many(
    rows: int, ann: User, ben: User, sue: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        opened(make.task(ann), ben)
    client = signed_in(sue)

    with django_assert_max_num_queries(13):
        client.get(LIST)


@pytest.mark.parametrize("words", ["public_id", "title", "email"])
def test_a_case_is_found_by_id_title_or_address(words: str, case: Dispute, sue: User) -> None:
    asked = {"public_id": case.public_id, "title": "Look at a page", "email": "ben@example.org"}[words]

    assert signed_in(sue).get(LIST, {"q": asked}).context["cl"].result_count == 1


def test_one_page_holds_all_a_decision_needs(case: Dispute, ann: User, sue: User) -> None:
    hearing.answer(case, by=ann, words="The picture is of another page.", now=NOW)

    page = html(signed_in(sue).get(case_url(case)))

    picture = case.submission.proofs.exclude(picture="").get()
    for needed in (
        *("Open the page.", "Write what you see.", WORDS, make.COMMENT, "The picture is of another page."),
        *(picture.get_absolute_url(), "I saw a page with a picture and a form.", "Wrong result", "Ben", "Ann"),
        *("Uphold: pay the worker $0.095", "Dismiss: the rejection stands", "$1.10"),
    ):
        assert needed in page


def test_the_page_has_nothing_inline(case: Dispute, sue: User) -> None:
    for url in ("/admin/", LIST, case_url(case)):
        page = html(signed_in(sue).get(url))

        assert " style=" not in page
        assert "<style" not in page
        assert "onclick=" not in page


def test_the_picture_is_served_to_support_and_not_to_other_staff(case: Dispute, sue: User, clerk: User) -> None:
    picture = case.submission.proofs.exclude(picture="").get().get_absolute_url()

    assert signed_in(sue).get(picture).status_code == 200
    assert signed_in(clerk).get(picture).status_code == 404


def test_staff_without_the_permission_are_refused(case: Dispute, clerk: User) -> None:
    assert signed_in(clerk).get(LIST).status_code == 403
    assert signed_in(clerk).get(case_url(case)).status_code == 403
    assert decide(clerk, case, outcome="upheld", words=REASON).status_code == 403
    assert make.fresh(case).is_open


def test_the_two_sides_cannot_decide_by_guessing_the_address(case: Dispute, ben: User) -> None:
    assert decide(ben, case, outcome="upheld", words=REASON).status_code == 403
    assert make.fresh(case).is_open


def test_upholding_pays_the_worker_and_is_logged(case: Dispute, ben: User, sue: User) -> None:
    response = decide(sue, case, outcome="upheld", words=REASON)

    assert "Upheld: the worker is paid $0.095." in html(response)
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert (make.fresh(case).decided_by, make.fresh(case).decision) == (sue, REASON)
    logged = LogEntry.objects.get(user=sue)
    assert (logged.object_id, logged.change_message) == (str(case.pk), f"Upheld: {REASON}")


def test_dismissing_keeps_the_rejection(case: Dispute, ben: User, sue: User) -> None:
    response = decide(sue, case, outcome="dismissed", words="The step is missing.\nLook at the first line.")

    accepted(case)

    assert "Dismissed: the rejection stands, unless the worker appeals." in html(response)
    assert make.fresh(case).decision == "The step is missing.\nLook at the first line."
    assert make.fresh(ben).rejected == 1


def test_the_house_can_pay_a_worker_whose_rejection_stands(case: Dispute, ben: User, sue: User, sam: User) -> None:
    response = decide(sue, case, outcome="kindly", words=REASON)
    assert not ben.adjustments.exists()
    accepted(case)
    proposed = ben.adjustments.get()
    before = ledger.balance_of(ledger.earned(ben.pk))
    waits = html(signed_in(sam).get(case_url(case)))
    adjustments.approve(proposed, by=sam, now=NOW)
    applied = html(signed_in(sam).get(case_url(case)))

    assert reverse("admin:wallet_adjustment_change", args=[proposed.pk]) in waits
    assert ("· Waits for a second person" in waits, "· Applied" in applied) == (True, True)
    assert "$0.095 of goodwill for the worker is proposed once it is final" in html(response)
    assert (make.fresh(case).state, proposed.proposed_by) == (Dispute.State.DISMISSED, sue)
    assert before == 0
    assert ledger.balance_of(ledger.earned(ben.pk)) == case.submission.price.receives
    assert make.fresh(ben).rejected == 1
    with pytest.raises(overturning.TooLateToOverturn):
        overturning.overturn(case.submission, by=case.submission.task.employer, agreed=usd("0"), now=NOW)


def test_a_stopped_task_says_what_a_dismissal_returns(case: Dispute, ann: User, sue: User) -> None:
    publishing.stop(case.submission.task, by=ann, now=NOW)

    assert "back to the employer, the task is stopped" in html(signed_in(sue).get(case_url(case)))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"outcome": "upheld"}, "Write at least 20 characters."),
        ({"outcome": "upheld", "words": "He is right."}, "Write at least 20 characters."),
        ({"words": REASON}, "Choose one of the outcomes."),
        ({"outcome": "thrown out", "words": REASON}, "thrown out is not one of the available choices"),
    ],
)
def test_a_decision_needs_an_outcome_and_a_reason(data: dict[str, str], says: str, case: Dispute, sue: User) -> None:
    response = decide(sue, case, **data)

    assert says in html(response)
    assert data.get("words", "") in html(response)
    assert make.fresh(case).is_open
    assert not LogEntry.objects.exists()


def test_a_case_decided_in_another_tab_says_so_and_keeps_that_decision(case: Dispute, sue: User) -> None:
    other = supporter("tom")
    cases.uphold(case, by=other, reason=REASON, now=NOW)

    response = decide(sue, case, outcome="dismissed", words="I see it quite differently myself.")

    assert "This case is decided already. What you chose was not kept." in html(response)
    assert make.fresh(case).is_upheld
    assert not LogEntry.objects.exists()


def test_support_cannot_decide_its_own_case(ann: User, sue: User) -> None:
    case = opened(make.task(ann), sue)

    response = decide(sue, case, outcome="upheld", words=REASON)

    assert "You are a side of this case." in html(response)
    assert make.fresh(case).is_open


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_cases_are_neither_made_nor_removed_here(page: str, case: Dispute, sam: User) -> None:
    assert signed_in(sam).get(LIST + page.format(pk=case.pk)).status_code == 403


def test_deciding_in_the_employers_time_is_asked_once_more(case: Dispute, ben: User, sue: User) -> None:
    url, data = reverse("admin:disputes_dispute_decide", args=[case.pk]), {"words": REASON, "outcome": "upheld"}
    client = signed_in(sue)

    asked = html(client.post(url, data))
    assert "Wait, or say that you decide before." in asked
    assert REASON in asked
    assert make.fresh(case).is_open
    assert "Decide now, although the employer can answer until" in html(client.get(case_url(case)))
    client.post(url, {**data, "early": "on"})

    assert make.fresh(case).is_upheld
    assert "the employer had not answered" in html(client.get(case_url(case)))


@pytest.mark.parametrize("outcome", ["dismissed", "kindly", "50"])
def test_deciding_against_the_worker_in_their_time_is_asked_once_more(
    outcome: str, case: Dispute, ann: User, sue: User
) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW)
    url = reverse("admin:disputes_dispute_decide", args=[case.pk])
    client, data = signed_in(sue), {"words": REASON, "outcome": outcome, "early": "on"}

    asked = html(client.post(url, data))
    assert "Decide now, although the worker can answer until" in asked
    assert "The worker can still answer until" in asked
    assert REASON in asked
    assert make.fresh(case).is_open
    client.post(url, {**data, "before_worker": "on"})

    assert not make.fresh(case).is_open
    assert "the employer had not answered" not in html(client.get(case_url(case)))


def test_upholding_does_not_wait_for_the_worker(case: Dispute, ann: User, sue: User) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW)

    decide(sue, case, words=REASON, outcome="upheld")

    assert make.fresh(case).is_upheld


def test_when_both_have_spoken_nothing_is_asked_twice(case: Dispute, ann: User, ben: User, sue: User) -> None:
    for side in (ann, ben):
        hearing.answer(case, by=side, words=WORDS, now=NOW)
    client = signed_in(sue)

    assert "Decide now, although" not in html(client.get(case_url(case)))
    client.post(reverse("admin:disputes_dispute_decide", args=[case.pk]), {"words": REASON, "outcome": "dismissed"})

    assert not make.fresh(case).is_open


def test_deciding_is_never_a_get(case: Dispute, sue: User) -> None:
    url = reverse("admin:disputes_dispute_decide", args=[case.pk])

    assert signed_in(sue).get(url).status_code == 405


@pytest.mark.parametrize("key", ["999999", "nothing"])
def test_a_case_that_is_not_there_is_not_found(key: str, sue: User) -> None:
    assert signed_in(sue).get(f"{LIST}{key}/change/").status_code == 404


def test_who_decided_a_case_does_not_have_its_appeal_waiting(case: Dispute, ben: User, sue: User, tom: User) -> None:
    cases.dismiss(case, by=sue, reason=REASON, now=NOW)
    filed(case, ben)

    counts = [
        next(one.waiting.count for one in desk.queues(person, now=NOW) if str(one.name) == "Appeals in disputes")
        for person in (sue, tom)
    ]

    assert counts == [0, 1]
