"""What tasks know of a person who takes their data along or leaves, and what they forget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.leaving.parts import OpenEnd, Part, table
from accounts.models import User
from picomarket.lib.counting import figure

from .models import (
    Alert,
    Attempt,
    Block,
    Change,
    CodeKey,
    Contest,
    EmployerRecord,
    Follow,
    GoldAnswer,
    GoldStop,
    Hidden,
    Layout,
    Listing,
    Pass,
    PersonReport,
    PublicQuestion,
    Qualification,
    Reply,
    Report,
    SavedSearch,
    Sighting,
    Task,
    Template,
    WorkerList,
)

STATES = Task.State


def parts(person: User) -> Iterator[Part]:
    yield from _as_employer(person)
    yield from _as_worker(person)


def _as_employer(person: User) -> Iterator[Part]:
    shown: tuple[str, ...] = (
        "public_id",
        "state",
        "title",
        "steps",
        "reward",
        "slots",
        "paid",
        "countries",
        "languages",
    )
    tasks = Task.objects.of(person).order_by("pk")
    yield table("tasks", _("Tasks you posted."), tasks, *shown, "drafted_at", "published_at", "closed_at")
    layouts = Layout.objects.of(person).order_by("pk")
    yield table("layouts", _("What came of layouts you brought."), layouts, "task__public_id", "taken", "read_at")
    kept = Template.objects.filter(owner=person).order_by("pk")
    yield table("templates", _("Tasks you kept to post again."), kept, "title", "note", "contents", "kept_at")
    lists = WorkerList.objects.filter(employer=person).order_by("pk")
    yield table("worker_lists", _("Your lists of workers."), lists, "public_id", "name", "made_at", "deleted_at")
    on_them = Listing.objects.filter(list__employer=person).order_by("pk")
    shown = ("list__public_id", "worker__public_id", "why", "since", "out_at")
    yield table("on_your_lists", _("Who is on your lists, by their public id."), on_them, *shown)
    blocks = Block.objects.filter(employer=person).order_by("pk")
    yield table("blocks", _("Whom you offer nothing more."), blocks, "worker__public_id", "note", "blocked_at")
    tests = Qualification.objects.filter(author=person).order_by("pk")
    yield table("tests", _("Tests you wrote."), tests, "public_id", "state", "title", "about", "drafted_at")
    changes = Change.objects.filter(by=person).order_by("pk")
    yield table("changes", _("What you changed in your tasks."), changes, "task__public_id", "kind", "at", "after")
    asked = PublicQuestion.objects.answerable_by(person).order_by("pk")
    shown = ("task__public_id", "state", "words", "asked_at", "answer", "answered_at")
    yield table("questions_to_you", _("What was asked about your tasks, and what you answered."), asked, *shown)
    record = EmployerRecord.objects.filter(employer=person)
    shown = ("review_minutes", "judged", "paid", "disputes_decided", "disputes_lost", "measured_at")
    yield table("employer_record", _("Your figures as an employer."), record, *shown)
    keys = CodeKey.objects.filter(employer=person)
    yield table("code_key", _("When your key for codes was made; the key is on its page."), keys, "made_at")


def _as_worker(person: User) -> Iterator[Part]:
    searches = SavedSearch.objects.filter(person=person).order_by("pk")
    yield table("saved_searches", _("Searches you kept."), searches, "name", "words", "saved_at", "paused_at")
    hidden = Hidden.objects.filter(worker=person).order_by("pk")
    shown: tuple[str, ...] = ("kind", "task__title", "employer__public_id", "category__slug", "hidden_at")
    yield table("hidden", _("What you hide from your lists."), hidden, *shown)
    follows = Follow.objects.filter(worker=person).order_by("pk")
    yield table("follows", _("Employers you follow."), follows, "employer__public_id", "followed_at")
    reports = Report.objects.filter(reporter=person).order_by("pk")
    shown = ("task__title", "state", "reason", "words", "filed_at", "decided_at")
    yield table("reports", _("Tasks you reported."), reports, *shown)
    of_people = PersonReport.objects.filter(reporter=person).order_by("pk")
    yield table("reports_of_people", _("People you reported."), of_people, "state", "reason", "words", "filed_at")
    attempts = Attempt.objects.filter(worker=person).order_by("pk")
    shown = ("qualification__title", "state", "started_at", "ended_at", "right", "counted", "paid")
    yield table("attempts", _("Tests you took."), attempts, *shown)
    replies = Reply.objects.filter(attempt__worker=person).order_by("pk")
    yield table("replies", _("What you replied in them."), replies, "attempt__public_id", "text", "is_right")
    passes = Pass.objects.filter(worker=person).order_by("pk")
    yield table("passes", _("Tests you hold."), passes, "qualification__title", "since", "until", "revoked_at")
    contests = Contest.objects.filter(worker=person).order_by("pk")
    yield table("contests", _("Questions you said are wrong."), contests, "state", "words", "answer", "opened_at")
    yield from _as_reader(person)


def _as_reader(person: User) -> Iterator[Part]:
    asked = PublicQuestion.objects.of(person).order_by("pk")
    shown: tuple[str, ...] = ("task__public_id", "state", "words", "asked_at", "answer", "answered_at")
    yield table("questions", _("What you asked about tasks; nobody but staff learns that it was you."), asked, *shown)
    known = GoldAnswer.objects.filter(worker=person).order_by("pk")
    shown = ("task__public_id", "is_right", "state", "words", "reply", "scored_at", "contested_at")
    yield table("known_answers", _("Your answers to rows whose answer was known."), known, *shown)
    stops = GoldStop.objects.filter(worker=person).order_by("pk")
    yield table("rows_no_more", _("Tasks that give you no more rows."), stops, "task__public_id", "since")
    seen = Sighting.objects.filter(person=person).order_by("pk")
    yield table("tasks_seen", _("Tasks whose page you opened, as far as reports need it."), seen, "task__public_id")
    alerts = Alert.objects.filter(person=person).order_by("pk")
    yield table(
        "alerts", _("Tasks we found for you."), alerts, "task__public_id", "search__name", "found_at", "told_at"
    )


def ends(person: User, *, now: datetime) -> Iterator[OpenEnd]:  # noqa: ARG001 - each app is asked alike
    """Tasks that are not over, and tests people still take."""
    running = Task.objects.of(person).filter(
        Q(state__in=[STATES.QUEUED, STATES.PUBLISHED, STATES.PAUSED, STATES.HELD]) | Q(taken__gt=F("paid"))
    )
    if count := running.exclude(state=STATES.FINISHED).count():
        words = format_lazy(_("Tasks of yours that are not over: {count}"), count=figure(count))
        yield OpenEnd(words, reverse("tasks:mine"), _("See them"))
    tests = Qualification.objects.filter(author=person, state=Qualification.State.PUBLISHED).count()
    if tests:
        words = format_lazy(_("Tests of yours that are still open: {count}"), count=figure(tests))
        yield OpenEnd(words, reverse("tasks:own_tests"), _("Close them"))


def forget(person: User) -> None:
    """What was for this person's eyes alone is deleted; tasks and tests that others did stay, by a pseudonym."""
    for model in (SavedSearch, Alert, Sighting):
        model.objects.filter(person=person).delete()
    for of_worker in (Hidden, Follow, Listing):
        of_worker.objects.filter(worker=person).delete()
    for of_employer in (WorkerList, Block, CodeKey):
        of_employer.objects.filter(employer=person).delete()
    Template.objects.filter(owner=person).delete()
    Layout.objects.of(person).delete()
    Follow.objects.filter(employer=person).delete()
