"""Who may see and do what: every address of the market, visited by everybody, by GET and by POST.

The addresses come from the URL conf, so a new view without a row here fails. Nobody's rows are told from rows that
do not exist: both are 404, word for word the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from picomarket.embedded import databases
from picomarket.lib.public import LENGTH
from picomarket.lib.rules import Rules
from submissions.models import Proof, Results
from tests import (
    make,
    rows_of_disputes,
    rows_of_figures,
    rows_of_gold,
    rows_of_judging,
    rows_of_knowing,
    rows_of_levels,
    rows_of_money,
    rows_of_people,
    rows_of_posting,
    rows_of_roles,
    rows_of_standing,
    rows_of_telling,
    rows_of_threads,
    rows_of_working,
    world,
)
from tests.rows import EVERYBODY, NO, NO_PUBLIC, Answers, Row, everybody, members, only
from tests.rows_of_desk import (
    AT_THE_DESK,
    DECIDING,
    FORMS,
    OTHERS_DO,
    OURS,
    VERBS,
    desk_url,
    finance_does,
    finance_gets,
    supports,
)
from tests.test_roles import READS
from tests.world import World

pytestmark = pytest.mark.django_db

WORDS = {200: "page", 403: "forbidden", 404: "nothing", 405: "method", 422: "errors"}
OF_OTHERS = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_", "admin:")


ROWS = [
    Row("home", "", everybody("led on", anonymous="page"), NO_PUBLIC),
    Row("healthz", "", everybody("page"), NO_PUBLIC),
    Row("readyz", "", everybody("page"), NO_PUBLIC),
    # Whoever has the token reads the figures, and nobody here has it.
    Row("metrics", "", everybody("nothing"), NO_PUBLIC),
    Row("worker", "", everybody("page"), NO_PUBLIC),
    Row("manifest", "", everybody("page"), NO_PUBLIC),
    Row("security_txt", "", everybody("page"), NO_PUBLIC),
    Row("robots", "", everybody("page"), NO_PUBLIC),
    Row("favicon", "", everybody("led on"), NO_PUBLIC),
    Row("offline", "", everybody("page"), NO_PUBLIC),
    Row("books", "", everybody("page"), NO_PUBLIC),
    Row("set_language", "", NO_PUBLIC, everybody("led on")),
    Row("tasks:feed", "", everybody("page"), NO_PUBLIC),
    Row("tasks:costs", "", everybody("page"), NO_PUBLIC),
    Row("tasks:hidden", "", members("page"), NO),
    Row("tasks:hide", "category", NO, members("led on"), step="surveys"),
    Row("tasks:show_again", "hidden", NO, only(ben="led on")),
    Row("tasks:followed", "", members("page"), NO),
    Row("tasks:follow", "ben", NO, members("led on")),
    Row("tasks:unfollow", "ben", NO, members("led on")),
    Row("tasks:searches", "", members("page"), NO),
    Row("tasks:save_search", "", members("page"), members("page")),
    Row("tasks:search", "search", only(ben="page"), only(ben="page")),
    Row("tasks:pause_search", "search", NO, only(ben="led on")),
    Row("tasks:wake_search", "search", NO, only(ben="led on")),
    Row("tasks:delete_search", "search", NO, only(ben="led on")),
    Row("tasks:open_feed", "search", NO, only(ben="led on")),
    Row("tasks:close_feed", "search", NO, only(ben="led on")),
    # Whoever knows the secret address reads the feed.
    Row("tasks:atom", "feed", everybody("page"), NO_PUBLIC),
    Row("tasks:policy", "", everybody("page"), NO_PUBLIC),
    Row("tasks:edition", "1", everybody("page"), NO_PUBLIC),
    Row("tasks:reports", "", members("page"), NO),
    Row("tasks:report_person", "ben", members("page", ben="nothing", cleo="led on"), members("page", ben="nothing")),
    Row("tasks:report", "task", members("page", ann="nothing", emil="led on"), members("page", ann="nothing")),
    Row("tasks:report", "draft", members("nothing"), members("nothing")),
    Row("tasks:mine", "", members("page"), NO),
    Row("tasks:detail", "task", everybody("page"), NO_PUBLIC),
    Row("tasks:detail", "draft", everybody("nothing", ann="led on"), NO_PUBLIC),
    Row("tasks:draft", "draft", only(ann="page"), only(ann="page"), step="what"),
    Row("tasks:draft", "task", only(ann="led on"), only(ann="led on"), step="what"),
    Row("tasks:publish", "draft", NO, only(ann="led on")),
    Row("tasks:judge", "draft", NO, only(ann="page"), step="what"),
    Row("tasks:take_back", "queued", NO, only(ann="led on")),
    Row("tasks:draft", "queued", only(ann="page"), only(ann="page"), step="quote"),
    Row("tasks:discard", "draft", NO, only(ann="led on")),
    Row("tasks:duplicate", "task", NO, only(ann="led on")),
    Row("tasks:manage", "task", only(ann="page"), NO),
    Row("tasks:pause", "task", NO, only(ann="led on")),
    Row("tasks:resume", "task", NO, only(ann="led on")),
    Row("tasks:add", "task", only(ann="page"), only(ann="led on")),
    Row("tasks:edit", "task", only(ann="page"), only(ann="page"), step="what"),
    Row("tasks:edit", "draft", only(), only(), step="what"),
    Row("tasks:undo", "task", NO, only(ann="led on")),
    Row("tasks:raise_reward", "task", only(ann="page"), only(ann="led on")),
    Row("tasks:promote", "task", only(ann="page"), only(ann="led on")),
    Row("tasks:stop", "task", only(ann="page"), only(ann="led on")),
    *rows_of_people.ROWS,
    *rows_of_standing.ROWS,
    *rows_of_knowing.ROWS,
    *rows_of_levels.ROWS,
    *rows_of_disputes.ROWS,
    *rows_of_money.ROWS,
    *rows_of_judging.ROWS,
    *rows_of_gold.ROWS,
    *rows_of_posting.ROWS,
    *rows_of_figures.ROWS,
    *rows_of_threads.ROWS,
    Row("submissions:mine", "", members("page"), NO),
    Row("submissions:preview", "draft", only(ann="page"), NO),
    Row("submissions:preview", "task", only(ann="led on"), NO),
    *rows_of_working.ROWS,
    Row("submissions:desk", "submitted", only(ann="page"), NO),
    Row("submissions:approve_many", "submitted", NO, only(ann="led on")),
    Row("submissions:review", "submission", only(ann="page"), NO),
    Row("submissions:review", "claim", only(), NO),
    Row("submissions:approve", "submission", NO, only(ann="led on")),
    Row("submissions:approve", "claim", NO, only()),
    Row("submissions:rate", "submission", NO, only(ben="led on")),
    Row("submissions:grade", "submission", NO, only(ann="led on")),
    Row("tasks:codes", "", members("page"), NO),
    Row("tasks:renew_code_key", "", NO, members("led on")),
    Row("submissions:bonus", "submission", NO, only(ann="errors")),
    Row("submissions:overturn", "rejection", NO, only(ann="led on")),
    Row("submissions:reject", "submission", NO, only(ann="errors")),
    Row("tasks:check_again", "batch draft", NO, only(ann="led on")),
    Row("tasks:remove_file", "batch draft", NO, only(ann="led on")),
    Row("submissions:preview_rows", "batch draft", only(ann="page"), NO),
    Row("submissions:rows", "batch", only(ann="page"), NO),
    Row("submissions:run_again", "batch", only(ann="page"), only(ann="led on")),
    Row("submissions:results", "batch", only(ann="page"), only(ann="errors")),
    Row("submissions:fetch", "results", only(ann="page"), NO),
    Row("submissions:proof", "proof", everybody("nothing", ann="page", ben="page", sam="page"), NO_PUBLIC),
    Row("referrals:home", "", members("page"), NO),
    Row("referrals:arrive", "ben", everybody("led on"), NO_PUBLIC),
    *rows_of_telling.ROWS,
]
PRIVATE = [row for row in ROWS if "nothing" in (row.get["cleo"], row.post["cleo"]) and row.view != "wallet:webhook"]


@dataclass
class Visits:
    """The world and a browser for each of its people, signed in as they would."""

    world: World
    browsers: dict[str, Client]
    proofs: Path

    def ask(self, person: str, method: str, url: str) -> Any:
        """One request, of which nothing stays."""
        with transaction.atomic():
            answer = self.browsers[person].generic(method, url)
            transaction.set_rollback(True)
        assert lacking(answer, signed_in=person != "anonymous") == []
        return answer

    def answers(self, method: str, url: str, *, people: Sequence[str] = EVERYBODY) -> Answers:
        return {person: said(self.ask(person, method, url)) for person in people}


def said(answer: Any) -> str:
    if answer.status_code in (301, 302):
        to_sign_in = answer["Location"].startswith((reverse("account_login"), reverse("admin:login")))
        return "sign in" if to_sign_in else "led on"
    return WORDS.get(answer.status_code, str(answer.status_code))


def lacking(answer: Any, *, signed_in: bool) -> list[str]:
    """The protections an answer should have and has not."""
    policy, kept = answer.get("Content-Security-Policy", ""), answer.get("Cache-Control", "")
    is_file = answer.streaming or answer.get("Content-Disposition", "").startswith("attachment")
    has = {
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "no frames": answer.get("X-Frame-Options") == "DENY",
        "referrer": answer.get("Referrer-Policy") == "same-origin",
        "policy": "default-src" in policy and "unsafe" not in policy and "*" not in policy,
        "in no frame": "frame-ancestors 'none'" in policy,
        "own window": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        "nobody else's": answer.get("Cross-Origin-Resource-Policy") == "same-origin",
        "features": "camera=()" in answer.get("Permissions-Policy", ""),
        "escaped": is_file or not any(run in answer.content for run in (b"<script>alert", b"<img src=x")),
        # Only what everybody may see anyway says that it is public.
        "private": not signed_in or "private" in kept or answer.get("Content-Type") == "image/webp",
    }
    return [name for name, there in has.items() if not there]


def sign_in(name: str) -> Client:
    browser = Client()
    if name != "anonymous":
        typed = {"login": f"{name}@example.org", "password": make.PASSWORD}
        assert browser.post(reverse("account_login"), typed).status_code == 302
    return browser


@pytest.fixture(scope="module")
def _stage(
    django_db_setup: None,
    database_name: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visits]:
    """Built once: what a test does is rolled back."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA_ROOT", files / "media")
        patch.setitem(vars(Proof.picture.field.storage), "location", str(files / "proofs"))
        patch.setitem(vars(Results.file.field.storage), "location", str(files / "files"))
        built = world.build()
        stage = Visits(built, {name: sign_in(name) for name in {*EVERYBODY, *world.ROLES}}, files)
    cache.clear()
    yield stage
    with django_db_blocker.unblock():
        databases.disconnect()
        databases.fresh(database_name)


@pytest.fixture
def visits(_stage: Visits, db: None, monkeypatch: pytest.MonkeyPatch) -> Visits:
    for name, value in {"SMS_BY_MAIL": True, "IDENTITY_BY_HAND": True, "MEDIA_ROOT": _stage.proofs / "media"}.items():
        monkeypatch.setattr(settings, name, value)
    monkeypatch.setitem(vars(Proof.picture.field.storage), "location", str(_stage.proofs / "proofs"))
    monkeypatch.setitem(vars(Results.file.field.storage), "location", str(_stage.proofs / "files"))
    return _stage


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def test_every_address_of_the_market_has_a_row() -> None:
    ours = {name for name in names(get_resolver()) if not name.startswith(OF_OTHERS)}

    assert {row.view for row in ROWS} == ours


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_is_theirs(row: Row, visits: Visits) -> None:
    url = row.url(visits.world.ids)

    assert visits.answers("GET", url) == row.get
    assert visits.answers("POST", url) == row.post


@pytest.mark.parametrize("row", PRIVATE, ids=str)
def test_what_is_not_yours_looks_like_what_does_not_exist(row: Row, visits: Visits) -> None:
    method = "GET" if row.get["cleo"] == "nothing" else "POST"
    url = row.url(visits.world.ids)
    made_up = row.url({**visits.world.ids, row.of: "b" * LENGTH})

    addresses = (url, made_up, made_up.replace("b" * LENGTH, "%00"))
    there, nowhere, broken = (visits.ask("cleo", method, address) for address in addresses)

    assert (there.status_code, there.content) == (404, nowhere.content)
    assert broken.status_code == 404


# What rails and mail programs send comes without a cookie, and is signed instead.
SIGNED = {"wallet:webhook", "inbox:stop"}


@pytest.mark.parametrize("row", [row for row in ROWS if row.view not in SIGNED], ids=str)
def test_a_form_of_another_site_does_nothing(row: Row, visits: Visits) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visits.browsers["ben"].cookies

    assert strict.post(row.url(visits.world.ids)).status_code == 403


def test_a_proof_is_kept_by_nobody_but_its_reader(visits: Visits) -> None:
    answer = visits.ask("ann", "GET", reverse("submissions:proof", args=[visits.world.ids["proof"]]))

    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"


# -- the staff and the suspended, where the market is


def tells_apart(answers: Answers) -> bool:
    return len(set(answers.values()) - {"sign in", "method"}) > 1 or "nothing" in answers.values()


@pytest.mark.parametrize("role", ["mona", "fay", "adam"])
def test_a_role_opens_nothing_of_the_market_that_is_somebody_elses(role: str, visits: Visits) -> None:
    """What Support sees for its work stands in the rows; the other roles are strangers where nobody said otherwise."""
    ids = visits.world.ids
    asked = [(row, "GET", row.get["nora"]) for row in ROWS if tells_apart(row.get)]
    asked += [(row, "POST", row.post["nora"]) for row in ROWS if tells_apart(row.post)]

    found = {
        (str(row), method): got
        for row, method, expected in asked
        if (got := said(visits.ask(role, method, row.url(ids)))) != expected
    }

    assert found == rows_of_roles.SEES[role]


@pytest.mark.parametrize("name", ["ben", "ann"])
def test_the_suspended_and_banned_see_what_they_saw_and_do_less(name: str, visits: Visits, settings: Settings) -> None:
    """Ann is suspended and Ben is banned."""
    settings.RULES = Rules(forms_a_minute=100_000)
    people, ids, sam = visits.world.people, visits.world.ids, visits.world.people["sam"]
    make.banned(people["ben"], sam, people["mona"]) if name == "ben" else make.suspended(people["ann"], sam)

    found = {
        (str(row), method): got
        for row in ROWS
        for method, answers in (("GET", row.get), ("POST", row.post))
        if answers[name] in ("page", "led on", "errors") and answers[name] != answers["anonymous"]
        if (got := said(visits.ask(name, method, row.url(ids)))) != answers[name]
    }

    assert found == rows_of_roles.SUSPENDED[name]


# -- the support desk

DESK = sorted(name.removeprefix("admin:") for name in names(get_resolver()) if name.startswith("admin:"))
DESK = [name for name in DESK if name.startswith(OURS)]


@pytest.mark.parametrize("name", DESK)
def test_the_desk_shows_support_its_part_and_others_nothing(name: str, visits: Visits) -> None:
    answers = visits.answers("GET", desk_url(name, visits.world.keys), people=AT_THE_DESK)

    empty = "method" if name in VERBS else "forbidden"
    staff = {"nora": empty, "sam": supports(name), "fay": finance_gets(name)}
    assert answers == {"anonymous": "sign in", "ann": "sign in", **staff}


@pytest.mark.parametrize("name", [name for name in DESK if not name.endswith(("_changelist", "_history", "_export"))])
def test_nobody_changes_by_the_desk_what_is_not_theirs_to_change(name: str, visits: Visits) -> None:
    answers = visits.answers("POST", desk_url(name, visits.world.keys), people=AT_THE_DESK)

    support = DECIDING.get(name, "forbidden")
    staff = {"nora": "forbidden", "sam": support, "fay": finance_does(name)}
    assert answers == {"anonymous": "sign in", "ann": "sign in", **staff}


@pytest.mark.parametrize("role", OTHERS_DO)
def test_a_moderator_and_an_admin_do_their_part_at_the_desk_and_no_other(role: str, visits: Visits) -> None:
    """What they read is looked up beside their lists, which another test visits."""
    keys, group = visits.world.keys, world.ROLES[role]
    shown = [name for name in DESK if name.endswith("_change")]
    pressed = [name for name in DESK if not name.endswith(("_changelist", "_history", "_export"))]

    opens = {name for name in shown if said(visits.ask(role, "GET", desk_url(name, keys))) == "page"}
    does = {name: said(visits.ask(role, "POST", desk_url(name, keys))) for name in pressed}

    assert opens == {name for name in shown if group in READS.get(name.removesuffix("_change"), ())}
    assert {name: got for name, got in does.items() if got != "forbidden"} == OTHERS_DO[role]


@pytest.mark.parametrize("name", [name for name in DESK if name.endswith(("_add", "_change", "_delete"))])
def test_not_even_a_superuser_edits_what_only_verbs_change(name: str, visits: Visits) -> None:
    User.objects.filter(pk=visits.world.people["nora"].pk).update(is_superuser=True)

    answer = visits.ask("nora", "POST", desk_url(name, visits.world.keys))

    assert (said(answer) == "forbidden") != name.startswith(FORMS)
