"""The desk: what waits is sifted, put in order and paged, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Level, User
from submissions import copies, cosigns, proofs, queue, revising
from submissions.models import EarlierProof, Reason, Submission
from submissions.sifting import Only, Sieve, Wish
from submissions.tests.conftest import handed_in, scene
from submissions.views import desk as views
from tasks import blocks, lists
from tasks.drafts import Wanted
from tasks.models import Listing, Task
from tests import make

Crowd = Callable[[int], list[User]]
SHOT = [Wanted("screenshot", "A screenshot of the page")]
TEXT = [Wanted("text", "What did you see?", 3)]
Order = queue.Order


def desk(task: Task, query: str = "") -> str:
    return f"/tasks/{task.public_id}/review/{query}"


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def shown(answer: Any) -> list[str]:
    """The public ids of the submissions on a page of the desk, in order."""
    return [row.public_id for _group, rows in answer.context["groups"] for row in rows]


def ids(*rows: Submission) -> list[str]:
    return [row.public_id for row in rows]


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def shots(ann: User) -> Task:
    return make.task(ann, proofs=SHOT, slots=60)


@pytest.fixture
def texts(ann: User) -> Task:
    return make.task(ann, proofs=TEXT, slots=60)


def pictures(task: Task, workers: list[User], numbers: list[int]) -> list[Submission]:
    """One submission of each worker, the oldest deadline first, with the scene of that number."""
    first = timezone.now() - timedelta(hours=2)
    done = [
        handed_in(task, worker, shot=scene(number), now=first + timedelta(minutes=place))
        for place, (worker, number) in enumerate(zip(workers, numbers, strict=True))
    ]
    copies.find_due()
    return done


def test_copies_are_shown_alone_and_marked(shots: Task, anns: Client, crowd: Crowd) -> None:
    _first, copy, _other = pictures(shots, crowd(3), [1, 1, 2])

    page = anns.get(desk(shots, "?only=copies"))

    assert shown(page) == ids(copy)
    assert "Look like copies 1" in said(page)
    assert "1 that waits looks like a copy." in said(anns.get(desk(shots)))
    assert said(anns.get(desk(shots))).count(">Looks like a copy<") == 1


def test_rushed_work_is_measured_by_the_usual_time(texts: Task, anns: Client, crowd: Crowd) -> None:
    workers = crowd(12)
    for worker in workers[1:]:
        handed_in(texts, worker, took=timedelta(minutes=5))
    quick = handed_in(texts, workers[0], took=timedelta(seconds=40))

    assert shown(anns.get(desk(texts, "?only=rushed"))) == ids(quick)


def test_before_the_usual_time_is_known_only_far_less_than_the_estimate_is_rushed(
    texts: Task, ben: User, cleo: User, anns: Client
) -> None:
    estimate = timedelta(minutes=texts.minutes - 1)
    handed_in(texts, cleo, took=estimate / 9)
    assert "Rushed" not in said(anns.get(desk(texts)))

    hasty = handed_in(texts, ben, took=estimate / 11)

    assert shown(anns.get(desk(texts, "?only=rushed"))) == ids(hasty)


def test_by_country_and_level(texts: Task, ben: User, cleo: User, anns: Client) -> None:
    cleo.level = Level.ADVANCED
    cleo.save()
    of_ben, of_cleo = (handed_in(texts, worker) for worker in (ben, cleo))

    page = said(anns.get(desk(texts)))

    assert "Nigeria (1)" in page
    assert shown(anns.get(desk(texts, "?country=BD"))) == ids(of_ben)
    assert shown(anns.get(desk(texts, f"?level={Level.ADVANCED}"))) == ids(of_cleo)


def test_by_list(texts: Task, ann: User, ben: User, cleo: User, anns: Client) -> None:
    of_ben, _of_cleo = (handed_in(texts, worker) for worker in (ben, cleo))
    row = lists.make(ann, name="Good people", now=timezone.now())
    lists.put(row, [ben.pk], by=ann, why=Listing.Why.HAND, now=timezone.now())
    foreign = lists.make(cleo, name="Hers", now=timezone.now())
    lists.put(foreign, [ben.pk], by=cleo, why=Listing.Why.HAND, now=timezone.now())

    assert "Good people (1)" in said(anns.get(desk(texts)))
    assert shown(anns.get(desk(texts, f"?listed={row.public_id}"))) == ids(of_ben)
    assert shown(anns.get(desk(texts, f"?listed={foreign.public_id}"))) == []


def test_by_what_was_chosen_and_by_words(ann: User, ben: User, cleo: User, anns: Client) -> None:
    wanted = [Wanted("choice", "Is it open?", options=("Yes", "No")), *TEXT]
    task = make.task(ann, proofs=wanted)
    done = {}
    for worker, option, text in ((ben, "Yes", "A red door"), (cleo, "No", "A blue door")):
        held, given = make.claim(task, worker), {"proof-1": option, "proof-2": text}
        done[option] = proofs.hand_in(held, by=worker, texts=given, files={}, now=timezone.now())

    assert "No (1)" in said(anns.get(desk(task)))
    assert shown(anns.get(desk(task, "?answer=1-1"))) == ids(done["No"])
    assert shown(anns.get(desk(task, "?words=RED"))) == ids(done["Yes"])


def test_by_row(ann: User, ben: User, cleo: User, anns: Client) -> None:
    task = make.batch(ann, rows=2)
    first, _second = (make.submission(task, worker) for worker in (ben, cleo))

    assert shown(anns.get(desk(task, f"?row={make.fresh(first).row.number}"))) == ids(first)


def test_pictures_are_offered_where_there_can_be_any_or_were_chosen(shots: Task, texts: Task, anns: Client) -> None:
    offered = [
        len(anns.get(desk(task, query)).context["looks"]) for task in (shots, texts) for query in ("", "?look=grid")
    ]

    assert offered == [2, 2, 0, 2]


def test_look_alikes_stand_together_under_one_heading(shots: Task, anns: Client, crowd: Crowd) -> None:
    done = pictures(shots, crowd(5), [3, 1, 2, 1, 2])

    page = anns.get(desk(shots, "?order=alike&look=grid"))

    assert shown(page) == ids(done[1], done[3], done[2], done[4], done[0])
    assert said(page).count("2 look alike") == 2
    assert "Like no other" in said(page)


@pytest.mark.parametrize("order", [Order.OLDEST, Order.NEWEST, Order.TOGETHER])
def test_the_queue_goes_forth_and_back_the_same_way(shots: Task, crowd: Crowd, order: Order) -> None:
    pictures(shots, crowd(7), [3, 1, 2, 1, 2, 4, 5])
    rows = Submission.objects.in_bulk()
    line = Sieve(shots).queue(Wish(order=order))
    forth = [one.key for one in line.ahead(None, size=10)]

    steps = [[one.key for one in line.ahead(rows[key], size=10)] for key in forth]
    back = [[one.key for one in line.ahead(rows[key], size=10, back=True)] for key in forth]

    assert len(forth) == 7
    assert steps == [forth[place + 1 :] for place in range(7)]
    assert back == [forth[:place][::-1] for place in range(7)]


@pytest.mark.parametrize("query", ["", "&order=newest", "&order=alike", "&look=grid"])
def test_pages_hold_each_once_whatever_is_judged_meanwhile(
    shots: Task, anns: Client, crowd: Crowd, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 3)
    monkeypatch.setattr(views, "PICTURES_PER_PAGE", 3)
    done = pictures(shots, crowd(7), [3, 1, 2, 1, 2, 4, 5])
    page = anns.get(desk(shots, f"?view=waiting{query}"))
    seen = shown(page)
    make.approve(done[0])
    while page.context["more"]:
        page = anns.get(desk(shots, page.context["more"]))
        seen += shown(page)

    assert len(seen) == len(set(seen))
    assert set(seen) >= set(ids(*done[1:]))


def test_reviewing_goes_on_within_what_was_asked_for(texts: Task, anns: Client, crowd: Crowd) -> None:
    workers = crowd(4)
    User.objects.filter(pk__in=[workers[0].pk, workers[3].pk]).update(country="IN")
    done = [handed_in(texts, make.fresh(worker), text=worker.name) for worker in workers]

    page = said(anns.get(f"{done[0].review_url}?country=IN"))
    answer = anns.post(f"/submissions/{done[0].public_id}/approve/?country=IN")

    assert f'action="/submissions/{done[0].public_id}/approve/?country=IN"' in page
    assert "2 of those you chose wait for a verdict" in page
    assert answer["Location"] == f"{done[3].review_url}?country=IN"
    last = anns.post(f"/submissions/{done[3].public_id}/approve/?country=IN")
    assert last["Location"] == desk(texts, "?country=IN")
    assert "Nothing that waits fits" in said(anns.get(last["Location"]))


def test_ticks_bring_back_to_what_was_asked_for(texts: Task, ben: User, cleo: User, anns: Client) -> None:
    done = handed_in(texts, ben)
    handed_in(texts, cleo)

    answer = anns.post(f"/tasks/{texts.public_id}/approve/?country=NG&look=grid", {"pick": done.public_id})

    assert answer["Location"] == desk(texts, "?look=grid&country=NG")


@pytest.mark.parametrize(
    "query",
    [
        *("?country=XX", "?level=9", "?answer=1-99", "?answer=x", "?row=-1", "?row=x"),
        *("?only=never", "?order=%27", "?look=3d", "?after=nobody", f"?words={'x' * 101}"),
    ],
)
def test_what_cannot_be_read_is_left_out(texts: Task, ben: User, anns: Client, query: str) -> None:
    done = handed_in(texts, ben)

    assert shown(anns.get(desk(texts, query))) == ids(done)
    assert anns.get(f"{done.review_url}{query}").status_code == 200


def test_the_match_stands_beside_a_copy(shots: Task, ben: User, cleo: User, anns: Client) -> None:
    first, copy = pictures(shots, [ben, cleo], [1, 1])

    page = said(anns.get(copy.review_url))

    assert "Looks like a proof of another worker" in page
    assert "It is the very same file." in page
    assert first.proofs.get().small_url in page
    assert "Looks like" not in said(anns.get(first.review_url))


def test_before_all_is_approved_a_copy_and_what_waits_for_a_cosign_are_named(
    shots: Task, ben: User, cleo: User, ann: User, anns: Client
) -> None:
    first, _copy = pictures(shots, [ben, cleo], [1, 1])
    without = said(anns.get(desk(shots)))
    cosigns.propose(first, by=ann, reason=Reason.OTHER, step=1, comment=make.COMMENT, now=timezone.now())
    page = said(anns.get(desk(shots)))

    assert ("1 that waits looks like a copy." in page, "Look at it first" in page) == (True, True)
    words = "What waits for a co-sign is approved with the rest."
    assert (words in without, words in page) == (False, True)


@pytest.mark.parametrize("asked", [0, 1])
def test_while_a_change_is_asked_for_the_match_shows_what_was_handed_in(
    asked: int, shots: Task, ben: User, cleo: User, ann: User, anns: Client
) -> None:
    pair = pictures(shots, [ben, cleo], [1, 1])
    why: dict[str, Any] = {"reason": Reason.UNREADABLE, "step": 1, "comment": make.COMMENT}
    revising.ask(pair[asked], by=ann, now=timezone.now(), **why)

    page = said(anns.get(pair[1].review_url))
    earlier = EarlierProof.objects.get()

    assert earlier.small_url in page
    assert pair[asked].proofs.get().small_url not in page
    assert anns.get(earlier.small_url).status_code == 200


def test_an_employer_sees_nothing_of_another_ones_task(shots: Task, ben: User, anns: Client) -> None:
    emil = make.person("emil")
    make.deposit(emil)
    theirs = handed_in(make.task(emil, title="A secret plan", proofs=SHOT), ben, shot=scene(1))
    again = handed_in(shots, ben, shot=scene(1))
    copies.find_due()

    page = said(anns.get(again.review_url))

    assert "Was handed in for another task before" in page
    assert not {"secret", theirs.public_id, theirs.proofs.get().public_id} & set(page.replace("/", " ").split())
    assert "secret" not in page


def test_a_worker_hears_nothing_of_a_flag(shots: Task, ben: User, cleo: User, client: Client) -> None:
    _first, copy = pictures(shots, [ben, cleo], [1, 1])
    client.force_login(cleo)

    page = said(client.get(copy.get_absolute_url()))

    assert copies.matches_of(copy)
    assert "copy" not in page.lower().replace("copyright", "")


def test_the_pictures_of_the_next_one_are_fetched_ahead(shots: Task, ben: User, cleo: User, anns: Client) -> None:
    first, second = pictures(shots, [ben, cleo], [1, 2])

    page = said(anns.get(first.review_url))

    assert f'<link rel="prefetch" as="image" href="{second.proofs.get().get_absolute_url()}">' in page


def test_the_row_stands_beside_the_answer(ann: User, ben: User, anns: Client) -> None:
    done = make.submission(make.batch(ann, rows=1), ben)

    page = said(anns.get(done.review_url))

    assert "<dt>page</dt>" in page
    assert "https://example.org/1</bdi>" in page


def test_lists_and_blocks_are_a_press_on_the_review_page_that_comes_back_to_it(
    texts: Task, ann: User, ben: User, anns: Client
) -> None:
    done = handed_in(texts, ben)
    row = lists.make(ann, name="Good people", now=timezone.now())
    here = f"http://testserver{done.review_url}?country=BD"

    answers = [
        anns.post(address, {"worker": ben.public_id, "note": ""}, headers={"referer": here})
        for address in (f"/lists/{row.public_id}/put/", f"/lists/{row.public_id}/take-out/")
    ]

    assert {answer["Location"] for answer in answers} == {here}
    assert row.listings.present().count() == 0
    blocks.block(ann, worker=ben, note="", now=timezone.now())
    assert "Unblock" in said(anns.get(done.review_url))
    assert make.fresh(done).state == Submission.State.SUBMITTED


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("query", ["?look=grid&order=alike", "?only=copies", "?only=rushed&words=a&country=BD"])
def test_a_sifted_desk_asks_the_same_however_long_it_is(
    shots: Task,
    anns: Client,
    crowd: Crowd,
    rows: int,
    query: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    pictures(shots, crowd(rows), [number // 2 for number in range(rows)])

    with django_assert_max_num_queries(23):
        anns.get(desk(shots, query))


def test_only_names_what_it_counts(texts: Task) -> None:
    assert Sieve(texts).only(Only.COPIES).count() == 0
