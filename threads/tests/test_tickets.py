"""Tickets: asking support, its answers, its promises, and what happens when nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.translation import trans_real

from accounts.models import User
from inbox import notices
from inbox.models import Notice
from picomarket.lib.attachments import BadFile
from tests import make
from threads import answering, keeping, promises, subjects, tickets, waits
from threads.models import Said, Ticket, TicketFile

NOW = timezone.now()
HOUR = timedelta(hours=1)
PROMISE = timedelta(hours=settings.RULES.ticket_hours)
ANSWER = "It left this morning and arrives tomorrow."
State = Ticket.State


def told(person: User) -> list[str]:
    return [notice.headline for notice in Notice.objects.of(person)]


def test_a_ticket_is_promised_an_answer_and_has_a_place(ben: User, cleo: User) -> None:
    first = make.ticket(cleo, now=NOW - HOUR)
    second = make.ticket(ben, now=NOW)

    assert second.promised_by == NOW + PROMISE
    assert [waits.place(one, now=NOW).number for one in (first, second)] == [1, 2]  # type: ignore[union-attr]


def test_what_is_sent_twice_is_one_ticket_and_what_is_asked_anew_another(ben: User) -> None:
    words = "Where is my payout of yesterday?"
    first, second = (tickets.open_ticket(ben, topic="payout", words=words, about=None, now=NOW) for _ in range(2))
    later = tickets.open_ticket(ben, topic="payout", words=words, about=None, now=NOW + HOUR)

    assert first == second
    assert later != first


def test_the_median_is_said_only_once_there_are_enough_answers(ben: User, sam: User) -> None:
    for number in range(waits.LEAST_ANSWERS):
        assert waits.median(now=NOW) is None
        caches["near"].clear()
        ticket = make.ticket(ben, now=NOW - 2 * HOUR)
        answering.answer(ticket, by=sam, words=ANSWER, closes=True, now=NOW - 2 * HOUR + number * timedelta(minutes=2))

    assert waits.median(now=NOW) == timedelta(minutes=9)


def test_an_answer_is_told_by_mail_without_its_words(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)

    answered = answering.answer(ticket, by=sam, words=ANSWER, now=NOW)
    notices.send_mail_due(now=NOW)

    (notice,) = Notice.objects.of(ben)
    (letter,) = mail.outbox
    assert (answered.state, notice.aside) == (State.ANSWERED, ANSWER)
    assert letter.subject == "Support answered: A payout, or money I should have received"
    assert ANSWER not in letter.body
    assert ticket.get_absolute_url() in letter.body


def test_answers_are_one_notice_and_one_mail_until_they_are_read(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)
    for minutes in (0, 5, 10):
        at = NOW + timedelta(minutes=minutes)
        answering.answer(ticket, by=sam, words=f"{ANSWER} {minutes}", now=at)
        notices.send_mail_due(now=at)

    (notice,) = Notice.objects.of(ben)
    assert (notice.aside, len(mail.outbox)) == (f"{ANSWER} 10", 1)

    tickets.read(make.fresh(ticket), now=NOW + HOUR)
    answering.answer(ticket, by=sam, words=ANSWER, now=NOW + 2 * HOUR)
    notices.send_mail_due(now=NOW + 2 * HOUR)

    assert (Notice.objects.of(ben).count(), len(mail.outbox)) == (2, 2)


def test_an_answer_is_mailed_too_where_its_person_was_told_that_it_is_late(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)
    late = NOW + PROMISE + HOUR
    promises.escalate_late(now=late)
    notices.send_mail_due(now=late)

    answering.answer(make.fresh(ticket), by=sam, words=ANSWER, now=late + HOUR)
    notices.send_mail_due(now=late + HOUR)

    assert [letter.to for letter in mail.outbox].count([ben.email]) == 2
    assert Notice.objects.of(ben).count() == 2
    tickets.read(make.fresh(ticket), now=late + 2 * HOUR)
    assert not Notice.objects.of(ben).unread().exists()


def test_writing_opens_what_was_answered_with_a_new_promise(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)
    answering.answer(ticket, by=sam, words=ANSWER, asks=True, now=NOW + HOUR)

    again = tickets.write(ticket, by=ben, words="It did not arrive at all.", now=NOW + 2 * HOUR)

    assert (again.state, again.promised_by) == (State.OPENED, NOW + 2 * HOUR + PROMISE)


def test_writing_more_while_it_waits_keeps_the_promise(ben: User) -> None:
    ticket = make.ticket(ben, now=NOW)

    again = tickets.write(ticket, by=ben, words="And there is one more thing.", now=NOW + HOUR)

    assert (again.due_at, again.said.count()) == (NOW + PROMISE, 2)


def test_a_broken_promise_is_told_to_the_person_and_to_the_leads_with_a_new_one(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)
    later = NOW + PROMISE

    counts = [promises.escalate_late(now=later), promises.escalate_late(now=later)]

    fresh = make.fresh(ticket)
    assert counts == [1, 0]
    assert (fresh.due_at, fresh.promised_by, fresh.is_put_off) == (NOW + PROMISE, later + PROMISE, True)
    assert told(ben) == ["We are late: A payout, or money I should have received"]
    assert told(sam) == ["Tickets past their promise: 1"]
    assert list(Ticket.objects.late(later)) == [ticket]


def test_a_title_is_in_the_language_of_who_reads_it(ben: User, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = make.ticket(ben, now=NOW)
    german = {"A payout, or money I should have received": "Eine Auszahlung"}
    monkeypatch.setattr(trans_real.translation("de"), "gettext", lambda words: german.get(words, words))
    with translation.override("de"):
        assert f"{ticket}" == "Eine Auszahlung"
        answering.answer(ticket, by=sam, words=ANSWER, now=NOW)

    assert told(ben) == ["Support answered: A payout, or money I should have received"]


def test_silence_closes_what_was_answered_and_writing_opens_it_again(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)
    answering.answer(ticket, by=sam, words=ANSWER, now=NOW)
    over = NOW + timedelta(days=settings.RULES.ticket_silence_days)

    assert promises.close_silent(now=over - HOUR) == 0
    assert promises.close_silent(now=over) == 1
    assert make.fresh(ticket).state == State.CLOSED

    assert tickets.write(ticket, by=ben, words="It is still not there.", now=over).state == State.OPENED


def test_what_waits_for_support_never_closes_by_itself(ben: User) -> None:
    make.ticket(ben, now=NOW)

    assert promises.close_silent(now=NOW + timedelta(days=99)) == 0


def test_a_note_changes_nothing_and_tells_nobody(ben: User, sam: User) -> None:
    ticket = make.ticket(ben, now=NOW)

    answering.note(ticket, by=sam, words="Looks like the bank's day off.", now=NOW)

    assert (make.fresh(ticket).state, told(ben)) == (State.OPENED, [])


def test_nobody_answers_their_own_ticket(sam: User) -> None:
    ticket = make.ticket(sam, now=NOW)

    with pytest.raises(answering.OwnTicket):
        answering.answer(ticket, by=sam, words=ANSWER, now=NOW)


def test_two_tickets_of_one_person_become_one_under_the_earlier_promise(ben: User, sam: User) -> None:
    first, second = make.ticket(ben, now=NOW - HOUR), make.ticket(ben, now=NOW)

    whole = answering.merge(first, into=second, by=sam, now=NOW)

    part = make.fresh(first)
    assert (part.state, part.merged_into) == (State.CLOSED, second)
    assert (whole, whole.due_at) == (second, NOW - HOUR + PROMISE)
    assert Said.objects.filter(ticket=second, is_note=False).count() == 2
    assert list(Ticket.objects.of(ben)) == [second]


def test_tickets_of_two_people_are_never_put_together(ben: User, cleo: User, sam: User) -> None:
    ours, theirs = make.ticket(ben), make.ticket(cleo)

    for other in (theirs, ours):
        with pytest.raises(answering.NotTheirs):
            answering.merge(ours, into=other, by=sam, now=NOW)


def test_a_ticket_carries_only_what_is_ones_own(ann: User, ben: User, cleo: User) -> None:
    done = make.rejected(make.task(ann), ben)

    assert [bool(subjects.theirs(person, "submission", done.public_id)) for person in (ben, ann, cleo)] == [
        True,
        True,
        False,
    ]
    assert subjects.theirs(ben, "nothing", done.public_id) is None


def test_one_person_has_only_so_many_open_tickets(ben: User) -> None:
    held = [make.ticket(ben) for _number in range(settings.RULES.open_tickets)]

    with pytest.raises(tickets.TooManyTickets):
        make.ticket(ben)

    tickets.close(held[0], now=NOW)
    assert make.ticket(ben).is_waiting


def test_a_suspended_person_writes_as_everybody_does(ben: User, sam: User) -> None:
    make.suspended(ben, sam, now=NOW)

    assert make.ticket(ben, topic="standing").is_waiting


def test_files_are_kept_and_pictures_made_anew(ben: User) -> None:
    paper = SimpleUploadedFile("Bank statement.pdf", b"%PDF-1.7 a statement")
    sent = [make.picture(name="shot.png"), paper]

    words = "See the picture, it is not there."
    ticket = tickets.open_ticket(ben, topic="payout", words=words, about=None, files=sent, now=NOW)

    kept = TicketFile.objects.filter(said__ticket=ticket).order_by("pk")
    assert [(one.name, one.is_picture) for one in kept] == [("shot.webp", True), ("Bank statement.pdf", False)]
    assert kept[0].file.read()[8:12] == b"WEBP"


def test_a_file_that_is_not_what_it_says_keeps_the_ticket_from_being_sent(ben: User) -> None:
    wrong = [SimpleUploadedFile("a.pdf", b"MZ no paper")]

    with pytest.raises(BadFile):
        tickets.open_ticket(ben, topic="payout", words="Look at this paper.", about=None, files=wrong, now=NOW)
    with pytest.raises(keeping.TooMany):
        tickets.open_ticket(ben, topic="payout", words="Look at all this.", about=None, files=wrong * 4, now=NOW)

    assert not Ticket.objects.exists()
