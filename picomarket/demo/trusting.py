"""Whom Ann trusts: her lists, the one she blocked, a test of hers and one of the house, and tasks aimed by them."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from picomarket.lib.money import CENT, Money
from tasks import attempts, blocks, contests, drafts, lists, offering, publishing, qualifications
from tasks.models import Category, Qualification
from tasks.qualifications import Asked

from .town import Employer, Town, Worker
from .work import looking

LABELS = (
    Asked(
        "A label says “best before 03/2027”. When is it best?",
        ["Until the end of March 2027"],
        ["Until 3 January 2027", "Until the end of March 2027", "From March 2027 on"],
        "Without a day, the whole month counts.",
    ),
    Asked("Which of these is a country of origin?", ["Product of Italy"], ["Italian style", "Product of Italy"]),
    Asked("What does “e” after “500 g” stand for?", ["estimated", "estimated sign", "average"]),
    Asked("Is the net weight with or without the box?", ["without"], explanation="Net is what is inside."),
)
READING = (
    Asked("Read all steps before you begin. What do you read first?", ["All steps"], ["The first step", "All steps"]),
    Asked("A step cannot be done. What do you do?", ["Give it back"], ["Guess", "Give it back", "Leave it out"]),
    Asked("Type the last word of this sentence.", ["sentence"]),
)


def scenes(town: Town, ann: Employer, ben: Worker) -> None:
    town.agenda.at(town.ago(days=4), lambda now: _tests(town, ann, ben, now))
    town.agenda.at(town.ago(hours=3), lambda now: _lists(town, ann, ben, now))
    town.agenda.at(town.ago(hours=1), lambda now: _block(town, ann, now))


def _tests(town: Town, ann: Employer, ben: Worker, now: datetime) -> None:
    labels = _test(ann.user, "Reading labels", LABELS, now)
    house = _test(town.staff, "Careful reading", READING, now, is_house=True, minutes=120)
    offering.offer(labels, reward=Money(10 * CENT), places=10, key="demo", by=ann.user, now=now)
    qualifications.draft(ann.user, title="Naming plants", now=now)
    for worker in town.actors[:2]:
        _take(labels, worker.user, [asked.right[0] for asked in LABELS], now + timedelta(hours=1))
    _take(labels, ben.user, ["Until the end of March 2027", "Product of Italy", "exact", "with"], now)
    words = "The sign is on every package and says nothing of how a label is read."
    contests.contest(labels.questions.get(position=3), words=words, by=ben.user, now=now + timedelta(hours=2))
    _post(ann.user, "Read the label of a jar you have at home", {"tests": [labels.pk]}, now + timedelta(hours=3))
    town.agenda.at(town.ago(minutes=2), lambda at: attempts.start(house, by=ben.user, now=at))


def _test(
    author: User, title: str, questions: tuple[Asked, ...], now: datetime, *, is_house: bool = False, minutes: int = 10
) -> Qualification:
    test = qualifications.draft(author, title=title, now=now)
    about = "A few questions about the work itself. Take your time; each reply is saved as you go on."
    fields = {"about": about, "minutes": minutes, "is_house": is_house, "wait_hours": 12}
    qualifications.write(test, by=author, fields=fields)
    for position, asked in enumerate(questions, start=1):
        qualifications.ask(test, asked, by=author, position=position)
    qualifications.publish(test, by=author, now=now)
    test.refresh_from_db()
    return test


def _take(test: Qualification, worker: User, said: list[str], now: datetime) -> None:
    begun = attempts.start(test, by=worker, now=now)
    for question, text in zip(test.questions.order_by("position"), said, strict=True):
        attempts.reply(begun, question, text=text, by=worker, now=now)
    attempts.hand_in(begun, by=worker, now=now + timedelta(minutes=4))


def _lists(town: Town, ann: Employer, ben: Worker, now: datetime) -> None:
    """One list by hand, with an invitation to whoever is on it, three times each, and one that a rule keeps."""
    eyes = lists.make(ann.user, name="Good eyes", now=now)
    lists.put(eyes, [ben.user.pk, *(one.user.pk for one in town.actors[:3])], by=ann.user, why="desk", now=now)
    steady = lists.make(ann.user, name="Did it well before", now=now)
    lists.set_rule(steady, approved=1, rate=80, by=ann.user, now=now)
    aim: dict[str, object] = {"only_lists": [eyes.pk], "per_worker": 3, "trusted": [eyes.pk]}
    _post(ann.user, "Look at ten shelf photographs for me again", aim, now)


def _block(town: Town, ann: Employer, now: datetime) -> None:
    blocks.block(ann.user, worker=town.actors[6].user, note="Sends the same picture twice", now=now)


def _post(employer: User, title: str, aim: dict[str, object], now: datetime) -> None:
    like = looking.BLUEPRINTS[0]
    fields = {
        "title": title,
        "category": Category.objects.get(slug=like.category),
        "steps": ["Look at all of it first.", "Write down what you read, word for word.", "Add a picture of it."],
        "minutes": like.minutes,
        "reward": Money(30 * CENT),
        "slots": 5,
        **aim,
    }
    draft = drafts.write(drafts.start(employer, now=now), by=employer, fields=fields, proofs=like.proofs)
    publishing.publish(draft, by=employer, now=now)
