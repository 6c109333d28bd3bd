"""Two at once: the first messages of a thread, two people of the staff at one ticket, two answers to a question."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tasks import questions
from tests import make
from tests.threads import at_once
from threads import answering, tickets, writing
from threads.models import Message, Said, Thread, Ticket

pytestmark = pytest.mark.race
NOW = timezone.now()


def test_two_first_messages_make_one_thread(committed_db: None) -> None:
    ann, ben = make.person("ann"), make.person("ben")
    make.deposit(ann, "50")
    done = make.submission(make.task(ann), ben)

    def write(by: User) -> None:
        writing.write(writing.about_submission(done), by=by, words="Is it all there?", now=NOW)

    at_once(lambda: write(ann), lambda: write(ben))

    thread = Thread.objects.get()
    assert Message.objects.filter(thread=thread).count() == 2
    assert thread.unread_worker + thread.unread_employer == 1


def test_a_ticket_is_answered_and_written_in_at_once_and_nothing_is_lost(committed_db: None) -> None:
    ben, sam = make.person("ben"), make.person("sam", staff=True)
    ticket = make.ticket(ben)

    at_once(
        lambda: answering.answer(ticket, by=sam, words="It left this morning.", now=NOW),
        lambda: tickets.write(ticket, by=ben, words="It is still not there.", now=NOW),
    )

    assert Said.objects.filter(ticket=ticket).count() == 3
    assert make.fresh(ticket).state in ("opened", "answered")


def test_two_tickets_merged_into_each_other_at_once_become_one(committed_db: None) -> None:
    ben, sam = make.person("ben"), make.person("sam", staff=True)
    first, second = make.ticket(ben), make.ticket(ben)

    results = at_once(
        lambda: answering.merge(first, into=second, by=sam, now=NOW),
        lambda: answering.merge(second, into=first, by=sam, now=NOW),
    )

    assert [isinstance(one, answering.NotTheirs) for one in results].count(True) == 1
    assert sorted(make.fresh(one).merged_into_id is None for one in (first, second)) == [False, True]


def test_who_holds_a_whole_keeps_nobody_from_its_part(committed_db: None) -> None:
    ben, sam = make.person("ben"), make.person("sam", staff=True)
    part, whole = make.ticket(ben), make.ticket(ben)
    answering.merge(part, into=whole, by=sam, now=NOW)

    def take() -> None:
        with transaction.atomic():
            Ticket.objects.select_for_update(no_key=True, nowait=True).get(pk=part.pk)

    with transaction.atomic():
        assert tickets.locked(part) == whole
        assert at_once(take) == [None]


def test_one_question_gets_one_answer(committed_db: None) -> None:
    ann, ben = make.person("ann"), make.person("ben")
    make.deposit(ann, "50")
    question = questions.ask(make.task(ann), by=ben, words="Is a photo enough?", now=NOW)

    results = at_once(
        lambda: questions.answer(question, by=ann, words="Yes, it is.", now=NOW),
        lambda: questions.answer(question, by=ann, words="No, it is not.", now=NOW),
    )

    assert [isinstance(one, questions.NotAnswerable) for one in results].count(True) == 1
    assert make.fresh(question).is_answered
