"""Every table about people is given along when they ask for their data, or says here why it is not."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model
from django.utils import timezone

from accounts import appeals, households, items, leaderboards, places
from accounts.leaving import data_files, going
from accounts.models import Household, LeaderboardEntry, Travel, User
from disputes import cases, jury
from disputes.models import Juror
from inbox import choices
from inbox.models import DigestHour
from referrals import codes
from referrals.models import Code
from submissions import records
from submissions.models import WorkRecord
from tasks import questions
from tests import make
from threads import answering, writing
from threads.models import Message, Ticket

NOW = timezone.now()

OURS = ("accounts", "inbox", "wallet", "tasks", "submissions", "disputes", "referrals", "threads")
# What is about nobody who asks for their data, or stands there by another table.
DEEDS = "what one of the staff did; it is in the staff log"
COPY = "a mark of what stands in another table"
ELSEWHERE = {
    "accounts.KeptCase": "which of the staff has a case for some minutes",
    "accounts.RateLook": "that a rate is to be counted anew within a minute",
    "accounts.RuleChange": DEEDS,
    "tasks.Edition": DEEDS,
    "tasks.Look": DEEDS,
    "wallet.BatchApproval": DEEDS,
    "wallet.FundsRecord": DEEDS,
    "wallet.RailEvent": DEEDS,
    "submissions.BulkApproval": COPY,
    "submissions.Fingerprint": COPY,
    "submissions.GivenVerdict": "a verdict for the seconds in which it can be undone",
}


def about_people() -> list[type[Model]]:
    models = (model for model in apps.get_models() if model._meta.app_label in OURS)
    return [model for model in models if any(_is_person(field) for field in model._meta.fields)]


def _is_person(field: object) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is User


def modules(app: str) -> list[Path]:
    """Inbox knows nobody, so accounts speak for it."""
    root = Path(settings.BASE_DIR)
    own = root / "accounts" / "leaving"
    return sorted(own.glob("*.py")) if app in ("accounts", "inbox") else [root / app / "leaving.py"]


def names(app: str) -> set[str]:
    """The names used in what an app gives along and forgets; a name that is only imported is none."""
    trees = [ast.parse(path.read_text()) for path in modules(app)]
    return {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("model", about_people(), ids=lambda model: model._meta.label)
def test_a_table_about_people_is_known_to_its_leaving(model: type[Model]) -> None:
    known = model.__name__ in names(model._meta.app_label)

    assert known != (model._meta.label in ELSEWHERE)


def test_what_stands_elsewhere_is_about_people() -> None:
    assert ELSEWHERE.keys() <= {model._meta.label for model in about_people()}


@pytest.fixture
def rich(ann: User, ben: User, cleo: User) -> User:
    """Ben wrote to support and to Ann, lives with Cleo, is asked as a juror, and shows himself in many ways."""
    make.ticket(ben, words="My payout to Ben Okri did not arrive.")
    task = make.task(ann)
    writing.write(writing.about_task(task, ben), by=ben, words="Does it mean the whole page?", now=NOW)
    questions.ask(task, by=ben, words="May I do it on a telephone?", now=NOW)
    case = cases.open_case(make.rejected(make.task(ann), cleo), by=cleo, words="It was all there as asked.", now=NOW)
    jury.invite(case, workers=[ben], employers=[], now=NOW)
    households.declare(ben, public_id=cleo.public_id, words="My sister Cleo Okri", now=NOW)
    places.travel(ben, country="IN", days=3, now=NOW)
    leaderboards.join(ben, now=NOW)
    records.make(ben, said=[], now=NOW)
    codes.of(ben)
    choices.choose_hour(ben, hour=9)
    return make.fresh(ben)  # type: ignore[no-any-return]


def test_all_of_it_is_given_along(rich: User) -> None:
    found = {part.name: len(list(part.rows)) for part in data_files.parts_of(rich)}

    told = ("tickets", "tickets_said", "threads", "messages", "questions", "juries", "households", "travels")
    shown = ("leaderboard", "work_records", "referral_code", "digest_hour")
    assert {name: found[name] for name in (*told, *shown)} == dict.fromkeys((*told, *shown), 1)


def test_notes_of_support_are_not_given_along(rich: User, sam: User) -> None:
    answering.note(Ticket.objects.get(), by=sam, words="Looks like the same person as before.", now=NOW)

    (said,) = (part for part in data_files.parts_of(rich) if part.name == "tickets_said")
    assert len(list(said.rows)) == 1


def test_who_leaves_is_waited_for_no_more(rich: User) -> None:
    going.ask(rich, leaves_behind=True, now=NOW)

    assert going.go_due(now=NOW + timedelta(days=settings.RULES.leaving_days)) == 1

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.beginning, ticket.said.count()) == (Ticket.State.CLOSED, "", 0)
    assert Juror.objects.get().declined_at is not None
    assert WorkRecord.objects.get().signed == ""
    assert Household.objects.get().words == ""
    for model in (Travel, LeaderboardEntry, Code, DigestHour):
        assert not model.objects.filter(person=rich).exists()
    # What the other side has as well stays.
    assert Message.objects.get().author == rich


def test_an_appeal_that_is_not_decided_is_an_open_end(ben: User, sam: User) -> None:
    sanction = make.suspended(ben, sam, now=NOW).sanctions.get()
    appeals.appeal(sanction, words="I was somewhere else and did nothing of this.", by=ben, now=NOW)

    assert "An appeal of yours that is not decided" in {str(end.words) for end in going.ends(ben, now=NOW)}


def test_what_somebody_wrote_can_be_named_in_a_sanction(rich: User, ann: User, cleo: User) -> None:
    message = Message.objects.select_related("thread").get()

    named = items.find([message.public_id, message.thread.public_id], person=rich)

    assert [one.words for one in named] == ["A message: %(title)s", "Messages: %(title)s"]
    assert items.sides(named, rich) == [ann.pk]
    with pytest.raises(items.UnknownItem):
        items.find([message.public_id], person=cleo)
