"""What the demo's employers ask for and its workers do about it: of every kind of work, whenever it is lived."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from picomarket.demo import changing, working
from picomarket.demo.agenda import Agenda
from picomarket.demo.offers import Offer, plan
from picomarket.demo.town import Employer, OnOffer, Size, Town, Worker
from picomarket.demo.work import BLUEPRINTS
from submissions.models import Submission
from tests import make

NOW = timezone.now()
LATER = NOW + timedelta(minutes=30)


def on_offer(offer: Offer, employer: Employer) -> OnOffer:
    task = make.task(employer.user, proofs=list(offer.blueprint.proofs), now=NOW)
    return OnOffer(task, tuple(task.proof_fields.all()), offer, employer)


def test_a_change_can_be_made_in_every_kind_of_work(ann: User, sam: User) -> None:
    make.deposit(ann, "500")
    town = Town(NOW, Random(1), Agenda(NOW), sam, sam, Size.at(0))
    for number, offer in enumerate(plan(Random(1), len(BLUEPRINTS))):
        one, worker = on_offer(offer, Employer(ann, 1, 1)), Worker(make.person(f"worker{number}"), 9, 1, NOW)
        handed = working.hand_in(town, worker, one, make.claim(one.task, worker.user, now=NOW), NOW)

        changing.wait_for(handed, NOW)
        changing.hand_in_again(town, handed, LATER)

        again = one.employer.desk[-1].submission
        assert (again.state, again.submitted_at) == (Submission.State.SUBMITTED, LATER), offer.title
