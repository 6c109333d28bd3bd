"""Screen-outs: who does not qualify is paid what was promised, the rest goes back, and nothing else comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User, Verdict
from inbox.models import Notice
from picomarket.lib.money import Money, usd
from submissions import budget, earnings, figures, review, screening, timeline, verdicts
from submissions.models import GivenVerdict, Submission
from tasks import edits, publishing
from tasks.models import Task
from tests import make
from tests.threads import at_once
from wallet import ledger
from wallet.commission import Price, price_of

NOW = timezone.now()
MINUTE = NOW + timedelta(seconds=60)
State = Submission.State
Crowd = Callable[[int], list[User]]


def said(answer: Any) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def balances(ann: User, task: Task, ben: User) -> list[Money]:
    pots = ledger.spendable(ann.pk), ledger.escrow(task.pk), ledger.earned(ben.pk)
    return [ledger.balance_of(pot) for pot in pots]


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, screen_out=usd("0.05"), now=NOW)


@pytest.fixture
def done(task: Task, ben: User) -> Submission:
    return make.submission(task, ben, now=NOW)


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def screen_out(done: Submission, *, comment: str = make.UNFIT) -> str:
    return verdicts.screen_out(done, by=done.task.employer, comment=comment, now=NOW)


rewards = st.integers(min_value=2, max_value=10**9)


@given(reward=rewards, share=st.floats(min_value=0, max_value=0.5))
def test_a_part_of_a_price_is_never_more_than_its_part_of_the_cost(reward: int, share: float) -> None:
    whole, part = price_of(Money(reward)), Money(min(int(reward * share), reward // 2))

    price = whole.scaled(part)

    assert price.reward == part
    assert 0 <= price.worker_commission * reward <= whole.worker_commission * part
    assert 0 <= price.employer_commission * reward <= whole.employer_commission * part
    assert price.cost + (whole.cost - price.cost) == price.receives + price.commission + (whole.cost - price.cost)
    assert price.cost * 2 <= whole.cost


@pytest.mark.parametrize(("reward", "part"), [("0.10", "0.05"), ("0.333333", "0.0123"), ("1", "0.333333")])
def test_what_was_promised_is_paid_and_the_rest_goes_back_to_the_micro_dollar(
    ann: User, ben: User, reward: str, part: str
) -> None:
    task = make.task(ann, reward=usd(reward), screen_out=usd(part), slots=2, now=NOW)
    spendable, held, _nothing = balances(ann, task, ben)
    price, house = task.price.scaled(usd(part)), ledger.balance_of(ledger.REVENUE)

    done = make.screened_out(task, ben, now=NOW)

    rest = task.price.cost - price.cost
    assert balances(ann, task, ben) == [spendable + rest, held - task.price.cost, price.receives]
    assert ledger.balance_of(ledger.REVENUE) - house == price.commission
    assert (done.state, done.paid, done.comment) == (State.SCREENED, price, make.UNFIT)
    assert make.fresh(task).spent == price.cost


def test_the_slot_is_used_up_and_the_last_one_finishes_the_task(ann: User, ben: User) -> None:
    task = make.task(ann, screen_out=usd("0.01"), slots=1, now=NOW)

    make.screened_out(task, ben, now=NOW)

    task = make.fresh(task)
    assert (task.taken, task.paid, task.state) == (1, 1, Task.State.FINISHED)


def test_it_counts_in_no_rate_level_budget_and_no_points(task: Task, ann: User, ben: User) -> None:
    make.screened_out(task, ben, now=NOW)

    worker, employer = make.fresh(ben), make.fresh(ann)
    assert (worker.approved, worker.rejected, worker.points) == (0, 0, 0)
    assert (employer.judged_approved, employer.judged_rejected) == (0, 0)
    assert not Verdict.objects.exists()
    assert budget.standing(ann).judged == 0


def test_for_a_minute_it_can_be_taken_back_and_nothing_moves(done: Submission, ann: User, ben: User) -> None:
    press = screen_out(done)

    assert GivenVerdict.objects.get().kind == GivenVerdict.Kind.SCREEN_OUT
    assert budget.standing(ann).judged == 0
    assert verdicts.take_back(press, by=ann, now=NOW) == 1
    verdicts.carry_out_due(now=MINUTE)
    assert make.fresh(done).state == State.SUBMITTED
    assert ledger.balance_of(ledger.earned(ben.pk)) == 0


def test_a_second_press_pays_no_second_time(done: Submission, ben: User) -> None:
    screen_out(done)
    with pytest.raises(review.AlreadyJudged):
        screen_out(done)

    assert verdicts.carry_out_due(now=MINUTE) == 1
    assert verdicts.carry_out_due(now=MINUTE) == 0
    with pytest.raises(review.AlreadyJudged):
        screen_out(make.fresh(done))
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.0475")


def test_two_who_carry_it_out_at_once_pay_once(committed_db: None) -> None:
    employer, worker = make.person("emil"), make.person("wanda")
    make.deposit(employer, "20")
    done = make.submission(make.task(employer, screen_out=usd("0.05"), now=NOW), worker, now=NOW)
    screen_out(done)

    at_once(*[lambda: verdicts.carry_out_due(now=MINUTE)] * 2)

    assert ledger.balance_of(ledger.earned(worker.pk)) == usd("0.0475")


def test_two_screened_out_at_once_never_share_the_last_place(committed_db: None) -> None:
    employer = make.person("emil")
    make.deposit(employer, "20")
    task = make.task(employer, screen_out=usd("0.05"), now=NOW)
    rows = [make.submission(task, make.person(name), now=NOW) for name in ("wanda", "walt")]

    at_once(*[lambda one=one: screen_out(one) for one in rows])

    assert GivenVerdict.objects.count() == 1


def test_the_time_to_review_may_end_meanwhile(done: Submission) -> None:
    screen_out(done)

    late = NOW + timedelta(days=30)
    assert review.approve_unreviewed(now=late) == 0
    verdicts.carry_out_due(now=late)
    assert make.fresh(done).state == State.SCREENED


def test_a_raise_changes_nothing_of_what_was_promised(task: Task, done: Submission, ann: User, ben: User) -> None:
    screen_out(done)
    edits.raise_reward(task, reward=usd("0.30"), key="k", agreed=usd("2.20"), by=ann, now=NOW)
    verdicts.carry_out_due(now=MINUTE)

    paid = make.fresh(done).paid
    edits.raise_reward(task, reward=usd("0.40"), key="l", agreed=usd("0.99"), by=ann, now=NOW)

    assert paid == make.fresh(done).paid == Price(usd("0.05"), usd("0.005"), usd("0.0025"))
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.0475")


def test_in_a_stopped_task_it_is_paid_too(task: Task, done: Submission, ann: User) -> None:
    screen_out(done)
    publishing.stop(task, by=ann, now=NOW)
    verdicts.carry_out_due(now=MINUTE)

    assert ledger.balance_of(ledger.escrow(task.pk)) == 0
    assert make.fresh(task).spent == usd("0.055")


def test_a_single_one_before_there_are_nine_verdicts_then_a_third(task: Task, ann: User, crowd: Crowd) -> None:
    rows = [make.submission(task, one, now=NOW) for one in crowd(10)]
    screen_out(rows[0])
    with pytest.raises(screening.TooMany):
        screen_out(rows[1])
    verdicts.carry_out_due(now=MINUTE)
    for row in rows[3:9]:
        make.approve(row, now=NOW)
    with pytest.raises(screening.TooMany):
        screen_out(rows[1])
    make.approve(rows[9], now=NOW)

    screen_out(rows[1])
    verdicts.carry_out_due(now=MINUTE)
    screen_out(rows[2])

    assert GivenVerdict.objects.count() == 1


def test_many_small_tasks_are_counted_together(ann: User, crowd: Crowd) -> None:
    people = crowd(9)
    small = [make.task(ann, screen_out=usd("0.05"), slots=2, now=NOW) for _task in range(4)]
    make.screened_out(small[0], people[0], now=NOW)
    waits = make.submission(small[1], people[1], now=NOW)
    with pytest.raises(screening.TooMany, match="all tasks that pay for finding out"):
        screen_out(waits)
    make.approved(make.task(ann, now=NOW), people[1], now=NOW)
    for task, worker in zip([small[0], small[1], *small[2:], *small[2:]], people[2:8], strict=True):
        make.approved(task, worker, now=NOW)
    with pytest.raises(screening.TooMany, match="It is 1 of 7"):
        screen_out(waits)
    make.approved(make.task(ann, screen_out=usd("0.05"), now=NOW), people[8], now=NOW)

    screen_out(waits)

    assert GivenVerdict.objects.count() == 1


@pytest.mark.parametrize("comment", ["", "No.", " " * 40])
def test_the_worker_is_told_why(done: Submission, comment: str) -> None:
    with pytest.raises(screening.TooShort):
        screen_out(done, comment=comment)


def test_a_task_that_promised_nothing_has_no_such_verdict(ann: User, ben: User) -> None:
    with pytest.raises(screening.NotOffered):
        screen_out(make.submission(make.task(ann, now=NOW), ben, now=NOW))


def test_the_worker_reads_it_everywhere(task: Task, ben: User, client: Client) -> None:
    done = make.screened_out(task, ben, now=NOW)
    client.force_login(ben)

    told = Notice.objects.get(person=ben, url=done.get_absolute_url())
    work = said(client.get(done.get_absolute_url()))
    mine = said(client.get(reverse("submissions:mine") + "?view=screened"))
    wallet = said(client.get(reverse("wallet:lines")))

    assert make.UNFIT in str(told.body)
    for words in ("Did not qualify", make.UNFIT, "$0.0475"):
        assert words in work
    assert "$0.0475" in mine
    assert "For finding out: did not qualify" in wallet
    assert any("Did not qualify" in event["what"] for event in timeline.events(done))
    assert earnings.of(ben, since=NOW - timedelta(days=1)).total.received == usd("0.0475")


def test_figures_count_it_apart_and_know_what_it_cost(task: Task, ann: User, ben: User, cleo: User) -> None:
    make.screened_out(task, ben, now=NOW)
    make.approved(task, cleo, now=NOW)

    found = figures.of(ann, since=NOW - timedelta(days=1))

    assert (found.all.handed_in, found.all.approved, found.all.rejected, found.all.screened) == (2, 1, 0, 1)
    assert found.cost == usd("0.165")


def test_an_employer_says_so_on_the_page_of_the_work(done: Submission, anns: Client) -> None:
    url = reverse("submissions:screen_out", args=[done.public_id])

    shown = said(anns.get(done.review_url))
    short = anns.post(url, {"comment": "No dog."})
    answer = anns.post(url, {"comment": make.UNFIT}, follow=True)
    make.minute_over()
    after = said(anns.get(done.review_url))

    assert "Does not qualify: pay $0.0475" in shown
    assert short.status_code == 422
    assert "Write at least 20 characters, so that the worker knows why." in said(short)
    assert "No dog." in said(short)
    assert "Does not qualify. Ben is paid for finding out" in said(answer)
    assert "The worker received, for finding out $0.0475" in after
    assert make.UNFIT in after


def test_where_it_would_be_refused_its_page_says_why_instead_of_asking(
    task: Task, done: Submission, cleo: User, anns: Client
) -> None:
    screen_out(make.submission(task, cleo, now=NOW))

    shown = said(anns.get(done.review_url))

    assert "Here it is 1 of 1: judge other work first." in shown
    assert "Does not qualify: pay" not in shown


def test_who_may_not_review_it_finds_nothing(done: Submission, cleo: User, client: Client) -> None:
    client.force_login(cleo)

    answer = client.post(reverse("submissions:screen_out", args=[done.public_id]), {"comment": make.UNFIT})

    assert answer.status_code == 404
    assert not GivenVerdict.objects.exists()


def test_a_task_without_it_does_not_offer_it(ann: User, ben: User, anns: Client) -> None:
    done = make.submission(make.task(ann, now=NOW), ben, now=NOW)

    assert "Does not qualify" not in said(anns.get(done.review_url))


def test_it_is_read_before_the_claim_and_while_working(task: Task, ben: User, client: Client) -> None:
    client.force_login(ben)

    before = said(client.get(task.get_absolute_url()))
    working = said(client.get(make.claim(task, ben, now=NOW).get_absolute_url()))

    for page in (before, working):
        assert "If you do not qualify" in page
        assert "You receive $0.0475 for finding out" in page
