"""What workers of the demo market do: claim, work, hand in, now and then give up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from picomarket.lib.refusals import Refused
from submissions import claims, proofs, review
from submissions.models import Submission
from tasks.models import ProofField

from . import pictures
from .offers import Offer
from .town import DAYS, Handed, OnOffer, Town, Worker, suits

# Submissions in one sitting, for those who do many and for the others.
LONG_SITTING, SHORT_SITTING = (3, 6), (1, 3)
LOOKED_AT = 8


def plan(town: Town, worker: Worker, *, until: datetime) -> None:
    """Sittings spread over the days from joining to ``until``, a few more than the volume needs."""
    first = max(town.start, worker.joined) + timedelta(hours=20)
    is_long = worker.volume > DAYS
    sittings = DAYS if is_long else worker.volume // 2 + 5
    for number in range(sittings):
        share = (number + town.chance.uniform(0.1, 0.8)) / sittings
        when = first + (until - first) * share
        if when > first:
            town.agenda.at(
                when,
                partial(_sit_down, town, worker, town.chance.randint(*(LONG_SITTING if is_long else SHORT_SITTING))),
            )


def _sit_down(town: Town, worker: Worker, left: int, now: datetime) -> None:
    if left <= 0 or worker.handed >= worker.volume:
        return
    if worker.handed >= settings.RULES.advanced_approved and left % 2:
        worker.user.refresh_from_db(fields=["level"])
    on_offer = _pick(town, worker)
    if on_offer is not None:
        take(town, worker, on_offer, now, afterwards=partial(_sit_down, town, worker, left - 1))


def _pick(town: Town, worker: Worker) -> OnOffer | None:
    """The most attractive of a few open tasks, or the first of all that suits."""
    chance = town.chance
    seen = chance.choices(town.open, k=LOOKED_AT) if town.open else []
    suiting = [one for one in seen if suits(one, worker)]
    if suiting:
        return max(suiting, key=lambda one: (worker.prefers or _pulling)(one.offer))
    return next((one for one in chance.sample(town.open, len(town.open)) if suits(one, worker)), None)


def _pulling(offer: Offer) -> float:
    return offer.pull


def take(
    town: Town,
    worker: Worker,
    on_offer: OnOffer,
    now: datetime,
    *,
    afterwards: Callable[[datetime], object] | None = None,
) -> None:
    """Claim a slot now and mostly hand it in some minutes later, then go on with what comes ``afterwards``."""
    try:
        submission = claims.claim(on_offer.task, by=worker.user, now=now)
    except Refused:
        _forget(town, on_offer)
        return
    worker.did.add(on_offer.task.pk)
    minutes = on_offer.offer.blueprint.minutes * town.chance.uniform(0.6, 1.6)
    done = min(now + timedelta(minutes=minutes), submission.claim_until - timedelta(seconds=30))
    fate = town.next_of("claimed")
    if fate % 37 == 19:
        town.agenda.at(done, lambda at: claims.give_back(submission, by=worker.user, now=at))
    elif fate % 41 == 23:
        let_expire(town, submission)
    else:
        town.agenda.at(done, partial(hand_in, town, worker, on_offer, submission))
    if afterwards:
        town.agenda.at(town.later(done, 0.02, 0.2), afterwards)


def let_expire(town: Town, submission: Submission) -> None:
    over = submission.grace_until + timedelta(seconds=11)
    town.agenda.at(over, lambda now: claims.expire_due(now=now))


def _forget(town: Town, on_offer: OnOffer) -> None:
    """A full task is not looked at again."""
    on_offer.task.refresh_from_db()
    if not on_offer.task.is_open and on_offer in town.open:
        town.open.remove(on_offer)


def hand_in(town: Town, worker: Worker, on_offer: OnOffer, submission: Submission, now: datetime) -> Handed:
    """Keep every proof the task asks for and hand it in; it lies on the employer's desk then."""
    fields, pick = on_offer.fields, partial(_said, town, on_offer, now)
    texts = {proofs.field_key(field): pick(field) for field in fields if field.kind not in ProofField.SENT}
    proofs.keep(submission, by=worker.user, texts=texts, files=shots(town, worker, on_offer, now), now=now)
    delivered = proofs.deliver(submission, by=worker.user, now=now)
    worker.handed += 1
    is_good = town.chance.random() < worker.quality
    handed = Handed(delivered, worker, on_offer, is_good)
    on_offer.employer.desk.append(handed)
    if delivered.review_until and on_offer.employer.every > on_offer.offer.review_days:
        over = delivered.review_until + timedelta(seconds=25)
        town.agenda.at(over, lambda at: review.approve_unreviewed(now=at))
    return handed


def shots(town: Town, worker: Worker, on_offer: OnOffer, now: datetime) -> dict[str, list[SimpleUploadedFile]]:
    """The screenshots a task asks for, by field key."""
    looks, title = on_offer.offer.blueprint.looks, on_offer.offer.title
    note = f"{worker.user.public_name} · {now:%d %b %H:%M}"
    return {
        proofs.field_key(field): [
            pictures.screenshot(looks, title=title, note=note, chance=town.chance) for _ in range(field.most)
        ]
        for field in on_offer.fields
        if field.kind == ProofField.Kind.SCREENSHOT
    }


def _said(town: Town, on_offer: OnOffer, now: datetime, field: ProofField) -> str:
    """What this worker writes for one proof: an address or one of the answers this kind of task gets."""
    blueprint, chance = on_offer.offer.blueprint, town.chance
    if field.kind == ProofField.Kind.URL:
        return f"{chance.choice(blueprint.pages)}{chance.randrange(36**7):x}"
    if field.kind == ProofField.Kind.CHOICE:
        return chance.choice(field.options)
    if field.kind == ProofField.Kind.CHALLENGE:
        return field.answers[0]
    if field.kind == ProofField.Kind.NUMBER:
        return str(chance.randint(int(field.lowest or 0), int(field.highest or 9) // 4))
    fitting = [answer for answer in blueprint.answers if len(answer) >= field.least]
    said = on_offer.offer.fill(chance.choice(fitting))
    # No two people write the same by themselves.
    return f"{said} Done at {now:%H:%M}." if field.kind == ProofField.Kind.TEXT else said
