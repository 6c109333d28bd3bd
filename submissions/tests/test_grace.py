"""When the time is up: the grace, the words that stay, and the pause of whoever lets claim after claim run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from submissions import claims, proofs
from submissions.models import Submission
from tasks.slots import TaskFull
from tests import make

NOW = timezone.now().replace(microsecond=0)
State = Submission.State
LAST_SECOND = timedelta(minutes=16, seconds=59)
OVER = timedelta(minutes=17)
WORDS = "I saw a page with a picture."


@pytest.fixture
def held(ann: User, ben: User) -> Submission:
    return make.claim(make.task(ann, slots=1), ben, now=NOW)


@pytest.fixture
def bens(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def ran_out(ann: User, ben: User, *ago: timedelta) -> None:
    """A claim of Ben's that ran out so long ago, for each."""
    for one in ago:
        row = make.claim(make.task(ann), ben, now=NOW - one - timedelta(minutes=15))
        claims.expire_due(now=row.grace_until)


def page(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_work_is_kept_and_handed_in_during_the_grace(held: Submission, ben: User) -> None:
    late = NOW + LAST_SECOND

    proofs.keep(held, by=ben, texts={"proof-1": WORDS}, files={"proof-2": make.picture()}, now=late)
    done = proofs.deliver(held, by=ben, now=late)

    assert done.state == State.SUBMITTED


def test_more_time_can_still_be_taken_during_the_grace(held: Submission, ben: User) -> None:
    longer = claims.extend(held, by=ben, now=NOW + LAST_SECOND)

    assert longer.claim_until == NOW + timedelta(minutes=30)


def test_the_grace_ends(held: Submission, ben: User) -> None:
    with pytest.raises(claims.ClaimOver):
        proofs.keep(held, by=ben, texts={"proof-1": WORDS}, files={}, now=NOW + OVER)


def test_the_sweep_leaves_a_claim_its_grace(held: Submission) -> None:
    swept = claims.expire_due(now=NOW + LAST_SECOND), claims.expire_due(now=NOW + OVER)

    assert swept == (0, 1)


def test_nobody_else_has_the_slot_during_the_grace(held: Submission, dina: User) -> None:
    with pytest.raises(TaskFull):
        make.claim(held.task, dina, now=NOW + LAST_SECOND)


def test_a_claim_in_its_grace_still_fills_a_hand(ann: User, ben: User) -> None:
    for _number in range(3):
        make.claim(make.task(ann), ben, now=NOW)

    with pytest.raises(claims.TooManyClaims):
        make.claim(make.task(ann), ben, now=NOW + LAST_SECOND)


def test_the_page_says_calmly_that_there_is_a_little_time_left(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben, now=timezone.now() - timedelta(minutes=16))

    shown = page(bens, row.get_absolute_url())

    assert "Time is up, and the slot is still yours until" in shown
    assert "Hand in" in shown


def test_what_was_kept_is_there_when_the_worker_claims_again(held: Submission, ben: User) -> None:
    proofs.keep(held, by=ben, texts={"proof-1": WORDS}, files={}, now=NOW + LAST_SECOND)

    again = make.claim(held.task, ben, now=NOW + OVER)

    assert again.proofs.get().text == WORDS


def test_three_claims_that_run_out_within_a_day_bring_an_hours_pause(ann: User, ben: User) -> None:
    ran_out(ann, ben, timedelta(hours=23), timedelta(hours=9), timedelta(minutes=10))

    with pytest.raises(claims.Paused) as refusal:
        make.claim(make.task(ann), ben, now=NOW)

    at = f"{(NOW + timedelta(minutes=50)).astimezone(ben.tz):%H:%M}"
    assert refusal.value.words.startswith("3 of your claims ran out within a day")
    assert f"You can claim again at {at}." in refusal.value.words


def test_it_is_said_how_many_ran_out_not_how_many_bring_a_pause(ann: User, ben: User) -> None:
    ran_out(ann, ben, *(timedelta(hours=one) for one in (25, 20, 9, 2, 1 / 6)))

    with pytest.raises(claims.Paused, match="4 of your claims ran out within a day"):
        make.claim(make.task(ann), ben, now=NOW)


@pytest.mark.parametrize(
    "hours",
    [[9, 1 / 6], [25, 2, 1 / 6], [3, 2, 1.01], [26, 25.5, 1.5, 1.2]],
    ids=["two", "the first a day before", "the pause is over", "long over"],
)
def test_fewer_or_older_ones_bring_none(ann: User, ben: User, hours: list[float]) -> None:
    ran_out(ann, ben, *(timedelta(hours=one) for one in hours))

    assert make.claim(make.task(ann), ben, now=NOW).state == State.CLAIMED


def test_giving_back_never_brings_a_pause(ann: User, ben: User) -> None:
    for _number in range(4):
        make.given_back(make.task(ann), ben, now=NOW)

    assert make.claim(make.task(ann), ben, now=NOW).state == State.CLAIMED


def test_claims_found_run_out_while_claiming_count_too(ann: User, ben: User) -> None:
    for _number in range(3):
        make.claim(make.task(ann), ben, now=NOW - timedelta(minutes=20))

    with pytest.raises(claims.Paused):
        make.claim(make.task(ann), ben, now=NOW)


def test_a_market_can_do_without_pauses(ann: User, ben: User, settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, expiries_a_day=0)
    ran_out(ann, ben, *[timedelta(minutes=10)] * 3)

    assert make.claim(make.task(ann), ben, now=NOW).state == State.CLAIMED


def test_whoever_pauses_reads_why_wherever_they_would_claim(ann: User, ben: User, bens: Client) -> None:
    ran_out(ann, ben, *[timedelta(minutes=10)] * 3)
    task, lost = make.task(ann), Submission.objects.of(ben).latest("pk")

    paths = (task.get_absolute_url(), "/submissions/", lost.get_absolute_url(), "/work/")
    pages = [page(bens, path) for path in paths]

    assert ["3 of your claims ran out within a day" in one for one in pages] == [True] * 4
    assert not any(f"/tasks/{task.public_id}/claim/" in one for one in pages)


def test_a_claim_refused_by_the_pause_says_why_once(ann: User, ben: User, bens: Client) -> None:
    ran_out(ann, ben, *[timedelta(minutes=10)] * 3)
    task = make.task(ann)

    answer = bens.post(f"/tasks/{task.public_id}/claim/", follow=True)

    assert answer.redirect_chain == [(task.get_absolute_url(), 302)]
    assert answer.content.decode().count("3 of your claims ran out within a day") == 1


def save(client: Client, held: Submission, **texts: str) -> tuple[int, str]:
    data = {key.replace("_", "-"): text for key, text in texts.items()}
    answer = client.post(f"{held.get_absolute_url()}keep/", data, headers={"accept": "application/json"})
    return answer.status_code, answer.json()["words"]


def test_saving_in_between_answers_with_the_time_and_leaves_no_message(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben)

    status, words = save(bens, row, proof_1="Half")

    assert (status, words) == (200, f"Saved at {timezone.now().astimezone(ben.tz):%H:%M}.")
    assert row.proofs.get().text == "Half"
    assert "Saved. Hand it in" not in page(bens, row.get_absolute_url())


def test_saving_in_between_leaves_alone_what_it_does_not_send(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben)
    save(bens, row, proof_1="Half", tick="1")

    save(bens, row, tick="2")

    assert (row.proofs.get().text, make.fresh(row).ticked) == ("Half", [2])


def test_saving_in_between_says_what_could_not_be_kept(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben)

    assert save(bens, row, proof_1="a" * 10_001)[0] == 422


def test_saving_in_between_too_late_says_so(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben, now=timezone.now() - OVER)

    status, words = save(bens, row, proof_1="Half")

    assert (status, words) == (409, "The time for this task ran out. The slot went back to the market.")


def test_steps_are_ticked_off_and_stay_so(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben)

    bens.post(f"{row.get_absolute_url()}keep/", {"tick": ["0", "2", "7", "x", "9" * 5000]})

    assert make.fresh(row).ticked == [2]
    assert page(bens, row.get_absolute_url()).count("checked") == 1


def test_every_tick_can_be_taken_away_again(ann: User, ben: User, bens: Client) -> None:
    row = make.claim(make.task(ann), ben)
    bens.post(f"{row.get_absolute_url()}keep/", {"tick": ["0", "1", "2"]})

    bens.post(f"{row.get_absolute_url()}keep/", {"tick": "0"})

    assert make.fresh(row).ticked == []
