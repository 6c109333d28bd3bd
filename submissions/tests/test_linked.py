"""Accounts that may be one person's cannot do the same task; nobody is accused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import links, traces
from accounts.models import Trace, User
from submissions import claims, copies
from submissions.models import Submission
from submissions.tests.conftest import handed_in, scene
from tasks.drafts import Wanted
from tasks.targeting import NotForYou
from tests import make
from tests.threads import at_once

NOW = timezone.now()


def share_a_device(*people: User) -> None:
    for person in people:
        traces.note(person, traces.device("phone"), now=NOW)
    links.weigh_due(now=NOW)


def test_two_linked_accounts_do_not_get_the_same_task(ann: User, ben: User, cleo: User) -> None:
    share_a_device(ben, cleo)
    task = make.task(ann)
    make.submission(task, ben)

    with pytest.raises(NotForYou, match="somebody who may share a device"):
        make.claim(task, make.fresh(cleo))

    assert make.fresh(task).taken == 1


def test_a_second_account_on_the_same_device_is_refused_before_the_job_looked(
    client: Client, ann: User, ben: User, cleo: User
) -> None:
    task = make.task(ann)
    client.force_login(ben)
    for _time in range(2):
        client.post(reverse("submissions:claim", args=[task.public_id]))
    # The same browser, without a sign-out or a sign-in that would be noted.
    client.force_login(cleo)

    page = client.post(reverse("submissions:claim", args=[task.public_id]), follow=True).content.decode()

    assert "somebody who may share a device" in page
    assert make.fresh(task).taken == 1
    assert make.fresh(ben).linked == [cleo.pk]


def test_a_trace_nobody_weighed_yet_counts_when_its_person_claims(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann)
    traces.note(ben, traces.device("phone"), now=NOW)
    make.claim(task, ben)
    traces.note(cleo, traces.device("phone"), now=NOW)

    with pytest.raises(NotForYou, match="somebody who may share a device"):
        make.claim(task, cleo)

    assert not Trace.objects.filter(is_weighed=False).exists()


def test_a_claim_is_one_statement_where_nothing_of_its_worker_waits(ann: User, ben: User) -> None:
    task = make.task(ann)
    traces.note(ben, traces.device("phone"), now=NOW)
    links.weigh_own(ben, now=NOW)
    traces.note(ben, traces.network("81.2.69.160", now=NOW), now=NOW)

    with CaptureQueriesContext(connection) as asked:
        claims.claim(task, by=ben, now=NOW)

    # Those that Django counts; the statement itself is not among them.
    assert [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]] == []


def test_a_network_alone_waits_for_the_job(ben: User) -> None:
    traces.note(ben, traces.network("81.2.69.160", now=NOW), now=NOW)

    links.weigh_own(ben, now=NOW)

    assert Trace.objects.filter(is_weighed=False).exists()


def test_what_the_other_gave_back_is_open(ann: User, ben: User, cleo: User) -> None:
    share_a_device(ben, cleo)
    task = make.task(ann)
    make.given_back(task, ben)

    assert make.claim(task, make.fresh(cleo)).worker == cleo


def test_a_batch_is_one_task_too(ann: User, ben: User, cleo: User) -> None:
    share_a_device(ben, cleo)
    task = make.batch(ann)
    make.claim(task, ben)

    with pytest.raises(NotForYou):
        make.claim(task, make.fresh(cleo))


def test_the_page_says_why_and_the_feed_leaves_it_out(client: Client, ann: User, ben: User, cleo: User) -> None:
    share_a_device(ben, cleo)
    done, free = make.task(ann, title="Look at the first page"), make.task(ann, title="Look at the second page")
    make.submission(done, ben)
    client.force_login(cleo)

    page = client.get(done.get_absolute_url()).content.decode()
    feed = client.get(reverse("tasks:feed")).content.decode()

    assert "somebody who may share a device" in page
    assert reverse("accounts:household") in page
    assert "Claim this task" not in page
    assert free.title in feed
    assert done.title not in feed


def test_the_very_same_picture_of_two_people_is_a_trace_of_both(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, proofs=[Wanted("screenshot", "A screenshot of the page")])
    for worker in (ben, cleo):
        handed_in(task, worker, shot=scene(1))
    copies.find_due()
    links.weigh_due(now=NOW)

    link = links.between(ben.pk, cleo.pk)
    assert link is not None
    assert link.proofs == 1
    assert make.fresh(ben).linked == []


@pytest.mark.race
def test_of_two_linked_accounts_at_once_one_gets_it(committed_db: None) -> None:
    ann, people = make.person("ann"), [make.person(f"p{number}") for number in range(6)]
    make.deposit(ann, "50")
    share_a_device(*people)
    task = make.task(ann, slots=6)

    results = at_once(*(lambda person=person: make.claim(task, make.fresh(person)) for person in people))

    assert len([one for one in results if isinstance(one, Submission)]) == 1
    assert make.fresh(task).taken == 1
