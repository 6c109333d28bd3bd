"""What people of the demo market say to each other: tickets, messages about work, questions about tasks."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from submissions.models import Submission
from tasks import questions
from tasks.models import Task
from threads import answering, promises, subjects, tickets, writing
from threads.models import Topic

from .town import Employer, Town, Worker

# Asked by workers over the last weeks, each with support's answer.
EARLIER = (
    (Topic.PAYOUT, "My payout says it is sent since Friday. Do I have to do anything?", "No. The bank takes two days."),
    (Topic.ACCOUNT, "I have a new phone. How do I move my second step to it?", "Under “Second step”, add it first."),
    (Topic.WORK, "The page of the task does not open for me any more.", "It opens again; the host was down."),
    (Topic.WORK, "I gave a slot back by mistake. Can I have it again?", "Yes: claim it once more, it is still open."),
    (Topic.DEPOSIT, "Which name must stand on the bank transfer?", "Yours, and the reference we show you."),
    (Topic.HIRING, "Can I change the steps of a task that is running?", "Yes, as long as nobody's slot changes."),
)
WAITING = (
    (Topic.WORK, "The picture I send turns out lying on its side. Is that a reason to reject it?"),
    (Topic.SAFETY, "Somebody asks in a task for the number on my card. I did not do it."),
)
LATE = "I asked for a payout to an account I do not have any more. Can you stop it?"
SAID = (
    "Half of my pictures are blurred in the set you gave. Shall I label those as well?",
    "Yes please, with what you can make out. If you see nothing, say “unclear”.",
    "Thank you, I do so.",
)
ASKED = (
    ("Do you want a reason with the answer, or the answer alone?", "The answer alone, please."),
    ("Is it a problem if the page is in another language for me?", "No, say which language it is."),
)
OPEN_QUESTION = "What shall I do if it is none of these?"


def plan(town: Town, ann: Employer, ben: Worker) -> None:
    """Each thing at its time, so that it is there however small the market is."""
    for number in range(2 * len(EARLIER)):
        town.agenda.at(town.ago(days=3 + 2 * number, hours=number), partial(_ask_and_answer, town, number))
    for number in range(len(WAITING)):
        town.agenda.at(town.ago(hours=7 - 2 * number), partial(_ask, town, number))
    town.agenda.at(town.ago(hours=30), partial(_ask_late, town))
    town.agenda.at(town.ago(hours=5), lambda now: promises.escalate_late(now=now))
    town.agenda.at(town.ago(hours=19), partial(_bens_ticket, town, ben))
    town.agenda.at(town.ago(hours=18), partial(_talk, town, ann, ben))
    town.agenda.at(town.ago(hours=16), partial(_ask_publicly, town, ann))


def _ask_and_answer(town: Town, number: int, now: datetime) -> None:
    topic, words, said = EARLIER[number % len(EARLIER)]
    asker = town.workers[number % len(town.workers)].user
    ticket = tickets.open_ticket(asker, topic=topic, words=words, about=None, now=now)
    answered = town.later(now, 1, 14)
    town.agenda.at(answered, lambda at: answering.answer(ticket, by=town.staff, words=said, now=at))
    town.agenda.at(answered + timedelta(hours=2), lambda at: tickets.close(ticket, now=at))


def _ask(town: Town, number: int, now: datetime) -> None:
    topic, words = WAITING[number]
    tickets.open_ticket(town.actors[number].user, topic=topic, words=words, about=None, now=now)


def _ask_late(town: Town, now: datetime) -> None:
    """Nobody came to it in time."""
    tickets.open_ticket(town.actors[3].user, topic=Topic.PAYOUT, words=LATE, about=None, now=now)


def _bens_ticket(town: Town, ben: Worker, now: datetime) -> None:
    """About work of his; support asks him back, and notes something for itself."""
    done = Submission.objects.of(ben.user).exclude(submitted_at=None).latest("submitted_at")
    about = subjects.theirs(ben.user, "submission", done.public_id)
    words = "The employer says a step is missing, and I cannot see which one."
    ticket = tickets.open_ticket(ben.user, topic=Topic.WORK, words=words, about=about, now=now)
    answering.note(ticket, by=town.staff, words="The second step is easy to overlook on a phone.", now=now)
    back = "Which step do you mean, and is it on a phone that you work?"
    answer = partial(answering.answer, ticket, by=town.staff, words=back, asks=True)
    town.agenda.at(now + timedelta(hours=6), lambda at: answer(now=at))


def _talk(town: Town, ann: Employer, ben: Worker, now: datetime) -> None:
    """Ben and Ann write about his work; another worker waits for her word."""
    done = Submission.objects.of(ben.user).filter(task__employer=ann.user).exclude(submitted_at=None)
    thread = writing.about_submission(done.select_related("task__employer", "worker").latest("submitted_at"))
    for number, words in enumerate(SAID):
        by = (ben, ann)[number % 2].user
        said = writing.write(thread, by=by, words=words, now=now + timedelta(minutes=40 * number))
        thread = said.thread
    if task := _open_task(town, ann):
        other = town.actors[1].user
        about = writing.about_task(task, other)
        words = "May I do it in the evening, or is the light too bad for your pictures?"
        town.agenda.at(town.ago(hours=2), lambda at: writing.write(about, by=other, words=words, now=at))


def _ask_publicly(town: Town, ann: Employer, now: datetime) -> None:
    task = _open_task(town, ann)
    if task is None:
        return
    for number, (words, said) in enumerate(ASKED):
        asker = town.actors[number].user
        question = questions.ask(task, by=asker, words=words, now=now + timedelta(minutes=number))
        questions.answer(question, by=ann.user, words=said, now=now + timedelta(hours=1, minutes=number))
    questions.ask(task, by=town.actors[2].user, words=OPEN_QUESTION, now=now + timedelta(hours=3))


def _open_task(town: Town, ann: Employer) -> Task | None:
    """The newest of Ann's that is open."""
    rows = Task.objects.of(ann.user).live().select_related("employer")
    return rows.filter(published_at__lt=town.ago(hours=1)).order_by("-published_at", "-pk").first()
