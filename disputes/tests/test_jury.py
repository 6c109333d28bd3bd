"""A jury of strangers: who is asked, what they see, that none sees the others' word, and that it binds nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts import households, links, traces
from accounts.models import Level, User
from disputes import appeals, cases, jury
from disputes.juryfile import JuryFile
from disputes.models import Dispute, Juror
from inbox.models import Notice
from submissions import review
from submissions.models import Submission
from tests import make

from .conftest import NOW, REASON, WORDS, decide, filed, opened, signed_in

VOTED = "The picture shows both steps, so the work is done."


def expert(name: str, **fields: Any) -> User:
    return known(make.person(name), **{"level": Level.EXPERT, **fields})


def fair(name: str, **fields: Any) -> User:
    """An employer who rejected one in twenty-one."""
    return known(make.person(name), **{"judged_approved": 20, "judged_rejected": 1, **fields})


def known(person: User, **fields: Any) -> User:
    User.objects.filter(pk=person.pk).update(**fields)
    person.refresh_from_db()
    return person


def asked(case: Dispute) -> set[str]:
    return {one.person.name for one in case.jurors.select_related("person")}


@pytest.fixture
def seat(case: Dispute) -> Juror:
    expert("elsa")
    (row,) = jury.call(case, now=NOW)
    return row


def page(person: User, url: str) -> str:
    answer = signed_in(person).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_experts_and_fair_employers_are_asked(case: Dispute) -> None:
    for number in range(4):
        expert(f"e{number}")
        fair(f"f{number}")

    rows = jury.call(case, now=NOW)

    assert sorted(row.is_worker for row in rows) == [False] * 3 + [True] * 3
    assert {row.answer_by for row in rows} == {NOW + timedelta(hours=48)}
    assert Notice.objects.filter(subject="What do you think of this dispute?").count() == 6


@pytest.mark.parametrize(
    "fields",
    [
        {"level": Level.ADVANCED},
        {"suspended_at": NOW},
        {"is_active": False},
        {"is_staff": True},
    ],
)
def test_who_is_no_expert_or_may_not_work_is_not_asked(fields: dict[str, Any], case: Dispute) -> None:
    expert("elsa", **fields)

    with pytest.raises(jury.NoJury, match="nobody to ask"):
        jury.call(case, now=NOW)


@pytest.mark.parametrize("fields", [{"judged_approved": 10}, {"judged_rejected": 5}, {"suspended_at": NOW}])
def test_who_judged_little_or_rejects_much_is_not_asked(fields: dict[str, Any], case: Dispute) -> None:
    fair("fred", **fields)

    with pytest.raises(jury.NoJury):
        jury.call(case, now=NOW)


def test_neither_side_nor_anybody_who_dealt_with_them_is_asked(case: Dispute, ann: User, ben: User) -> None:
    known(ann, judged_approved=50)
    known(ben, level=Level.EXPERT)
    worked_for_ann = expert("wanda")
    make.submission(make.task(ann), worked_for_ann)
    hired_ben = fair("hugo")
    make.deposit(hired_ben)
    make.submission(make.task(hired_ben), ben)
    expert("elsa")

    jury.call(case, now=NOW)

    assert asked(case) == {"Elsa"}


@pytest.mark.parametrize("side", ["ann", "ben"])
def test_nobody_who_shares_a_device_or_a_home_with_a_side_is_asked(
    side: str, case: Dispute, request: pytest.FixtureRequest
) -> None:
    person, linked, at_home = request.getfixturevalue(side), expert("lin"), expert("homer")
    for one in (person, linked):
        traces.note(one, traces.device("the-same"), now=NOW)
    links.weigh_due(now=NOW)
    households.declare(person, public_id=at_home.public_id, words="My brother", now=NOW)
    expert("elsa")

    jury.call(case, now=NOW)

    assert asked(case) == {"Elsa"}


def test_who_is_asked_about_another_case_is_left_in_peace(case: Dispute, ann: User, dina: User) -> None:
    expert("elsa")
    jury.call(case, now=NOW)

    with pytest.raises(jury.NoJury, match="nobody to ask"):
        jury.call(opened(make.task(ann), dina), now=NOW)


def test_a_case_has_one_jury(seat: Juror) -> None:
    expert("erik")

    with pytest.raises(jury.NoJury, match="asked already"):
        jury.call(seat.dispute, now=NOW)


def test_what_is_private_goes_to_no_jury(ann: User, ben: User) -> None:
    expert("elsa")
    case = opened(make.task(ann, steps=["Open the page.", "Sign up with your e-mail address."]), ben)

    with pytest.raises(jury.NoJury, match="something private"):
        jury.call(case, now=NOW)


def test_an_appeal_asks_a_jury_by_itself_and_waits_for_none(case: Dispute, ben: User, sue: User, sam: User) -> None:
    expert("elsa")
    appeal = filed(decide(case, "dismissed", sue), ben)

    assert asked(case) == {"Elsa"}
    appeals.stand(appeal, by=sam, reason=REASON, now=NOW)
    assert make.fresh(case).is_settled


def test_where_the_market_asks_none_an_appeal_goes_on(case: Dispute, ben: User, sue: User, settings: Any) -> None:
    expert("elsa")
    fields = {name: getattr(settings.RULES, name) for name in settings.RULES.__dataclass_fields__}
    settings.RULES = type(settings.RULES)(**{**fields, "jurors": 0})

    filed(decide(case, "dismissed", sue), ben)

    assert not Juror.objects.exists()


def test_a_juror_says_it_once_with_a_reason(seat: Juror) -> None:
    with pytest.raises(cases.TooShort):
        jury.vote(seat, vote="worker", words="Yes.", by=seat.person, now=NOW)
    jury.vote(seat, vote="worker", words=VOTED, by=seat.person, now=NOW)

    with pytest.raises(jury.NotAsked):
        jury.vote(seat, vote="employer", words=VOTED, by=seat.person, now=NOW)
    with pytest.raises(jury.NotAsked):
        jury.decline(seat, by=seat.person, now=NOW)
    assert make.fresh(seat).vote == Juror.Vote.WORKER


@pytest.mark.parametrize("why", ["late", "declined", "decided"])
def test_who_is_asked_no_more_says_nothing(why: str, seat: Juror, sue: User) -> None:
    now = NOW + timedelta(hours=48) if why == "late" else NOW
    if why == "declined":
        jury.decline(seat, by=seat.person, now=NOW)
    if why == "decided":
        cases.dismiss(seat.dispute, by=sue, reason=REASON, now=NOW)

    with pytest.raises(jury.NotAsked):
        jury.vote(seat, vote="part", words=VOTED, by=seat.person, now=now)


def test_who_is_asked_reads_it_where_they_look_anyway(seat: Juror, cleo: User) -> None:
    words = "You are asked what you think of 1 dispute of people you do not know."

    for name in ("accounts:profile", "submissions:mine"):
        html = " ".join(page(seat.person, reverse(name)).split())
        assert words in html
        assert f'href="{reverse("disputes:seats")}"' in html
        assert words not in page(cleo, reverse(name))

    jury.decline(seat, by=seat.person, now=NOW)
    assert "You are asked" not in page(seat.person, reverse("accounts:profile"))


def test_nobody_answers_for_somebody_else(seat: Juror, ann: User, ben: User) -> None:
    for person in (ann, ben):
        with pytest.raises(Juror.DoesNotExist):
            jury.vote(seat, vote="part", words=VOTED, by=person, now=NOW)


def test_the_page_says_nothing_of_who_the_two_are(ann: User, ben: User) -> None:
    elsa = expert("elsa")
    words = "I am Ben, write to ben@example.org or call +880 1711 123456: Ann cannot deny it since 2024-05-31."
    case = opened(make.task(ann), ben)
    # As it was written before such words were held back.
    case.statements.update(words=words)
    (row,) = jury.call(case, now=NOW)

    html = page(elsa, row.get_absolute_url())

    assert "write to ▮▮▮ or call ▮▮▮: ▮▮▮ cannot deny it since 2024-05-31." in html
    for private in ("ben@example.org", "1711", "I am Ben", ann.get_absolute_url(), ben.get_absolute_url()):
        assert private not in html
    for needed in (make.COMMENT, "Write what you see.", "I saw a page with a picture and a form."):
        assert needed in html


def test_pictures_are_shown_to_jurors_as_long_as_they_are_asked(seat: Juror, cleo: User) -> None:
    picture = seat.dispute.submission.proofs.exclude(picture="").get()
    url = reverse("disputes:juror_proof", args=[seat.public_id, picture.public_id])
    assert url in page(seat.person, seat.get_absolute_url())

    assert signed_in(seat.person).get(url).status_code == 200
    assert signed_in(cleo).get(url).status_code == 404
    assert signed_in(seat.person).get(picture.get_absolute_url()).status_code == 404
    jury.vote(seat, vote="part", words=VOTED, by=seat.person, now=NOW)
    assert signed_in(seat.person).get(url).status_code == 404


def test_a_juror_sees_no_picture_of_another_case(seat: Juror, ann: User, dina: User) -> None:
    other: Submission = make.submission(make.task(ann), dina)
    picture = other.proofs.exclude(picture="").get()

    url = reverse("disputes:juror_proof", args=[seat.public_id, picture.public_id])

    assert signed_in(seat.person).get(url).status_code == 404


def test_the_page_takes_the_word_and_keeps_what_was_typed(seat: Juror) -> None:
    client, url = signed_in(seat.person), seat.get_absolute_url()

    short = client.post(url, {"vote": "worker", "words": "Yes, yes."}).content.decode()
    none = client.post(url, {"words": VOTED}).content.decode()
    done = client.post(url, {"vote": "worker", "words": VOTED}, follow=True).content.decode()

    assert ("Yes, yes." in short, "Write at least 20 characters." in short) == (True, True)
    assert "Choose who is right." in none
    assert ("Your word is with support." in done, "Send it to support" in done) == (True, False)
    assert "The worker is right" in page(seat.person, reverse("disputes:seats"))


def test_declining_is_one_button(seat: Juror) -> None:
    url = reverse("disputes:decline", args=[seat.public_id])

    said = signed_in(seat.person).post(url, follow=True).content.decode()

    assert "You declined. Nobody asks why." in said
    assert "You are asked no more" in page(seat.person, seat.get_absolute_url())


def test_support_reads_every_word_and_the_two_sides_the_count_after_the_decision(
    seat: Juror, ann: User, ben: User, sue: User
) -> None:
    jury.vote(seat, vote="worker", words=VOTED, by=seat.person, now=NOW)
    case, at = seat.dispute, reverse("admin:disputes_dispute_change", args=[seat.dispute_id])

    desk = page(sue, at)
    before = [page(person, case.get_absolute_url()) for person in (ann, ben)]
    cases.uphold(case, by=sue, reason=REASON, now=NOW)
    after = [page(person, case.get_absolute_url()) for person in (ann, ben)]

    assert (VOTED in desk, "An expert worker" in desk, "Elsa" in desk) == (True, True, False)
    assert ["The jury" in html for html in before] == [False, False]
    assert [("The jury" in html, VOTED in html) for html in after] == [(True, False)] * 2


def test_a_side_of_the_case_asks_no_jury(case: Dispute, ben: User) -> None:
    expert("elsa")

    with pytest.raises(cases.OwnCase):
        jury.call(case, by=ben, now=NOW)


def test_no_more_than_a_few_hundred_are_looked_at(
    case: Dispute, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(jury, "SEARCHED", 2)
    for number in range(5):
        expert(f"e{number}")

    with django_assert_max_num_queries(30):
        rows = jury.call(case, now=NOW)

    assert len(rows) == 2


def test_an_appeal_that_is_not_filed_asks_nobody(case: Dispute, ann: User, sue: User) -> None:
    expert("elsa")
    decide(case, "dismissed", sue)

    with pytest.raises(appeals.NoAppeal):
        filed(case, ann)

    assert asked(case) == set()


@pytest.mark.parametrize(
    "said",
    [
        "See my page www.ben-works.example/me for it.",
        "See my page ben-works.com for it.",
        "See my page @ben_works for it.",
        "See my page BENJAMIN for it.",
        "See my page Benjamin Okoro for it.",
        "See my page ben(at)mail(dot)com for it.",
    ],
)
def test_links_handles_and_each_part_of_a_name_are_covered(said: str, ann: User, ben: User) -> None:
    expert("elsa")
    known(ben, name="Benjamin Okoro")
    case = opened(make.task(ann), ben)
    case.statements.update(words=said)
    (row,) = jury.call(case, now=NOW)

    assert JuryFile(row).said[0].words == "See my page ▮▮▮ for it."


def test_support_asks_a_jury_with_a_button(case: Dispute, sue: User) -> None:
    expert("elsa")
    at = reverse("admin:disputes_dispute_change", args=[case.pk])
    assert "Ask people who know neither side" in page(sue, at)

    said = signed_in(sue).post(reverse("admin:disputes_dispute_jury", args=[case.pk]), follow=True).content.decode()

    assert "1 person is asked." in said
    assert asked(case) == {"Elsa"}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_as_much_for_one_seat_as_for_many(
    rows: int, ann: User, ben: User, django_assert_max_num_queries: Any
) -> None:
    elsa = expert("elsa")
    for number in range(rows):
        work = make.submission(make.task(ann, title=f"Look at page {number}"), ben)
        given: dict[str, Any] = {"reason": "other", "step": 1, "comment": make.COMMENT, "signed": True, "now": NOW}
        case = cases.open_case(review.reject(work, by=ann, **given), by=ben, words=WORDS, now=NOW)
        jury.invite(case, workers=[elsa], employers=[], now=NOW)
    client = signed_in(elsa)

    with django_assert_max_num_queries(12):
        assert WORDS not in client.get(reverse("disputes:seats")).content.decode()
