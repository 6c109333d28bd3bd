"""The pages of tickets: for who asks, and for support at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from picomarket import desk
from picomarket.lib.money import usd
from tests import make
from threads import answering
from threads.models import Ticket, TicketFile
from wallet import methods, payouts

from .conftest import signed_in

NOW = timezone.now()
WORDS = "My payout of last week did not arrive."
LIST = "/admin/threads/ticket/"


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


def at_the_desk(person: User, ticket: Ticket, view: str, **data: str) -> Any:
    return signed_in(person).post(reverse(f"admin:threads_ticket_{view}", args=[ticket.pk]), data, follow=True)


def test_a_visitor_reads_what_is_asked_often_and_where_to_write(db: None) -> None:
    page = html(Client().get(reverse("threads:help")))

    assert "A payout, or money I should have received" in page
    assert "Who cannot sign in writes to" in page


def test_before_writing_one_reads_what_most_people_ask(ben: User) -> None:
    page = html(signed_in(ben).get(reverse("threads:ask"), {"topic": "payout"}))

    assert "When does my payout arrive?" in page
    assert "5 business days" in page


def test_a_ticket_is_sent_with_what_it_is_about_and_files(ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben)
    url = f"{reverse('threads:ask')}?about=submission&of={done.public_id}"

    page = html(signed_in(ben).get(url))
    sent = {"topic": "work", "words": WORDS, "attached": [make.picture(), make.picture(name="b.jpg", kind="JPEG")]}
    answer = signed_in(ben).post(url, sent, follow=True)

    ticket = Ticket.objects.get()
    assert done.task.title in page
    assert (ticket.about, ticket.about_id, ticket.about_words) == ("submission", done.public_id, done.task.title)
    assert TicketFile.objects.count() == 2
    assert "You are number 1" in html(answer)
    assert "We promise an answer within 24 hours" in html(answer)


def test_what_is_not_ones_own_is_nothing_to_ask_about(ann: User, ben: User, cleo: User) -> None:
    done = make.rejected(make.task(ann), ben)

    answer = signed_in(cleo).get(reverse("threads:ask"), {"about": "submission", "of": done.public_id})

    assert answer.status_code == 404


def test_a_refused_ticket_keeps_what_was_typed(ben: User) -> None:
    url = f"{reverse('threads:ask')}?topic=payout"

    answer = signed_in(ben).post(url, {"topic": "payout", "words": WORDS, "attached": [make.picture(name="a.exe")]})

    assert answer.status_code == 422
    assert WORDS in html(answer)
    assert "This kind of file is not asked for" in html(answer)


def test_the_person_reads_answers_as_supports_and_never_a_note(ben: User, sue: User) -> None:
    ticket = make.ticket(ben, now=NOW)
    answering.note(ticket, by=sue, words="Only among us.", now=NOW)
    answering.answer(ticket, by=sue, words="It left this morning.", now=NOW)

    page = html(signed_in(ben).get(ticket.get_absolute_url()))

    assert "It left this morning." in page
    assert "Only among us." not in page
    assert "Sue" not in page


def test_what_is_written_runs_nowhere(ben: User, sue: User) -> None:
    ticket = make.ticket(ben, words="<script>alert(1)</script> hello")

    for page in (
        signed_in(ben).get(ticket.get_absolute_url()),
        signed_in(sue).get(reverse("admin:threads_ticket_change", args=[ticket.pk])),
    ):
        assert "&lt;script&gt;alert(1)" in html(page)
        assert "<script>alert(1)" not in html(page)


def test_strangers_find_neither_tickets_nor_files(ben: User, cleo: User) -> None:
    url = f"{reverse('threads:ask')}?topic=payout"
    signed_in(ben).post(url, {"topic": "payout", "words": WORDS, "attached": [make.picture()]})
    ticket, file = Ticket.objects.get(), TicketFile.objects.get()

    assert signed_in(ben).get(file.get_absolute_url()).status_code == 200
    for page in (ticket.get_absolute_url(), file.get_absolute_url()):
        assert signed_in(cleo).get(page).status_code == 404


def test_a_ticket_is_closed_by_its_person_and_opened_by_writing(ben: User) -> None:
    ticket, client = make.ticket(ben), signed_in(ben)

    client.post(reverse("threads:close_ticket", args=[ticket.public_id]))
    assert make.fresh(ticket).is_closed

    client.post(reverse("threads:write_in_ticket", args=[ticket.public_id]), {"words": WORDS})
    assert make.fresh(ticket).is_waiting


def test_the_desk_has_two_queues_of_tickets(ben: User, sue: User) -> None:
    make.ticket(ben, now=NOW - timedelta(days=2))
    make.ticket(ben, now=NOW)

    queues = {str(queue.name): queue for queue in desk.queues(sue, now=NOW)}

    late, running = queues["Tickets past their promise"], queues["Tickets to answer"]
    assert (late.waiting.count, running.waiting.count) == (1, 1)
    assert "Late" in html(signed_in(sue).get(late.url))


def test_support_answers_asks_notes_and_closes(ben: User, sue: User) -> None:
    states = []
    for outcome in ("note", "answered", "asked", "closed"):
        ticket = make.ticket(ben)
        at_the_desk(sue, ticket, "answer", words="It left this morning.", outcome=outcome)
        states.append(make.fresh(ticket).state)

    assert states == ["opened", "answered", "asked", "closed"]
    assert LogEntry.objects.count() == 3


def test_the_log_its_person_reads_says_nothing_of_notes(ben: User, sue: User) -> None:
    ticket = make.ticket(ben)
    for outcome in ("note", "answered"):
        at_the_desk(sue, ticket, "answer", words="Only among us.", outcome=outcome)

    page = html(signed_in(ben).get(reverse("accounts:log")))

    assert "Answered" in page
    assert "Only among us." not in page


def test_support_puts_two_tickets_together(ben: User, sue: User) -> None:
    first, second = make.ticket(ben), make.ticket(ben)

    answer = at_the_desk(sue, first, "merge", into=second.public_id)

    assert make.fresh(first).merged_into == second
    assert f"Put together with ticket {first.public_id}" in html(answer)


def test_pockets_are_shown_to_who_may_see_money(ann: User, sue: User, sam: User) -> None:
    url = reverse("admin:threads_ticket_change", args=[make.ticket(ann).pk])

    shown = [signed_in(person).get(url).context["pockets"] is not None for person in (sue, sam)]

    assert shown == [False, True]


@pytest.mark.parametrize(("topic", "are_shown"), [("payout", True), ("deposit", True), ("work", False)])
def test_a_ticket_about_money_shows_the_last_payouts_with_their_states(
    topic: str, are_shown: bool, ann: User, ben: User, sue: User
) -> None:
    make.approved(make.task(ann, reward=usd("8")), ben)
    methods.choose(ben, rail="manual", destination="DE02 1203 0000 0000 2020 51, Ben Okri", by=ben, now=NOW)
    payout = payouts.request(ben, amount=usd("5"), rail="manual", now=NOW)
    ticket = make.ticket(ben, topic=topic)

    page = html(signed_in(sue).get(reverse("admin:threads_ticket_change", args=[ticket.pk])))

    known = reverse("admin:wallet_payout_change", args=[payout.pk])
    assert [said in page for said in ("Their last payouts", known, "Waiting for the next run")] == [are_shown] * 3


def test_payouts_are_shown_to_who_may_read_them(ben: User, sue: User) -> None:
    url = reverse("admin:threads_ticket_change", args=[make.ticket(ben).pk])
    seen = "Their last payouts" in html(signed_in(sue).get(url))
    Group.objects.get(name="Support").permissions.remove(Permission.objects.get(codename="view_payout"))

    assert (seen, "Their last payouts" in html(signed_in(sue).get(url))) == (True, False)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_ones_tickets_asks_no_more_for_many(
    ben: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        ticket = make.ticket(ben)
        Ticket.objects.filter(pk=ticket.pk).update(state="closed")
    client = signed_in(ben)
    client.get(reverse("threads:help"))

    with django_assert_num_queries(5):
        client.get(reverse("threads:help"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_desks_list_asks_no_more_for_many(
    ben: User, sam: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        ticket = make.ticket(ben)
        Ticket.objects.filter(pk=ticket.pk).update(state="closed")
    client = signed_in(sam)
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)
