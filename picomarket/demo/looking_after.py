"""What the demo market's staff looks at: drafts that wait or were declined, and what people reported."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from accounts import keeping, staff_log
from accounts.models import User
from tasks import drafts, moderation, person_reports, publishing, reports
from tasks.models import Look, Task

from .offers import Offer
from .town import Employer, OnOffer, Town, Worker

CODES = (
    "Open our shop and make an account with an e-mail address you can drop.",
    "Sign out and ask for a one-time code to sign in again.",
    "Say how many seconds it took to arrive. Keep the code to yourself.",
)
PRAISE = (
    "Open our product page and read it to the end.",
    "Write a positive comment below the product.",
    "Say here what you would change on the page.",
)
SEVERAL = ("unclear", "different", "unclear")
REASON = "The second step asks for praise that others take for a free opinion."
COPIED = "Three texts I got from this person stand word for word on other sites."
PROFILE = "The words on this page advertise a shop, and say nothing of the person."
PROFILE_STANDS = "A shop may be named on one's page, as long as nothing is asked of anybody."
FIX = "Leave out the second step. What people think of the page they can say here, as a proof."


def plan(town: Town, ann: Employer, like: Offer, ben: Worker) -> None:
    """Each thing at its time, so that it is there however small the market is."""
    town.agenda.at(town.ago(hours=3), partial(_send, ann, like, "Say how fast a sign-in code arrives", CODES))
    town.agenda.at(town.ago(days=1, hours=2), partial(_have_declined, town, ann, like))
    town.agenda.at(town.ago(days=6), partial(_have_cleared, town, ben))
    town.agenda.at(town.ago(hours=8), partial(_have_held, town))
    town.agenda.at(town.ago(hours=5), partial(_report_newest, town))
    town.agenda.at(town.ago(hours=7), partial(_report_people, town, ann))
    town.agenda.at(town.ago(minutes=3), partial(_take_oldest, town))


def _send(ann: Employer, like: Offer, title: str, steps: tuple[str, ...], now: datetime) -> Task:
    """A draft with words that somebody has to look at."""
    draft = drafts.start(ann.user, now=now - timedelta(minutes=12))
    fields = like.fields() | {"title": title, "steps": list(steps), "slots": 20}
    drafts.write(draft, by=ann.user, fields=fields, proofs=like.blueprint.proofs[:1])
    return publishing.publish(draft, by=ann.user, now=now)


def _have_declined(town: Town, ann: Employer, like: Offer, now: datetime) -> None:
    look = _send(ann, like, "Say what you think of a product page", PRAISE, now).looks.get()
    town.agenda.at(now + timedelta(hours=3), partial(_decline, town, ann, look))


def _decline(town: Town, ann: Employer, look: Look, now: datetime) -> None:
    moderation.decline(look, reason=REASON, fix=FIX, by=town.staff, now=now)
    staff_log.write(by=town.staff, about=ann.user, what="Not published", reason=REASON, of=look, now=now)


def _take_oldest(town: Town, now: datetime) -> None:
    """The second of the staff has just taken the look that waits longest."""
    if look := Look.objects.open().order_by("asked_at").first():
        keeping.take(look, by=town.second, now=now)


def _have_cleared(town: Town, ben: Worker, now: datetime) -> None:
    """Ben asked in good faith, and the task went on."""
    if task := _reportable(town, ben.user):
        words = "The link in the first step opened an empty page for me."
        look = reports.report(task, by=ben.user, reason="broken", words=words, now=now).look
        town.agenda.at(now + timedelta(hours=9), lambda at: moderation.clear(look, fair=True, by=town.staff, now=at))


def _have_held(town: Town, now: datetime) -> None:
    """Enough people opened it, and enough of them reported it."""
    rules = settings.RULES
    tried = User.objects.filter(pk__in=[worker.user.pk for worker in town.workers], approved__gte=rules.report_tried)
    several = list(tried.order_by("pk")[: rules.report_hold])
    if task := _reportable(town, *several):
        for person in User.objects.order_by("pk"):
            reports.note_seen(task, person)
        for number, person in enumerate(several):
            at = now + timedelta(minutes=9 * number)
            reports.report(task, by=person, reason=SEVERAL[number % len(SEVERAL)], now=at)


def _report_newest(town: Town, now: datetime) -> None:
    """Two workers say the same of one task, too few to hold it."""
    first, second = (worker.user for worker in town.workers[-2:])
    if task := _reportable(town, first, second):
        reports.report(task, by=first, reason="different", words="It asks for a third page at the end.", now=now)
        reports.report(task, by=second, reason="pay", now=now + timedelta(minutes=20))


def _report_people(town: Town, ann: Employer, now: datetime) -> None:
    """One report of a person waits, another is decided."""
    first, second, third = (worker.user for worker in town.workers[-3:])
    person_reports.report(second, by=ann.user, reason="fraud", words=COPIED, now=now)
    case = person_reports.report(first, by=third, reason="profile", words=PROFILE, now=now)
    decide = partial(person_reports.decide, case, state="closed", reason=PROFILE_STANDS, by=town.staff)
    town.agenda.at(now + timedelta(hours=2), lambda at: decide(now=at))


def _reportable(town: Town, *people: User) -> Task | None:
    def fits(on_offer: OnOffer) -> bool:
        on_offer.task.refresh_from_db()
        return all(reports.can_report(on_offer.task, person) for person in people)

    return next((on_offer.task for on_offer in reversed(town.open) if fits(on_offer)), None)
