"""Messages between a worker and an employer: who may write, what is held back, who is told how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from inbox import notices
from inbox.models import Notice
from picomarket.lib.refusals import TooOften
from tasks import blocks, outside, person_reports, publishing, reports
from tasks.models import PersonReport, Task
from tests import make
from threads import listing, reporting, writing
from threads.models import Message, Thread

NOW = timezone.now()
WORDS = "Does the second step mean the whole page?"
SUSPENDED = "Two accounts of yours did the same task twice."


def say(thread: Thread, by: User, words: str = WORDS, minutes: int = 0) -> Message:
    return writing.write(thread, by=by, words=words, now=NOW + timedelta(minutes=minutes))


def test_a_worker_asks_about_a_task_and_the_employer_answers(ann: User, ben: User) -> None:
    thread = say(writing.about_task(make.task(ann), ben), ben).thread

    say(thread, ann, "Yes, all of it.")

    assert [one.words for one in Message.objects.order_by("pk")] == [WORDS, "Yes, all of it."]
    assert Thread.objects.get() == thread


def test_there_is_one_thread_for_a_submission_and_another_for_its_task(ann: User, ben: User) -> None:
    task = make.task(ann)
    done = make.submission(task, ben)

    for _again in range(2):
        say(writing.about_submission(done), ben)
        say(writing.about_submission(done), ann)
        say(writing.about_task(task, ben), ben)

    assert sorted(one.messages.count() for one in Thread.objects.all()) == [2, 4]


def test_messages_are_one_notice_and_one_mail_until_they_are_read(ann: User, ben: User) -> None:
    thread = say(writing.about_task(make.task(ann), ben), ben).thread
    notices.send_mail_due(now=NOW)
    for minutes in (1, 2):
        say(thread, ben, f"And {minutes} more.", minutes)
        notices.send_mail_due(now=NOW + timedelta(minutes=minutes))

    (notice,) = Notice.objects.of(ann).filter(url=thread.get_absolute_url())
    (letter,) = mail.outbox
    assert notice.headline == "3 new messages: Look at a page and say what you see"
    assert notice.aside == "And 2 more."
    assert letter.subject == "Ben wrote to you: Look at a page and say what you see"


def test_a_mail_of_a_message_holds_neither_its_words_nor_an_address(ann: User, ben: User) -> None:
    say(writing.about_task(make.task(ann), ben), ben)
    notices.send_mail_due(now=NOW)

    (letter,) = mail.outbox
    assert WORDS not in letter.body
    assert (letter.to, letter.reply_to) == ([ann.email], [])
    assert ben.email not in f"{letter.message()}"


def test_reading_takes_the_count_and_the_notice_away(ann: User, ben: User) -> None:
    thread = say(writing.about_task(make.task(ann), ben), ben).thread
    assert make.fresh(thread).unread(ann) == 1

    writing.read(make.fresh(thread), by=ann, now=NOW)

    assert make.fresh(thread).unread(ann) == 0
    assert not Notice.objects.of(ann).unread().filter(url=thread.get_absolute_url()).exists()


def test_who_answers_has_read_what_they_answer_to(ann: User, ben: User) -> None:
    thread = say(writing.about_task(make.task(ann), ben), ben).thread

    say(thread, ann, "Yes, all of it.")

    assert make.fresh(thread).unread(ann) == 0
    assert not Notice.objects.of(ann).unread().filter(url=thread.get_absolute_url()).exists()


def test_what_leads_outside_is_held_back_with_it_marked(ann: User, ben: User) -> None:
    thread = writing.about_task(make.task(ann), ben)

    with pytest.raises(outside.HeldBack, match="not sent yet") as refused:
        say(thread, ben, "Pay me on WhatsApp: 01711123, it is cheaper.")

    assert [part.words for part in refused.value.parts if part.marked] == ["WhatsApp: 01711123"]
    assert not Thread.objects.exists()


def test_a_link_the_task_itself_names_may_be_said(ann: User, ben: User) -> None:
    task = make.task(ann, steps=["Open https://www.shop.example/a.", "Say what you see."])
    thread = writing.about_task(task, ben)

    say(thread, ben, "Is it https://shop.example/b that you mean?")

    with pytest.raises(outside.HeldBack):
        say(thread, ben, "Is it https://other.example/b that you mean?")


def test_whoever_is_blocked_reads_and_does_not_write(ann: User, ben: User) -> None:
    done = make.submission(make.task(ann), ben)
    thread = say(writing.about_submission(done), ben).thread
    blocks.block(ann, worker=ben, note="", now=NOW)

    with pytest.raises(writing.NotNow, match="ask support"):
        say(thread, ben)

    assert list(Thread.objects.seen_by(ben)) == [thread]
    say(thread, ann)


def test_a_suspended_person_writes_about_open_work_alone(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann)
    done = make.submission(task, ben)
    make.suspended(ben, sam, now=NOW)

    say(writing.about_submission(done), ben)
    with pytest.raises(writing.NotNow, match="suspended"):
        say(writing.about_task(task, ben), ben)

    make.approve(done)
    with pytest.raises(writing.NotNow, match="suspended"):
        say(writing.about_submission(make.fresh(done)), ben)


def test_nothing_new_is_asked_about_a_task_that_is_over(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann)
    thread = say(writing.about_task(task, ben), ben).thread
    publishing.stop(task, by=ann, now=NOW)
    task = Task.objects.get()

    say(make.fresh(thread), ben)
    with pytest.raises(writing.NotNow, match="is over"):
        say(writing.about_task(task, cleo), cleo)


def test_nobody_floods_others(ann: User, ben: User) -> None:
    thread = say(writing.about_task(make.task(ann), ben), ben).thread
    for _number in range(writing.WRITTEN_AN_HOUR - 1):
        say(thread, ben)

    with pytest.raises(TooOften):
        say(thread, ben)


def test_pictures_are_made_anew_and_only_so_many(ann: User, ben: User) -> None:
    thread = writing.about_task(make.task(ann), ben)

    message = writing.write(thread, by=ben, words=WORDS, pictures=[make.picture(kind="JPEG")], now=NOW)

    assert message.pictures.get().picture.read()[8:12] == b"WEBP"
    with pytest.raises(writing.TooManyPictures):
        writing.write(thread, by=ben, words=WORDS, pictures=[make.picture()] * 4, now=NOW)


def test_a_reported_message_is_what_the_staff_looks_at(ann: User, ben: User) -> None:
    message = say(writing.about_task(make.task(ann), ben), ben)

    reporting.report(message, by=ann, reason="abuse", words="This is rude to me.", now=NOW)

    report = PersonReport.objects.get()
    assert (report.person, report.reporter, report.message) == (ben, ann, message)


def test_a_message_is_reported_once_whatever_came_of_it(ann: User, ben: User, sam: User) -> None:
    message = say(writing.about_task(make.task(ann), ben), ben)
    case = reporting.report(message, by=ann, reason="abuse", words="This is rude to me.", now=NOW)
    person_reports.decide(case, state="wrong", reason="It is short, and not rude.", by=sam, now=NOW)

    with pytest.raises(reports.NotReportable, match="You reported these words before"):
        reporting.report(message, by=ann, reason="abuse", words="This is rude to me.", now=NOW)


def test_threads_come_newest_first_and_page_by_page(ann: User, ben: User) -> None:
    many = listing.THREADS_PER_PAGE + 2
    task = make.task(ann)
    for number in range(many):
        say(writing.about_task(task, make.person(f"w{number}")), ann, minutes=number)
    say(writing.about_task(make.task(ben_hires(ben)), ann), ann, minutes=many)

    first = listing.threads(ann)
    second = listing.threads(ann, after=first.older)

    assert (len(first.rows), len(second.rows), second.older) == (listing.THREADS_PER_PAGE, 3, "")
    assert first.rows[0].other == ben
    shown = [row.thread.last_at for row in (*first.rows, *second.rows)]
    assert shown == sorted(shown, reverse=True)


def ben_hires(ben: User) -> User:
    make.deposit(ben, "20")
    return ben


def test_a_long_thread_is_read_from_its_end(ann: User, ben: User) -> None:
    thread = writing.about_task(make.task(ann), ben)
    for number in range(listing.MESSAGES_PER_PAGE + 1):
        # Two people, so that neither writes too often.
        thread = say(thread, (ann, ben)[number % 2], f"Message {number}").thread

    newest = listing.messages(thread)
    earlier = listing.messages(thread, before=newest.older)

    assert [one.words for one in earlier.rows] == ["Message 0"]
    assert newest.rows[-1].words == f"Message {listing.MESSAGES_PER_PAGE}"
