"""The demo market: alive, balanced, honest, and never mixed with a real one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from accounts import leaderboards
from accounts.models import Household, Level, LevelMove, Link, Sanction, TransparencyMonth, User
from disputes.models import Dispute, Juror
from inbox.models import Choice, Endpoint, Notice
from picomarket.demo import market, pictures
from picomarket.demo.offers import plan
from picomarket.demo.sign_ins import DEMO_SIGN_INS
from picomarket.demo.town import Size
from picomarket.demo.work import BLUEPRINTS
from picomarket.lib import images
from picomarket.lib.money import usd
from referrals.models import Referral
from submissions import records
from submissions.models import Fingerprint, Grade, Proof, Rating, Submission
from tasks import publishing
from tasks.models import Category, Look, PublicQuestion, Report, Task
from tests import holding
from threads import waits
from threads.models import Thread, Ticket
from wallet import ledger
from wallet.models import Deposit, Payout, PayoutBatch

SMALL = Size(tasks=50, workers=14, busy=5, experts=0, employers=3)
PROHIBITED = re.compile(
    r"\b(reviews?|ratings?|stars?|votes?|upvotes?|likes|followers?|subscribe|click on (the )?ads?|captchas?|passport|"
    r"one-time|bank account|wallet|crypto|essay for|homework)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def seeded_at(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """A small demo market, built once for this file, also where much is asked of everybody, and taken back after it."""
    now = timezone.now()
    proofs = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("proofs")},
    }
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(
            STORAGES={"proofs": proofs},
            REQUIRED_TO_WORK=["phone", "identity"],
            REQUIRED_TO_HIRE=["phone"],
            SMS_BY_MAIL=True,
        ):
            market.build(size=SMALL, now=now, tell=str)
        with django_db_blocker.block():
            yield now
        transaction.set_rollback(True)


@pytest.fixture
def now(seeded_at: datetime, db: None) -> datetime:
    return seeded_at


def person(who: str) -> User:
    return User.objects.get(email=f"{who}@example.org")


def states(rows: type[Submission | Task | Dispute | Deposit | Payout | PayoutBatch]) -> set[str]:
    return set(rows._default_manager.values_list("state", flat=True))


# These two need an empty market: they stand before the first test that asks for the full one.
def test_a_real_market_is_never_filled_with_demo_data(db: None, settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="Demo data is for development"):
        call_command("seed_demo")

    assert not User.objects.exists()


def test_a_seeding_that_fails_leaves_nothing(db: None) -> None:
    def fall_over(line: str) -> None:
        raise InterruptedError(line)

    with pytest.raises(InterruptedError):
        market.build(size=SMALL, now=timezone.now(), tell=fall_over)

    assert not User.objects.exists()


def test_the_demo_market_balances(now: datetime) -> None:
    assert list(holding.discrepancies(thorough=True)) == []


def test_every_state_can_be_seen(now: datetime) -> None:
    # By hand, as the demo market is paid, nothing fails, is cancelled or taken back by itself.
    by_rails_alone = {Deposit.State.FAILED, Deposit.State.CANCELLED, Deposit.State.REVERSED}

    assert states(Submission) == set(Submission.State.values)
    assert states(Task) == set(Task.State.values)
    assert states(Dispute) == set(Dispute.State.values)
    assert states(Deposit) == set(Deposit.State.values) - by_rails_alone
    assert states(Payout) == set(Payout.State.values) - {Payout.State.GATHERED}
    assert Payout.objects.held().filter(purpose=Payout.Purpose.REFUND).exists()
    assert states(PayoutBatch) == {PayoutBatch.State.SENT, PayoutBatch.State.SETTLED}


def test_nothing_lies_in_the_future_and_nothing_is_overdue(now: datetime) -> None:
    assert not Submission.objects.filter(claimed_at__gt=now).exists()
    assert not Task.objects.filter(published_at__gt=now).exists()
    assert not Notice.objects.filter(told_at__gt=now).exists()
    assert not Submission.objects.overdue(now).exists()
    assert not Submission.objects.unreviewed(now).exists()
    assert not Submission.objects.unchanged(now).exists()
    assert not Submission.objects.uncontested(now).exists()


def test_nobody_works_before_they_joined(now: datetime) -> None:
    assert not Submission.objects.filter(claimed_at__lt=F("worker__date_joined")).exists()
    assert not Task.objects.filter(drafted_at__lt=F("employer__date_joined")).exists()


def test_hardly_any_mail_waits_to_be_sent(now: datetime) -> None:
    waiting = Notice.objects.to_mail(now)

    assert 0 < waiting.count() < 40
    assert not waiting.filter(told_at__lt=now - timedelta(days=1)).exists()


def test_every_published_task_keeps_the_rules(now: datetime) -> None:
    for task in Task.objects.published():
        publishing.check_ready(task)

        assert 3 <= len(task.steps) <= 6
        assert task.minutes <= task.claim_minutes


def test_there_is_something_to_look_at_and_reports_of_two_ends(now: datetime) -> None:
    assert set(Look.objects.open().values_list("cause", flat=True)) == {Look.Cause.POLICY, Look.Cause.REPORTS}
    assert set(Report.objects.values_list("state", flat=True)) == {Report.State.FILED, Report.State.CLOSED}


def test_people_talk_to_each_other_and_to_support(now: datetime) -> None:
    assert set(Ticket.objects.values_list("state", flat=True)) == {"opened", "asked", "closed"}
    assert Ticket.objects.late(now).count() == 1
    assert waits.median(now=now) is not None
    assert set(PublicQuestion.objects.values_list("state", flat=True)) == {"asked", "answered"}
    assert Thread.objects.filter(employer=person("ann"), unread_employer__gt=0).exists()


def test_every_kind_of_work_is_on_offer(now: datetime) -> None:
    offered = set(Task.objects.live().values_list("category", flat=True))

    assert offered == set(Category.objects.kinds().values_list("pk", flat=True))


def test_tasks_are_aimed_in_many_ways(now: datetime) -> None:
    live = Task.objects.live()

    assert live.filter(zones=[], countries=[], excluded=[]).exists()
    assert live.exclude(zones=[]).exists()
    assert live.exclude(countries=[]).exists()
    assert live.exclude(excluded=[]).exists()
    assert live.filter(minimum_level=Level.ADVANCED).exists()


def test_levels_are_earned(now: datetime) -> None:
    advanced = User.objects.filter(level=Level.ADVANCED)

    assert advanced.exists()
    assert all(worker.approved >= 25 for worker in advanced)


@pytest.mark.parametrize("known", DEMO_SIGN_INS)
def test_whom_the_run_names_can_sign_in(now: datetime, known: tuple[str, str, str]) -> None:
    _who, email, password = known
    client = Client()

    answer = client.post("/account/login/", {"login": email, "password": password})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=email).pk)


def test_only_those_who_support_moderate_and_pay_may_open_the_staffs_desk(now: datetime) -> None:
    staff = User.objects.filter(is_staff=True).order_by("email")

    assert list(staff) == [person("fay"), person("sam"), person("tess"), person("uma")]
    assert list(staff.filter(is_superuser=True)) == [person("sam"), person("tess")]


def test_somebody_is_suspended_and_appeals_somebody_is_frozen_and_somebody_has_a_strike(now: datetime) -> None:
    appealed, frozen = Sanction.objects.appealed().get(), User.objects.get(frozen_until__gt=now)

    assert (appealed.kind, len(appealed.items)) == ("suspension", 3)
    assert (appealed.person.suspended_at is None, frozen.freezes.get().rate) == (False, 70)
    assert Sanction.objects.strikes().get().role == "employer"
    assert Sanction.objects.proposed().count() == 1
    assert TransparencyMonth.objects.count() >= 2


def test_ann_has_money_and_work_to_look_at(now: datetime) -> None:
    ann = person("ann")

    assert ledger.balance_of(ledger.spendable(ann.pk)) > usd("20")
    assert Submission.objects.reviewable_by(ann).to_review().count() >= 8
    assert Task.objects.of(ann).drafts().count() == 4
    assert Look.objects.filter(task__employer=ann, state=Look.State.DECLINED).count() == 1
    assert Task.objects.of(ann).unpublished().exclude(state=Task.State.DRAFTED).count() == 1


def test_ben_has_a_claim_a_rejection_and_enough_for_a_payout(now: datetime) -> None:
    ben = person("ben")
    mine = Submission.objects.of(ben)

    assert (ben.level, ben.rejected) == (Level.STARTER, 0)
    assert 0 < ben.approved < configured.RULES.advanced_approved
    assert mine.claimed().get().claim_until > now + timedelta(minutes=15)
    assert mine.filter(state=Submission.State.REVISION, revise_until__gt=now).exists()
    rejected = mine.get(state=Submission.State.REJECTED)
    assert rejected.contest_until is not None
    assert rejected.contest_until > now + timedelta(days=5)
    assert ledger.balance_of(ledger.earned(ben.pk)) >= usd("5")
    assert ben.brought.count() == 2


def test_the_leaderboard_has_people_on_it_and_ben_a_record(now: datetime) -> None:
    ben = person("ben")

    assert leaderboards.board(ben, weekly=False, now=now).own_place
    assert records.read(ben.work_records.get()).content
    assert LevelMove.objects.exists()


def test_people_are_rated_and_work_is_graded(now: datetime) -> None:
    assert Rating.objects.exists()
    assert Grade.objects.exists()


def test_ann_is_asked_about_a_case_that_still_waits(now: datetime) -> None:
    assert Juror.objects.of(person("ann")).asked(now).exists()


def test_screenshots_are_real_and_differ(now: datetime) -> None:
    shots = Proof.objects.exclude(picture="")

    assert shots.exists()
    assert shots.values("sha256").distinct().count() == shots.count()


def test_the_desk_has_copies_to_show_and_no_others(now: datetime) -> None:
    flagged = Fingerprint.objects.flagged().exclude(proof__picture="")

    assert {one.submission.task.employer for one in flagged} == {person("ann")}
    assert not Fingerprint.objects.to_compare().exists()


def test_a_second_seeding_changes_nothing(now: datetime, settings: Settings) -> None:
    settings.DEBUG = True
    before = (User.objects.count(), Task.objects.count(), Submission.objects.count())
    said = StringIO()

    call_command("seed_demo", stdout=said)

    assert said.getvalue() == "This market has people already, so no demo data was added.\n"
    assert (User.objects.count(), Task.objects.count(), Submission.objects.count()) == before


def test_all_demo_work_is_honest_and_fits_its_fields(db: None) -> None:
    offers = plan(Random(1), sum(len(blueprint.subjects) for blueprint in BLUEPRINTS))

    assert len({offer.title for offer in offers}) == len(offers) >= 300
    for offer in offers:
        words = " ".join([offer.title, *(offer.fill(step) for step in offer.blueprint.steps)])
        words += " ".join(offer.fill(answer) for answer in offer.blueprint.answers)
        assert not PROHIBITED.search(words), words
        assert "{" not in words
        assert len(offer.title) <= 120


def test_every_proof_asked_for_has_an_answer() -> None:
    for blueprint in BLUEPRINTS:
        for proof in blueprint.proofs:
            if proof.kind == "text":
                assert any(len(answer) >= proof.least for answer in blueprint.answers), blueprint.title
            elif proof.kind == "url":
                assert blueprint.pages, blueprint.title


@pytest.mark.parametrize("looks", sorted({blueprint.looks for blueprint in BLUEPRINTS}))
def test_a_drawn_screenshot_is_a_picture_the_market_takes(looks: str) -> None:
    shot = pictures.screenshot(looks, title="Draw boxes around bicycles", note="Ben", chance=Random(1))

    cleaned = images.clean(shot, size=shot.size or 0)

    assert cleaned.width >= 200


def test_anns_server_has_a_log_and_is_called_by_nobody(now: datetime) -> None:
    endpoint = Endpoint.objects.get(person=person("ann"))

    assert endpoint.off_at is not None
    assert {row.state for row in endpoint.deliveries.all()} == {"failed"}
    assert Choice.objects.filter(person=person("ben")).count() == 2


def test_a_referral_between_linked_accounts_waits_for_somebody_to_look(seeded_at: datetime, db: None) -> None:
    held = Referral.objects.held().get()

    assert Link.objects.filter(one__in=[held.referrer, held.referred], counted__gte=60).exists()
    assert Household.objects.confirmed().count() == 1
