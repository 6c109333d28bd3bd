"""Appeals and answers: once, in time, and decided by somebody who had no part in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import appeals, standing
from accounts.items import Item
from accounts.models import Appeal, KeptCase, Sanction, User
from tests import make

NOW = timezone.now()
WORDS = "I was at my sister's that day and did nothing of this."
REASON = "The two pictures are of two different screens."
Outcome = Appeal.State


@pytest.fixture
def tess(db: None) -> User:
    """The second person of the staff."""
    return make.person("tess", country="CA", staff=True)


@pytest.fixture
def sanction(ben: User, sam: User) -> Sanction:
    return make.suspended(ben, sam, now=NOW).sanctions.get()


@pytest.fixture
def appeal(sanction: Sanction, ben: User) -> Appeal:
    return appeals.appeal(sanction, words=WORDS, by=ben, now=NOW)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_suspended_person_signs_in_reads_and_appeals(sanction: Sanction, ben: User) -> None:
    client, url = client_of(ben), sanction.get_absolute_url()
    page = client.get(url).content.decode()
    for words in (make.REASON, "4. Proofs are real", "Send the appeal"):
        assert words in page

    client.post(f"{url}appeal/", {"words": WORDS})

    filed = sanction.appeal
    assert (filed.words, filed.decide_by - filed.filed_at) == (WORDS, timedelta(days=7))
    assert "Send the appeal" not in client.get(url).content.decode()


def test_a_short_appeal_is_refused_in_words_and_kept(sanction: Sanction, ben: User) -> None:
    answer = client_of(ben).post(f"{sanction.get_absolute_url()}appeal/", {"words": "It was not me"})

    assert answer.status_code == 422
    assert "20 characters" in answer.content.decode()
    assert "It was not me" in answer.content.decode()


def test_an_appeal_is_made_once_and_in_time(
    sanction: Sanction, appeal: Appeal, ben: User, cleo: User, sam: User
) -> None:
    late = make.suspended(cleo, sam, now=NOW).sanctions.get()

    for row, by, now in ((appeal.sanction, ben, NOW), (late, cleo, NOW + timedelta(days=30))):
        with pytest.raises(standing.StandingRefused, match="once"):
            appeals.appeal(row, words=WORDS, by=by, now=now)


def test_nobody_appeals_what_is_not_theirs(sanction: Sanction, cleo: User) -> None:
    with pytest.raises(Sanction.DoesNotExist):
        appeals.appeal(sanction, words=WORDS, by=cleo, now=NOW)


def test_who_decided_never_decides_the_appeal(appeal: Appeal, sam: User, ben: User) -> None:
    for by, words in ((sam, "decided this before"), (ben, "your own")):
        with pytest.raises(standing.StandingRefused, match=words):
            appeals.grant(appeal, reason=REASON, by=by, now=NOW)


def test_neither_of_the_two_who_banned_somebody_decides(ben: User, sam: User, tess: User) -> None:
    banned = make.banned(ben, sam, tess, now=NOW)
    appeal = appeals.appeal(banned.sanctions.get(), words=WORDS, by=ben, now=NOW)

    for by in (sam, tess):
        with pytest.raises(standing.StandingRefused, match="somebody else must decide"):
            appeals.turn_down(appeal, reason=REASON, by=by, now=NOW)


def test_not_even_the_database_lets_who_decided_decide_again(appeal: Appeal, sam: User, ben: User) -> None:
    for by in (sam, ben):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(state=Outcome.GRANTED, decision=REASON, decided_by=by)


def test_who_has_a_part_in_it_decides_nothing(ben: User, ann: User, sam: User, tess: User) -> None:
    about = [Item("x", "Submission: x", "/", (ben.pk, tess.pk))]
    grounds = standing.Grounds(4, make.REASON, about)
    with pytest.raises(standing.StandingRefused, match="a part in what this is about"):
        standing.warn(ben, grounds, role="", by=tess, now=NOW)
    given = standing.warn(ben, grounds, role="", by=sam, now=NOW)
    appeal = appeals.appeal(given, words=WORDS, by=ben, now=NOW)

    with pytest.raises(standing.StandingRefused, match="a part in what this is about"):
        appeals.grant(appeal, reason=REASON, by=tess, now=NOW)


def test_a_granted_appeal_lifts_the_suspension(appeal: Appeal, ben: User, tess: User) -> None:
    appeals.grant(appeal, reason=REASON, by=tess, now=NOW)

    assert make.fresh(ben).suspended_at is None
    assert make.fresh(appeal.sanction).state == Sanction.State.LIFTED
    told = ben.notices.order_by("-pk")[0]
    assert (told.subject, REASON in told.body) == ("Your appeal is decided", True)
    with pytest.raises(standing.StandingRefused, match="decided already"):
        appeals.turn_down(appeal, reason=REASON, by=tess, now=NOW)


def test_lifting_a_sanction_settles_its_open_appeal(appeal: Appeal, ben: User, sam: User, tess: User) -> None:
    standing.lift(appeal.sanction, reason=REASON, by=sam, now=NOW)

    settled = make.fresh(appeal)
    assert (settled.state, settled.decision, settled.decided_by) == (Outcome.LIFTED, REASON, None)
    assert "Your appeal is settled with that" in ben.notices.order_by("-pk")[0].body
    assert not Sanction.objects.appealed().exists()
    with pytest.raises(standing.StandingRefused, match="decided already"):
        appeals.grant(appeal, reason=REASON, by=tess, now=NOW)
    page = client_of(ben).get(appeal.sanction.get_absolute_url()).content.decode()
    assert ("Settled: it was lifted before" in page, "<dt>Until</dt>" in page) == (True, False)


def test_who_gave_it_takes_it_back_from_its_page_though_it_is_appealed(appeal: Appeal, ben: User, sam: User) -> None:
    client, page = client_of(sam), f"/admin/accounts/sanction/{appeal.sanction_id}/"

    shown = client.get(f"{page}change/").content.decode()
    client.post(f"{page}decide/", {"outcome": "lift", "words": REASON})

    assert ("Take it back: the appeal is settled" in shown, "Grant the appeal" in shown) == (True, False)
    # Who may not decide the appeal keeps nobody from it.
    assert not KeptCase.objects.exists()
    assert (make.fresh(appeal).state, make.fresh(ben).suspended_at) == (Outcome.LIFTED, None)
    assert client.get(f"{page}change/").status_code == 200


def test_an_appeal_turned_down_leaves_it_as_it_is(appeal: Appeal, ben: User, tess: User) -> None:
    appeals.turn_down(appeal, reason=REASON, by=tess, now=NOW)

    assert make.fresh(ben).suspended_at is not None
    assert make.fresh(appeal).state == Outcome.TURNED_DOWN


def test_a_shortened_suspension_ends_earlier(appeal: Appeal, ben: User, tess: User) -> None:
    for days in (-1, 31):
        with pytest.raises(standing.StandingRefused, match="earlier"):
            appeals.shorten(appeal, until=NOW + timedelta(days=days), reason=REASON, by=tess, now=NOW)

    appeals.shorten(appeal, until=NOW + timedelta(days=2), reason=REASON, by=tess, now=NOW)

    assert standing.end_due(now=NOW + timedelta(days=2)) == 1
    assert make.fresh(ben).suspended_at is None


def test_a_shortened_ban_has_an_end(ben: User, sam: User, tess: User) -> None:
    third = make.person("tom", staff=True)
    banned = make.banned(ben, sam, tess, now=NOW)
    appeal = appeals.appeal(banned.sanctions.get(), words=WORDS, by=ben, now=NOW)

    appeals.shorten(appeal, until=NOW + timedelta(days=2), reason=REASON, by=third, now=NOW)

    assert standing.end_due(now=NOW + timedelta(days=2)) == 1
    assert make.fresh(ben).suspended_at is None


def test_an_appeal_is_decided_also_when_the_time_is_over(appeal: Appeal, ben: User, tess: User) -> None:
    standing.end_due(now=NOW + timedelta(days=30))

    appeals.grant(appeal, reason=REASON, by=tess, now=NOW + timedelta(days=31))

    assert make.fresh(appeal.sanction).state == Sanction.State.LIFTED


def test_an_answer_waits_for_the_staff_until_they_reply(sanction: Sanction, ben: User, sam: User) -> None:
    client_of(ben).post(f"{sanction.get_absolute_url()}answer/", {"answer-words": WORDS})

    assert list(Sanction.objects.waiting()) == [sanction]

    appeals.reply(sanction, words=REASON, by=sam, now=NOW)

    assert not Sanction.objects.waiting().exists()
    page = client_of(ben).get(sanction.get_absolute_url()).content.decode()
    assert ("and did nothing of this" in page, REASON in page, sam.public_name in page) == (True, True, False)


def test_an_answer_to_a_strike_waits_on_when_a_suspension_follows(ben: User, sam: User) -> None:
    strikes = [standing.strike(ben, make.grounds(rule=rule), role="worker", by=sam, now=NOW) for rule in (1, 2, 3)]
    appeals.answer(strikes[0], words=WORDS, by=ben, now=NOW)
    assert set(Sanction.objects.waiting()) == {strikes[0], strikes[2]}

    make.suspended(ben, sam, now=NOW)

    assert list(Sanction.objects.waiting()) == [strikes[0]]


def test_somebody_writes_some_times_a_day(sanction: Sanction, ben: User) -> None:
    for _count in range(appeals.MOST_A_DAY):
        appeals.answer(sanction, words=WORDS, by=ben, now=NOW)

    with pytest.raises(standing.StandingRefused, match="tomorrow"):
        appeals.answer(sanction, words=WORDS, by=ben, now=NOW)


def test_an_appeal_that_nobody_may_decide_is_said_to_who_gives_access(ben: User, sam: User, tess: User) -> None:
    ban = standing.propose_ban(ben, make.grounds(), by=sam, now=NOW)
    assert (
        "nobody could decide the appeal"
        in client_of(sam).get(f"/admin/accounts/user/{ben.pk}/change/").content.decode()
    )
    judge = make.judge()
    standing.agree(ban, by=tess, now=NOW)
    User.objects.filter(pk=judge.pk).update(is_staff=False, is_superuser=False)

    appeals.appeal(ban, words=WORDS, by=ben, now=NOW)

    for person in (sam, tess):
        assert person.notices.get().subject == "An appeal waits that nobody may decide"
    page = f"/admin/accounts/sanction/{ban.pk}/change/"
    assert "give one more person access" in client_of(sam).get(page).content.decode()
    tom = make.person("tom", staff=True)
    assert list(standing.deciders(make.fresh(ban))) == [tom]
    assert "give one more person access" not in client_of(sam).get(page).content.decode()
    assert (
        "nobody could decide the appeal"
        not in client_of(sam).get(f"/admin/accounts/user/{ben.pk}/change/").content.decode()
    )
