"""What holds against people in the demo market: one is suspended and appeals, one is frozen, one has a strike."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from accounts import appeals, freezes, identities, items, standing, verifiers
from accounts.models import Sanction, User
from picomarket.lib.money import CENT, Money
from submissions import claims, proofs, review
from submissions.models import Submission
from tasks import publishing
from tasks.models import Task
from wallet.commission import price_of

from . import arguing, batches, faces, hiring, people
from .pictures import screenshot
from .town import Employer, Town, Worker

REWARD, ROWS, HASTY, OF_THESE_GOOD, COPIED = Money(15 * CENT), 24, 20, 14, 3
COST = price_of(REWARD).cost * ROWS
COMMENT = "The number belongs to the shop next door, as its own page says."
SAME = "All three numbers are one that stands on none of the pages. The same number was handed in from another account."
APPEAL = "I copied the number of the chain, which all three shops name on their pages. I have no other account."
OUTSIDE = "In the steps of a task you asked workers to write to you, so that you pay them elsewhere."
SHARED = "On two days somebody else worked in your account while you were signed in. Each person needs their own."
ALONE = "That was my brother, who helped me with a form. He has his own account now."
CARDS, CARD = 11, (("page", "Identity card of {name}, born {born}"), ("phone", "{name} with the card"))
GRAVE = "Six deposits by cards that were not theirs, each taken back within a week, and nothing else in this account."


def scenes(town: Town, ben: Worker) -> None:
    joined = town.ago(days=30)
    lark, otto, ida, zed = (
        people.join(face, email=f"{face.name.lower().replace(' ', '.')}@people.example", joined=joined)
        for face in (faces.LARK, faces.OTTO, faces.IDA, faces.ZED)
    )
    employer = Employer(lark, every=1, hour=9)
    hasty, copier = (Worker(user, volume=0, quality=0.5, joined=joined) for user in (ida, otto))
    hiring.pay_in(town, employer, COST, arrives=town.ago(days=11))
    town.agenda.at(town.ago(days=10), partial(_post, town, employer, hasty, copier))
    ban = standing.Grounds(10, GRAVE)
    town.agenda.at(town.ago(hours=9), lambda now: standing.propose_ban(zed, ban, by=town.staff, now=now))
    town.agenda.at(town.ago(days=6), partial(_warn, town, ben))
    if verifiers.by_hand():
        town.agenda.at(town.ago(hours=20), partial(_show_who, ida))


def _show_who(person: User, now: datetime) -> None:
    """A card and a face, both drawn."""
    chance = Random(CARDS)  # noqa: S311 - repeatable on purpose
    said = {"name": person.public_name, "born": f"{person.birth_date:%Y-%m-%d}"}
    drawn = [
        screenshot(looks, title=title.format(**said), note="Drawn for the demo", chance=chance) for looks, title in CARD
    ]
    identities.send(person, files=drawn, now=now)


def _post(town: Town, employer: Employer, hasty: Worker, copier: Worker, now: datetime) -> None:
    shops = [f"Market stall {number},Porto,https://stalls.example/{number}" for number in range(1, ROWS + 1)]
    title, file = "Copy the telephone number of {{shop}}, {{town}}", "\n".join(["shop,town,page", *shops])
    draft = batches.draft(employer, file, now, title=title, reward=REWARD)
    task = publishing.publish(draft, by=employer.user, now=now)
    doers = [copier] * COPIED + [hasty] * HASTY
    for number, worker in enumerate(doers):
        town.agenda.at(town.ago(days=9, hours=-number), partial(_do, task, worker))
    town.agenda.at(town.ago(days=7, hours=5), partial(_judge, town, employer, task, hasty))
    town.agenda.at(town.ago(days=2), partial(_suspend, town, copier))
    town.agenda.at(town.ago(days=3), partial(_strike, town, employer, task))


def _do(task: Task, worker: Worker, now: datetime) -> None:
    held = claims.claim(task, by=worker.user, now=now)
    proofs.keep(held, by=worker.user, texts={"proof-1": "+351 22 555 0100"}, files={}, now=now)
    proofs.deliver(held, by=worker.user, now=now)


def _judge(town: Town, employer: Employer, task: Task, hasty: Worker, now: datetime) -> None:
    """Enough is rejected that the work of who did it is frozen once the rejections are final."""
    done = list(Submission.objects.to_review().filter(task=task, worker=hasty.user).order_by("pk"))
    review.approve_many([one.pk for one in done[:OF_THESE_GOOD]], by=employer.user, now=now)
    for one in done[OF_THESE_GOOD:]:
        review.reject(one, by=employer.user, reason="wrong_result", step=2, comment=COMMENT, now=now, signed=True)
    arguing.let_stand(town, now)
    town.agenda.at(town.ago(hours=4), lambda at: freezes.look_due(now=at))


def _suspend(town: Town, copier: Worker, now: datetime) -> None:
    """Tess decides, so the appeal is Sam's to decide."""
    about = Submission.objects.filter(worker=copier.user).order_by("pk").values_list("public_id", flat=True)
    because = standing.Grounds(4, SAME, items.find(about, person=copier.user))
    until = now + timedelta(days=14)
    given = standing.suspend(copier.user, because, until=until, by=town.second, now=now)
    appeal = partial(appeals.appeal, given, words=APPEAL, by=copier.user)
    town.agenda.at(town.ago(days=1), lambda at: appeal(now=at))


def _strike(town: Town, employer: Employer, task: Task, now: datetime) -> None:
    because = standing.Grounds(7, OUTSIDE, items.find([task.public_id], person=employer.user))
    standing.strike(employer.user, because, role=Sanction.Role.EMPLOYER, by=town.staff, now=now)


def _warn(town: Town, ben: Worker, now: datetime) -> None:
    """Ben reads it and answers."""
    because = standing.Grounds(1, SHARED)
    given = standing.warn(ben.user, because, role=Sanction.Role.WORKER, by=town.staff, now=now)
    appeals.answer(given, words=ALONE, by=ben.user, now=now + timedelta(hours=7))
