"""The policy after publication: tasks are judged again when it changes, and what somebody allowed stays allowed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from tasks import editions, moderation, publishing, rounds
from tasks.models import Edition, Look, Phrase, Risk, Round, Subject, Task
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def forbid(words: str = "moon* ... cheese", weight: int = 100) -> Phrase:
    return Phrase.objects.create(words=words, subject=Subject.ADULT, weight=weight)


@pytest.fixture
def cheese(ann: User) -> Task:
    """A task that was published when nobody minded it."""
    task = make.task(ann, title="About the moon", steps=["Look at the moon and think of cheese."])
    rounds.go_on(now=NOW)
    return task


def test_a_task_that_nothing_changed_for_is_judged_once(cheese: Task) -> None:
    assert rounds.go_on(now=NOW) == 0
    assert make.fresh(cheese).state == Task.State.PUBLISHED
    assert Round.objects.get().done_at == NOW


@pytest.mark.parametrize("weight", [50, 100])
def test_a_new_phrase_holds_the_task_it_points_at_and_no_other(ann: User, cheese: Task, weight: int) -> None:
    other = make.task(ann)
    forbid(weight=weight)

    rounds.go_on(now=NOW)

    look = cheese.looks.get()
    assert (make.fresh(cheese).state, make.fresh(other).state) == (Task.State.HELD, Task.State.PUBLISHED)
    assert (look.cause, look.risk, look.held_from) == (Look.Cause.CHANGED, weight, Task.State.PUBLISHED)
    assert look.why == ["Rule 10, Nothing adult or illegal: “moon and think of cheese”"]
    assert Round.objects.order_by("-pk")[0].held == 1


def test_the_employer_reads_the_rule_the_words_and_what_to_change(client: Client, ann: User, cheese: Task) -> None:
    forbid()
    rounds.go_on(now=NOW)
    client.force_login(ann)

    notice = Notice.objects.of(ann)[0]
    page = client.get(f"/tasks/{cheese.public_id}/manage/").content.decode()

    assert notice.headline == "Held: About the moon"
    assert "“moon and think of cheese”" in notice.body
    assert "What to change: Leave this out." in notice.body
    assert "“moon and think of cheese”" in page
    assert "Leave this out." in page
    assert "Several workers reported" not in page


def test_a_paused_task_goes_back_to_being_paused(ann: User, sam: User, cheese: Task) -> None:
    publishing.pause(cheese, by=ann, now=NOW)
    forbid()
    rounds.go_on(now=NOW)

    moderation.clear(cheese.looks.get(), fair=False, by=sam, now=NOW)

    assert make.fresh(cheese).state == Task.State.PAUSED


def test_what_somebody_allowed_is_not_held_again(sam: User, cheese: Task) -> None:
    phrase = forbid()
    rounds.go_on(now=NOW)
    moderation.clear(cheese.looks.get(), fair=False, by=sam, now=NOW)

    forbid("green* ... cheese")
    rounds.go_on(now=NOW)

    assert make.fresh(cheese).state == Task.State.PUBLISHED
    assert cheese.looks.get().allowed == [f"adult: {phrase.words}"]


def test_another_phrase_in_what_was_allowed_is_held(sam: User, cheese: Task) -> None:
    forbid()
    rounds.go_on(now=NOW)
    moderation.clear(cheese.looks.get(), fair=False, by=sam, now=NOW)

    forbid("think* ... cheese")
    rounds.go_on(now=NOW)

    assert make.fresh(cheese).state == Task.State.HELD


def test_what_was_approved_before_publication_stays_allowed(ann: User, sam: User) -> None:
    draft = make.draft(ann, steps=["Type the captcha."])
    publishing.publish(draft, by=ann, now=NOW)
    task = moderation.approve(draft.looks.get(), by=sam, now=NOW)

    rounds.go_on(now=NOW)

    assert make.fresh(task).state == Task.State.PUBLISHED


def test_stopping_what_the_policy_points_at_says_so(ann: User, sam: User, cheese: Task) -> None:
    forbid()
    rounds.go_on(now=NOW)

    moderation.stop(cheese.looks.get(), reason="It asks for cheese of the moon.", by=sam, now=NOW)

    assert make.fresh(cheese).state == Task.State.STOPPED
    assert Notice.objects.of(ann)[0].body.startswith("The policy changed and somebody looked: It asks")


def test_a_new_phrase_labels_the_task(cheese: Task) -> None:
    Phrase.objects.create(words="think of cheese", risk=Risk.PERSONAL)

    rounds.go_on(now=NOW)

    assert make.fresh(cheese).risks == [Risk.PERSONAL]
    assert make.fresh(cheese).state == Task.State.PUBLISHED


def test_an_edition_counts_for_published_tasks_from_its_day_on(ann: User, sam: User, cheese: Task) -> None:
    Edition.objects.get().rules.filter(subject=Subject.ADULT).delete()
    forbid()
    made = editions.begin(Edition.objects.get(), by=sam)
    made.rules.create(number=99, subject=Subject.ADULT, title="No cheese", sentence="No cheese.", fix="Leave it out.")
    Edition.objects.filter(pk=made.pk).update(effective_at=NOW + timedelta(days=1))

    rounds.go_on(now=NOW)
    assert make.fresh(cheese).state == Task.State.PUBLISHED

    rounds.go_on(now=NOW + timedelta(days=1))
    assert make.fresh(cheese).state == Task.State.HELD


def test_a_round_goes_on_where_it_was_stopped(monkeypatch: pytest.MonkeyPatch, ann: User, cheese: Task) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 1)
    late = make.task(ann, steps=["Say why the moon is no cheese."])
    forbid()

    assert rounds.go_on(now=NOW, seconds=0) == 0
    Round.objects.filter(done_at=None).update(upto=cheese.pk)
    rounds.go_on(now=NOW)

    assert (make.fresh(cheese).state, make.fresh(late).state) == (Task.State.PUBLISHED, Task.State.HELD)


@pytest.mark.parametrize("many", [1, 30])
def test_a_round_asks_no_query_per_task_that_is_fine(
    ann: User, django_assert_max_num_queries: object, many: int
) -> None:
    for _number in range(many):
        make.task(ann)

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        rounds.go_on(now=NOW)


def test_the_page_of_an_edition_says_beforehand_what_it_would_do(client: Client, sam: User, cheese: Task) -> None:
    Edition.objects.get().rules.filter(subject=Subject.ADULT).delete()
    forbid()
    made = editions.begin(Edition.objects.get(), by=sam)
    made.rules.create(number=99, subject=Subject.ADULT, title="No cheese", sentence="No cheese.", fix="Leave it out.")
    client.force_login(sam)

    page = client.get(f"/admin/tasks/edition/{made.pk}/change/?try=1").content.decode()

    assert "Of 1 published and paused tasks, 1 was tried" in page
    assert "0 tasks are held for a look" in page
    assert "1 task is held, because it could not be published any more" in page
    assert make.fresh(cheese).state == Task.State.PUBLISHED
