"""Builders of the world a test needs. They call the real verbs, so what they build could really have happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import levels, standing
from accounts.models import User, Verdict
from picomarket.lib.money import Money, usd
from referrals import rewards
from submissions import claims, proofs, review, revising, verdicts
from submissions.models import Reason, Submission
from tasks import attempts, drafts, importing, publishing, qualifications, suspects
from tasks.drafts import Wanted
from tasks.models import Attempt, Batch, Category, Qualification, Task
from tasks.qualifications import Asked
from threads import tickets
from threads.models import Ticket
from wallet import batches, deposits
from wallet.models import PayoutBatch

PASSWORD = "correct horse battery"
# From here on up no submission has a key.
NO_SUBMISSION = 1_000_000
REASON = "Two of your accounts handed in the same picture."
COMMENT = "The second step was left out altogether."
UNFIT = "You have no dog, and this is about dogs."


def person(name: str, *, country: str = "BD", referrer: User | None = None, staff: bool = False) -> User:
    """Somebody with a confirmed address and no money."""
    user = User.objects.create_user(
        f"{name}@example.org",
        PASSWORD,
        name=name.capitalize(),
        country=country,
        birth_date=date(1995, 5, 5),
        is_staff=staff,
        is_superuser=staff,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if referrer:
        rewards.attribute(user, referrer=referrer, now=timezone.now())
    return user


def deposit(user: User, dollars: str = "20", *, now: datetime | None = None) -> Money:
    """Money that came by hand and was marked received, by two tellers where the sum asks for it."""
    now = now or timezone.now()
    amount = usd(dollars)
    paper = deposits.start(user, amount=amount, rail="manual", now=now)
    deposits.mark_received(paper, by=teller("tilda"), now=now)
    if amount > settings.RULES.four_eyes_deposit:
        deposits.mark_received(paper, by=teller("tom"), now=now)
    return amount


def teller(name: str) -> User:
    """Who marks deposits by hand in every test; without a word in anything else. Several may want one at a time, where
    they share a market."""
    known = User.objects.filter(email=f"{name}@example.org")
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            return person(name)
    except IntegrityError:
        return known.get()


def payout_run(*, now: datetime | None = None) -> list[PayoutBatch]:
    """The payout run, and its batches sent at once, as the staff can; those that need approval stay."""
    now = now or timezone.now()
    gathered = batches.gather(now=now)
    for batch in gathered:
        batches.send(batch, now=now)
    return [fresh(batch) for batch in gathered]


def draft(employer: User, *, now: datetime | None = None, proofs: list[Wanted] | None = None, **fields: Any) -> Task:
    """A draft that could be published: two steps, a text and a screenshot, ten slots at ten cents."""
    task = drafts.start(employer, now=now or timezone.now())
    wanted = [Wanted("text", "What did you see?", 10), Wanted("screenshot", "A screenshot of the page")]
    ready = {
        "title": "Look at a page and say what you see",
        "category": Category.objects.get(slug="website-testing"),
        "steps": ["Open the page.", "Write what you see."],
        "reward": usd("0.10"),
        "slots": 10,
    }
    return drafts.write(task, by=employer, fields={**ready, **fields}, proofs=wanted if proofs is None else proofs)


def task(employer: User, *, now: datetime | None = None, **fields: Any) -> Task:
    """A published task; the employer must have the money."""
    return published(draft(employer, now=now, **fields), now=now)


def published(draft: Task, *, now: datetime | None = None) -> Task:
    return publishing.publish(draft, by=draft.employer, now=now or timezone.now())


def batch_draft(employer: User, text: str = "", *, rows: int = 3, now: datetime | None = None, **fields: Any) -> Task:
    """A draft with a file beside it that is checked: so many rows of a name and an address, or the text given."""
    words = {
        "title": "Find the telephone number of {{name}}",
        "steps": ["Open {{page}}.", "Copy the number of {{name}}."],
        "proofs": [Wanted("text", "The number of {{name}}", 3)],
    }
    kept = draft(employer, now=now, **{**words, **fields})
    lines = "".join(f"Shop {number},https://example.org/{number}\n" for number in range(1, rows + 1))
    upload(kept, text or f"name,page\n{lines}", now=now)
    return Task.objects.get(pk=kept.pk)


def upload(task: Task, text: str | bytes, *, now: datetime | None = None) -> Batch:
    """A file put beside a draft, and checked."""
    now = now or timezone.now()
    body = text.encode() if isinstance(text, str) else text
    batch = importing.upload(task, file=SimpleUploadedFile("rows.csv", body), by=task.employer, now=now)
    importing.check_due()
    suspects.look_through_due()
    return Batch.objects.get(pk=batch.pk)


def batch(employer: User, *, rows: int = 3, answers: int = 1, now: datetime | None = None, **fields: Any) -> Task:
    """A published batch, its slots its rows times the answers wanted to each."""
    kept = batch_draft(employer, rows=rows, now=now, **fields)
    return published(drafts.write(kept, by=employer, fields={"answers": answers}), now=now)


def qualification(
    author: User, *, now: datetime | None = None, words: str = "What is two and two?", **fields: Any
) -> Qualification:
    """A published test of three questions, two with options and one to type; two of them right is not enough."""
    now = now or timezone.now()
    made = qualifications.draft(author, title=fields.pop("title", "English reading"), now=now)
    qualifications.write(made, by=author, fields={"pass_percent": 80, **fields})
    asked = [
        Asked(words, ["four"], ["three", "four"], explanation="Count on your fingers."),
        Asked("Which is a fruit?", ["apple"], ["stone", "apple"]),
        Asked("What is the capital of France?", ["Paris", "Paname"]),
    ]
    for position, one in enumerate(asked, start=1):
        qualifications.ask(made, one, by=author, position=position)
    qualifications.publish(made, by=author, now=now)
    made.refresh_from_db()
    return made


def ticket(person: User, *, topic: str = "payout", words: str = "", now: datetime | None = None) -> Ticket:
    """Support is asked something, each time in other words: the same at once would be the same ticket."""
    words = words or "My payout did not arrive." + " Again." * Ticket.objects.of(person).count()
    return tickets.open_ticket(person, topic=topic, words=words, about=None, now=now or timezone.now())


RIGHT = ("four", "apple", " paris.")


def attempt(
    test: Qualification, worker: User, *said: str, now: datetime | None = None, took: timedelta = timedelta()
) -> Attempt:
    """Taken and handed in with these replies, in the order of the questions."""
    now = now or timezone.now()
    begun = attempts.start(test, by=worker, now=now)
    for question, text in zip(test.questions.order_by("position"), said, strict=False):
        attempts.reply(begun, question, text=text, by=worker, now=now)
    return attempts.hand_in(begun, by=worker, now=now + took)


def picture(width: int = 400, height: int = 300, *, kind: str = "PNG", name: str = "shot.png") -> SimpleUploadedFile:
    """A real picture as a browser would send it."""
    image = Image.new("RGB", (width, height), "#f4f1ea")
    ImageDraw.Draw(image).text((20, 20), "A screenshot", fill="#222")
    body = BytesIO()
    image.save(body, kind)
    return SimpleUploadedFile(name, body.getvalue(), content_type=f"image/{kind.lower()}")


def claim(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    return claims.claim(task, by=worker, now=now or timezone.now())


def given_back(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    """Claimed and given back: the slot is the next worker's."""
    now = now or timezone.now()
    held = claim(task, worker, now=now)
    claims.give_back(held, by=worker, now=now)
    return held


def submission(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    """Claimed and handed in, with every proof the task asks for."""
    now = now or timezone.now()
    return handed_in(claims.claim(task, by=worker, now=now), worker, now=now)


def handed_in(held: Submission, worker: User, *, now: datetime | None = None) -> Submission:
    """A claim with every proof its task asks for, handed in."""
    now = now or timezone.now()
    fields = list(held.task.proof_fields.all())
    words = {"text": "I saw a page with a picture and a form.", "url": "https://example.org/page"}
    texts = {proofs.field_key(field): words[field.kind] for field in fields if field.kind in words}
    pictures = {proofs.field_key(field): picture() for field in fields if field.kind == "screenshot"}
    errors = proofs.keep(held, by=worker, texts=texts, files=pictures, now=now)
    assert not errors, errors
    return proofs.deliver(held, by=worker, now=now)


def approved(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    now = now or timezone.now()
    return approve(submission(task, worker, now=now), now=now)


def approve(done: Submission, *, now: datetime | None = None) -> Submission:
    """By its employer."""
    review.approve(done, by=done.task.employer, now=now or timezone.now())
    done.refresh_from_db()
    return done


def minute_over() -> int:
    """The time to undo is over: verdicts given by press are carried out."""
    return verdicts.carry_out_due(now=timezone.now() + timedelta(seconds=settings.RULES.undo_seconds))


def rejected(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    now = now or timezone.now()
    done = submission(task, worker, now=now)
    return review.reject(done, by=task.employer, reason=Reason.WRONG_RESULT, step=2, comment=COMMENT, now=now)


def screened_out(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    """Handed in by somebody who does not qualify, and paid for finding out; the task must have said what."""
    now = now or timezone.now()
    return screen_out(submission(task, worker, now=now), by=task.employer, comment=UNFIT, now=now)


def screen_out(done: Submission, *, by: User, comment: str, now: datetime) -> Submission:
    """That its worker does not qualify, said and carried out."""
    verdicts.screen_out(done, by=by, comment=comment, now=now)
    verdicts.carry_out_due(now=now + timedelta(seconds=settings.RULES.undo_seconds))
    return fresh(done)  # type: ignore[no-any-return]


def asked_to_change(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    """Handed in, and the employer asks for a change."""
    now = now or timezone.now()
    done = submission(task, worker, now=now)
    return revising.ask(done, by=task.employer, reason=Reason.INCOMPLETE, step=2, comment=COMMENT, now=now)


def confirmed(task: Task, worker: User, *, now: datetime | None = None) -> Submission:
    """Rejected, and not disputed in time: it counts."""
    now = now or timezone.now()
    done = rejected(task, worker, now=now)
    review.confirm_uncontested(now=now + timedelta(days=settings.RULES.dispute_days))
    return fresh(done)  # type: ignore[no-any-return]


def judged(worker: User, employer: User, outcomes: str, *, now: datetime | None = None) -> list[int]:
    """Verdicts that count, in this order: "+" for approved and "-" for rejected; the keys of what they are about."""
    now = now or timezone.now()
    last = Verdict.objects.filter(submission_id__gt=NO_SUBMISSION).count() + NO_SUBMISSION
    keys = range(last + 1, last + 1 + len(outcomes))
    for number, outcome in zip(keys, outcomes, strict=True):
        one = levels.Judged(number, worker.pk, employer.pk, outcome == "+", f"Task {number}", f"/submissions/{number}/")
        levels.record_verdicts([one], now=now)
    return list(keys)


def grounds(words: str = REASON, *, rule: int = 4) -> standing.Grounds:
    """What a sanction rests on: proofs that are not real."""
    return standing.Grounds(rule, words)


def suspended(person: User, by: User, *, days: float = 30, now: datetime | None = None) -> User:
    """The person, suspended for proofs that are not real."""
    now = now or timezone.now()
    standing.suspend(person, grounds(), until=now + timedelta(days=days), by=by, now=now)
    return fresh(person)  # type: ignore[no-any-return]


def banned(person: User, by: User, second: User, *, now: datetime | None = None) -> User:
    """The person, banned by these two, with a third of the staff there to decide an appeal."""
    now = now or timezone.now()
    judge()
    standing.agree(standing.propose_ban(person, grounds(), by=by, now=now), by=second, now=now)
    return fresh(person)  # type: ignore[no-any-return]


def judge() -> User:
    """Who of the staff had no part in anything yet."""
    return User.objects.filter(email="judy@example.org").first() or person("judy", staff=True)


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)
