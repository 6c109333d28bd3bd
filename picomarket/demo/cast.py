"""Ann, Ben and Sam, whom visitors sign in as, and the scenes that are always there for them to find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.contrib.auth.models import Group

from accounts import access, roles, staff_log
from accounts.models import Level, User
from picomarket.lib.money import CENT, Money
from referrals import rewards
from submissions import claims, proofs, review
from submissions.models import Reason, Submission
from tasks import drafts
from tasks.models import Category
from wallet import adjustments, deposits, methods, rails

from . import (
    arguing,
    batches,
    changing,
    copying,
    faces,
    floors,
    hiring,
    jurors,
    looking_after,
    people,
    posting,
    screening,
    vouching,
    words,
    working,
)
from .offers import Offer, Places
from .sign_ins import DEMO_SIGN_INS, SignIn
from .town import Employer, Handed, OnOffer, Town, Worker
from .work import knowing, looking, sorting, speaking, trying_out
from .work.blueprint import Blueprint

ANN_SIGNS_IN, BEN_SIGNS_IN, SAM_SIGNS_IN, TESS_SIGNS_IN, UMA_SIGNS_IN, FAY_SIGNS_IN = DEMO_SIGN_INS
HandIn = Callable[[Town, Worker, OnOffer, Submission, datetime], Handed]
# Two short of advanced.
BEN_VOLUME = 23
UMA_JOINS = "You look at tasks and reports, and decide appeals of what we decided."
FAY_JOINS = "You look after the money: payouts, batches, deposits and what is put right."
# Ann's purse after all is paid for, about.
ANN_KEEPS = Money(140 * 100 * CENT)


def _join(sign_in: SignIn, face: faces.Face, joined: datetime, *, is_staff: bool = False) -> User:
    email, password = sign_in.email, sign_in.password
    return people.join(face, email=email, password=password, joined=joined, is_staff=is_staff)


def sam(joined: datetime) -> User:
    """Staff who may open the admin, confirm deposits and decide disputes."""
    return _join(SAM_SIGNS_IN, faces.SAM, joined, is_staff=True)


def tess(joined: datetime) -> User:
    """The second of the staff: large sums need two."""
    return _join(TESS_SIGNS_IN, faces.TESS, joined, is_staff=True)


def uma(town: Town) -> User:
    """A moderator, by a role: a ban takes two, and somebody must be left to decide its appeal."""
    return _with_role(town, _join(UMA_SIGNS_IN, faces.UMA, town.start), roles.MODERATOR, UMA_JOINS)


def fay(town: Town) -> User:
    """Whoever looks after the money, by a role: she moves none alone that needs two."""
    return _with_role(town, _join(FAY_SIGNS_IN, faces.FAY, town.start), roles.FINANCE, FAY_JOINS)


def _with_role(town: Town, user: User, role: str, reason: str) -> User:
    groups = [Group.objects.get(name=role)]
    access.change(user, is_staff=True, groups=groups, reason=reason, by=town.staff, now=town.start)
    return user


def ben(town: Town) -> Worker:
    """A starter close to advanced with enough earned for a payout, who brought two others."""
    joined = town.start - timedelta(days=3)
    user = _join(BEN_SIGNS_IN, faces.BEN, joined)
    worker = Worker(user, volume=BEN_VOLUME, quality=1.0, joined=joined, prefers=people.well_paid)
    working.plan(town, worker, until=town.ago(days=8))
    for brought in town.workers[1:3]:
        rewards.attribute(brought.user, referrer=user, now=brought.joined)
    if rails.find("demo_bank"):
        methods.choose(user, rail="demo_bank", destination="1234 5678", by=user, now=joined)
    return worker


def ann(town: Town) -> Employer:
    """An employer with money to spend."""
    user = _join(ANN_SIGNS_IN, faces.ANN, town.start - timedelta(days=5))
    return Employer(user, every=1, hour=9)


class AnnsTasks:
    """Ann's tasks, kept out of the others' choice: who works on them when is written in the scenes."""

    def __init__(self, town: Town, employer: Employer) -> None:
        self.employer = employer
        self.calls = _offer(trying_out.BLUEPRINTS[4], 0, 24, 30, 7)
        self.labels = _offer(looking.BLUEPRINTS[0], 1, 18, 40, 7)
        self.cards = _offer(sorting.BLUEPRINTS[0], 2, 22, 25, 3)
        self.covers = _offer(speaking.BLUEPRINTS[5], 3, 60, 3, 2)
        self.facts = _offer(knowing.BLUEPRINTS[0], 0, 45, 20, 3)
        self.walk = _offer(looking.BLUEPRINTS[4], 4, 55, 15, 3)
        self.spoken = _offer(speaking.BLUEPRINTS[0], 3, 120, 12, 3)
        self.all = (self.calls, self.labels, self.cards, self.covers, self.facts, self.walk)
        self.posted: dict[str, OnOffer] = {}
        ages = (6.0, 3.0, 26.0, 24.0, 20.0, 11.0)
        for offer, age in zip(self.all, ages, strict=True):
            town.agenda.at(town.ago(days=age), partial(self._post, town, offer))

    def _post(self, town: Town, offer: Offer, now: datetime) -> None:
        self.posted[offer.title] = hiring.post(town, self.employer, offer, now)

    def __getitem__(self, offer: Offer) -> OnOffer:
        return self.posted[offer.title]


def _offer(blueprint: Blueprint, subject: int, cents: int, slots: int, review_days: int) -> Offer:
    return Offer(
        blueprint=blueprint,
        about=blueprint.subjects[subject],
        category=Category.objects.get(slug=blueprint.category),
        batch=1,
        reward=Money(cents * CENT),
        slots=slots,
        places=Places(),
        level=Level.STARTER,
        review_days=review_days,
        pull=0,
    )


def scenes(town: Town, ann: Employer, ben: Worker) -> None:
    """Everything that must be there however small the market is, each at its time."""
    tasks = AnnsTasks(town, ann)
    _papers(town, ann, tasks)
    _old_verdicts(town, tasks, town.actors)
    _disputes(town, tasks, town.actors)
    _waiting(town, tasks, town.actors)
    _bens_week(town, tasks, ben)
    posting.lead(town, ann, walk=tasks.walk, labels=tasks.labels, spoken=tasks.spoken)
    batches.scenes(town, ann)
    vouching.scenes(town, ann, ben)
    floors.scenes(town, ann)
    screening.scenes(town, ann)
    jurors.scenes(town, ann)
    looking_after.plan(town, ann, tasks.labels, ben)
    town.agenda.at(town.ago(days=2), lambda now: _give_credit(town, ann, now))
    town.agenda.at(town.ago(hours=5), lambda now: _propose_goodwill(town, ben, now))
    town.agenda.at(town.ago(days=9), lambda now: hiring.stop(town, tasks[tasks.facts], now))
    town.agenda.at(town.ago(days=2), lambda now: hiring.pause(town, tasks[tasks.walk], now))


def _papers(town: Town, ann: Employer, tasks: AnnsTasks) -> None:
    """Ann's deposits, her draft and one she put away; and a deposit of somebody else's that never arrived."""
    scenes = batches.COST + vouching.COST + floors.COST + screening.COST
    paid_ahead = hiring.cost_of((*tasks.all, tasks.spoken)) + scenes + ANN_KEEPS
    hiring.pay_in(town, ann, paid_ahead, arrives=town.ago(days=27))
    start = partial(deposits.start, amount=Money(100 * 100 * CENT), rail=hiring.RAIL)
    town.agenda.at(town.ago(days=33), lambda now: start(town.employers[0].user, now=now))
    town.agenda.at(town.ago(days=18), lambda now: deposits.chase(now=now))
    town.agenda.at(town.ago(hours=3), lambda now: start(ann.user, now=now))
    town.agenda.at(town.ago(hours=20), partial(_write_draft, ann, tasks.labels, "Draw boxes around shop signs"))
    town.agenda.at(town.ago(days=14), partial(_throw_away, ann, tasks.cards))


def _give_credit(town: Town, ann: Employer, now: datetime) -> None:
    """Promo credit that Sam proposed and Tess approved."""
    reason = "For trying the new proofs first."
    amount = Money(500 * CENT)
    given = adjustments.propose(ann.user, kind="promo", amount=amount, reason=reason, by=town.staff, now=now)
    adjustments.approve(given, by=town.second, now=now + timedelta(minutes=40))


def _propose_goodwill(town: Town, ben: Worker, now: datetime) -> None:
    """Goodwill that waits for a second person."""
    reason = "A task was broken when you had done half of it."
    amount = Money(75 * CENT)
    row = adjustments.propose(ben.user, kind="goodwill", amount=amount, reason=reason, by=town.staff, now=now)
    staff_log.write(by=town.staff, about=ben.user, what="Proposed", reason=reason, of=row, now=now)


def _write_draft(ann: Employer, like: Offer, title: str, now: datetime) -> None:
    fields = {"title": title, "category": like.category, "steps": like.fields()["steps"]}
    drafts.write(drafts.start(ann.user, now=now), by=ann.user, fields=fields, proofs=like.blueprint.proofs[:1])


def _throw_away(ann: Employer, like: Offer, now: datetime) -> None:
    draft = drafts.start(ann.user, now=now)
    drafts.write(draft, by=ann.user, fields={"title": like.title})
    drafts.discard(draft, by=ann.user, now=now + timedelta(minutes=9))


def _old_verdicts(town: Town, tasks: AnnsTasks, actors: list[Worker]) -> None:
    """A task whose every slot is paid, work on the one that is stopped, a claim given back and one that expired."""
    for number, worker in enumerate(actors[:3]):
        _done(town, tasks, tasks.covers, worker, town.ago(days=22 - number), approved_after=20)
    for number, worker in enumerate(actors[3:7]):
        _done(town, tasks, tasks.facts, worker, town.ago(days=17 - number), approved_after=30)
    town.agenda.at(town.ago(days=5), partial(_give_up, town, tasks, actors[7]))
    town.agenda.at(town.ago(days=4), partial(_run_out, town, tasks, actors[8]))


def _done(town: Town, tasks: AnnsTasks, offer: Offer, worker: Worker, at: datetime, *, approved_after: float) -> None:
    def approve(now: datetime) -> None:
        keys = [one.submission.pk for one in tasks.employer.desk if one.worker is worker]
        tasks.employer.desk = [one for one in tasks.employer.desk if one.worker is not worker]
        review.approve_many(keys, by=tasks.employer.user, now=now)

    town.agenda.at(at, partial(_work, town, tasks, offer, worker))
    town.agenda.at(at + timedelta(hours=approved_after), approve)


def _work(
    town: Town, tasks: AnnsTasks, offer: Offer, worker: Worker, now: datetime, *, hand_in: HandIn = working.hand_in
) -> None:
    """Claim now and hand in some minutes later."""
    on_offer = tasks[offer]
    submission = claims.claim(on_offer.task, by=worker.user, now=now)
    worker.did.add(on_offer.task.pk)
    done = now + timedelta(minutes=on_offer.offer.blueprint.minutes * town.chance.uniform(0.6, 1.5))
    town.agenda.at(done, lambda at: hand_in(town, worker, on_offer, submission, at))


def _give_up(town: Town, tasks: AnnsTasks, worker: Worker, now: datetime) -> None:
    submission = claims.claim(tasks[tasks.calls].task, by=worker.user, now=now)
    town.agenda.at(now + timedelta(minutes=4), lambda at: claims.give_back(submission, by=worker.user, now=at))


def _run_out(town: Town, tasks: AnnsTasks, worker: Worker, now: datetime) -> None:
    working.let_expire(town, claims.claim(tasks[tasks.calls].task, by=worker.user, now=now))


def _disputes(town: Town, tasks: AnnsTasks, actors: list[Worker]) -> None:
    """Rejections of every end: upheld, dismissed, agreed, never contested, decided in the middle, agreed on a half; one
    that is appealed now, one that Ann can appeal, and one in which support is asked now."""
    for number, end in enumerate(("upheld", "dismissed", "agreed", "", "in half", "half agreed")):
        at = town.ago(days=23 - number)
        town.agenda.at(at, partial(_work, town, tasks, tasks.cards, actors[number]))
        town.agenda.at(at + timedelta(hours=15), partial(_reject, town, tasks, actors[number], end))
    lately = (
        (tasks.cards, 6, 190, "appealed"),
        (tasks.cards, 7, 200, "upheld"),
        (tasks.calls, 5, 60, "upheld"),
    )
    for offer, number, hours, end in lately:
        at = town.ago(hours=hours)
        town.agenda.at(at, partial(_work, town, tasks, offer, actors[number]))
        town.agenda.at(at + timedelta(hours=12), partial(_reject, town, tasks, actors[number], end))


def _reject(town: Town, tasks: AnnsTasks, worker: Worker, end: str, now: datetime) -> None:
    """Ann rejects what this worker handed in; ``end`` says how their dispute is to end, or that there is none."""
    handed = _from_desk(tasks, worker)
    comment = words.STORIES[Reason.WRONG_RESULT].comment
    by = tasks.employer.user
    # Support has seen it, however much Ann rejected before.
    review.reject(handed.submission, by=by, reason=Reason.WRONG_RESULT, step=2, comment=comment, now=now, signed=True)
    if end:
        town.agenda.at(now + timedelta(hours=26), partial(arguing.contest, town, handed, end))
    else:
        arguing.let_stand(town, now)


def _from_desk(tasks: AnnsTasks, worker: Worker) -> Handed:
    handed = next(one for one in tasks.employer.desk if one.worker is worker)
    tasks.employer.desk.remove(handed)
    return handed


def _waiting(town: Town, tasks: AnnsTasks, actors: list[Worker]) -> None:
    """Nobody has looked at these yet, and one is being worked on."""
    for number, worker in enumerate(actors[:5]):
        town.agenda.at(town.ago(hours=27 - 4 * number), partial(_work, town, tasks, tasks.calls, worker))
    for number, worker in enumerate(actors[3:7]):
        town.agenda.at(town.ago(hours=25 - 5 * number), partial(_work, town, tasks, tasks.labels, worker))
    for offer, at in ((tasks.calls, 9), (tasks.labels, 8)):
        copy = partial(_work, town, tasks, offer, actors[7], hand_in=copying.hand_in)
        town.agenda.at(town.ago(hours=at), copy)
    town.agenda.at(town.ago(minutes=2), partial(_work, town, tasks, tasks.labels, actors[8]))
    town.agenda.at(town.ago(hours=10), lambda now: _ask_for_change(town, tasks, actors[0], now, back=6))


def _bens_week(town: Town, tasks: AnnsTasks, ben: Worker) -> None:
    """One rejection Ben can dispute, a change that is asked of him, and a claim that runs."""
    town.agenda.at(town.ago(days=3), partial(_work, town, tasks, tasks.walk, ben))
    town.agenda.at(town.ago(hours=22), lambda now: _ask_for_change(town, tasks, ben, now))
    town.agenda.at(town.ago(hours=34), partial(_work, town, tasks, tasks.calls, ben))
    town.agenda.at(town.ago(hours=21), lambda now: _reject(town, tasks, ben, "", now))
    town.agenda.at(town.ago(minutes=1), partial(_begin, town, tasks, ben))


def _ask_for_change(town: Town, tasks: AnnsTasks, worker: Worker, now: datetime, *, back: float = 0) -> None:
    """Ann asks this worker for a change, which comes ``back`` after so many hours, if ever."""
    handed = _from_desk(tasks, worker)
    changing.wait_for(handed, now)
    if back:
        town.agenda.at(now + timedelta(hours=back), partial(changing.hand_in_again, town, handed))


def _begin(town: Town, tasks: AnnsTasks, ben: Worker, now: datetime) -> None:
    """Ben asked for more time at once, so that a visitor finds the claim running, and did the first half."""
    on_offer = tasks[tasks.labels]
    begun: Submission = claims.claim(on_offer.task, by=ben.user, now=now)
    claims.extend(begun, by=ben.user, now=now)
    shots = working.shots(town, ben, on_offer, now)
    proofs.keep(begun, by=ben.user, texts={}, files=shots, ticked=[1], now=now)
