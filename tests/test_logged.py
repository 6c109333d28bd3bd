"""What is done on the desk is in the staff log, with whom it concerns, whichever page it was done on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.admin.sanctions import PROPOSED
from accounts.models import Sanction, StaffEntry, User
from disputes import cases
from picomarket.lib.money import usd
from submissions import cosigns
from tasks.models import Category
from tests import make
from wallet import methods, payouts

REASON = "Three reports of the same picture in two days."
SUSPENSION = {"kind": "suspension", "days": "7", "rule": "4", "words": REASON}


@pytest.fixture
def desk(sam: User) -> Client:
    client = Client()
    client.force_login(sam)
    return client


def entries() -> list[tuple[str, str, str]]:
    """What stands in the log but for signing in: about whom, what, why."""
    rows = StaffEntry.objects.exclude(what="Signed in").select_related("about").order_by("pk")
    return [(row.about.name if row.about else "", row.what, row.reason) for row in rows]


def test_a_deed_with_a_button_is_in_the_log_of_whom_it_concerns(desk: Client, ben: User) -> None:
    desk.post(f"/admin/accounts/user/{ben.pk}/sanction/", SUSPENSION)

    assert entries() == [("Ben", "Suspended", REASON)]
    row = StaffEntry.objects.latest("pk")
    assert (row.kind, row.key) == ("accounts.sanction", ben.sanctions.get().public_id)


def test_a_ban_is_in_the_log_of_its_person_only_once_it_is_agreed_to(desk: Client, ben: User) -> None:
    make.judge()
    tess = make.person("tess", staff=True)
    desk.post(f"/admin/accounts/user/{ben.pk}/sanction/", {**SUSPENSION, "kind": "ban", "days": ""})
    ban = ben.sanctions.get()
    assert entries() == [("", "Ban proposed", REASON)]

    other = Client()
    other.force_login(tess)
    other.post(f"/admin/accounts/sanction/{ban.pk}/decide/", {"outcome": "agree"})

    assert entries()[1:] == [("Ben", PROPOSED, REASON), ("Ben", "Agreed to a ban", "")]
    assert StaffEntry.objects.get(what=PROPOSED).by.name == "Sam"


def test_a_cosign_is_in_the_log_of_both_and_a_decline_in_that_of_the_employer(
    desk: Client, ann: User, ben: User, cleo: User
) -> None:
    task = make.task(ann)
    why: dict[str, Any] = {"reason": "wrong_result", "step": 2, "comment": make.COMMENT}
    for worker, outcome in ((ben, "sign"), (cleo, "decline")):
        waiting = cosigns.propose(make.submission(task, worker), by=ann, now=timezone.now(), **why)
        desk.post(f"/admin/submissions/proposal/{waiting.pk}/decide/", {"outcome": outcome, "words": REASON})

    signed = [(name, "Rejection co-signed", REASON) for name in ("Ann", "Ben")]
    assert entries() == [*signed, ("Ann", "Rejection not co-signed", REASON)]


def test_a_payout_held_is_in_the_log_of_its_person(desk: Client, ann: User, ben: User) -> None:
    now = timezone.now() - timedelta(days=3)
    make.approved(make.task(ann, reward=usd("20"), slots=1), ben)
    methods.choose(ben, rail="manual", destination="IBAN 4711", by=ben, now=now)
    waiting = payouts.request(ben, amount=usd("6"), rail="manual", now=timezone.now())

    desk.post(f"/admin/wallet/payout/{waiting.pk}/hold/", {"reason": "The bank asks for your full name."})

    assert entries() == [("Ben", "Held", "The bank asks for your full name.")]


def test_a_case_of_two_is_in_the_log_of_both(desk: Client, ann: User, ben: User) -> None:
    rejected = make.rejected(make.task(ann), ben)
    case = cases.open_case(rejected, by=ben, words=REASON, now=timezone.now())

    desk.post(f"/admin/disputes/dispute/{case.pk}/decide/", {"outcome": "dismissed", "early": "on", "words": REASON})

    assert entries() == [("Ben", "Dismissed", REASON), ("Ann", "Dismissed", REASON)]


def test_a_role_that_is_given_or_taken_is_in_the_log_of_who_has_it(desk: Client, cleo: User) -> None:
    support = Group.objects.get(name="Support")
    page, why = f"/admin/accounts/user/{cleo.pk}/access/", "They answer tickets from today on."

    desk.post(page, {"is_staff": "on", "groups": [support.pk], "reason": why})
    desk.post(page, {"is_staff": "on", "reason": why})

    assert entries() == [
        ("Cleo", "Access changed, made staff, given the role Support", why),
        ("Cleo", "Access changed, without the role Support", why),
    ]


def test_what_a_role_may_do_is_in_the_log(desk: Client) -> None:
    desk.post("/admin/auth/group/add/", {"name": "Watchers"})

    assert entries() == [("", "Added", "Name “Watchers”")]


def test_a_category_that_is_changed_is_in_the_log_with_before_and_after(desk: Client) -> None:
    kind = Category.objects.get(slug="website-testing")
    typed = {"name": kind.name, "slug": kind.slug, "parent": kind.parent_id, "guidance": kind.guidance, "minutes": 9}
    rows = {"rewards-TOTAL_FORMS": 0, "rewards-INITIAL_FORMS": 0}

    answer = desk.post(f"/admin/tasks/category/{kind.pk}/change/", {**typed, **rows, **management(desk, kind)})

    assert answer.status_code == 302
    assert entries() == [("", "Changed", f"Minutes “{kind.minutes}” → “9”")]


def management(desk: Client, kind: Category) -> dict[str, int]:
    """The hidden fields of the rows beside a category."""
    formset = desk.get(f"/admin/tasks/category/{kind.pk}/change/").context["inline_admin_formsets"][0].formset
    counts = {"TOTAL_FORMS": formset.initial_form_count(), "INITIAL_FORMS": formset.initial_form_count()}
    ids = {f"{form.prefix}-id": form.instance.pk for form in formset.initial_forms}
    return {**{f"{formset.prefix}-{name}": count for name, count in counts.items()}, **ids}


def test_what_is_deleted_stays_in_the_log(desk: Client) -> None:
    group = Group.objects.create(name="Watchers")

    desk.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})

    assert entries() == [("", "Deleted", "Watchers")]


def test_the_log_is_searched_on_the_desk_and_changed_by_nobody(desk: Client, ben: User) -> None:
    desk.post(f"/admin/accounts/user/{ben.pk}/sanction/", SUSPENSION)
    row = StaffEntry.objects.latest("pk")
    page = f"/admin/accounts/staffentry/{row.pk}/"

    found = desk.get("/admin/accounts/staffentry/", {"q": ben.public_id}).content.decode()

    assert REASON in found
    assert row.hash in desk.get(f"{page}change/").content.decode()
    assert desk.post(f"{page}change/", {"what": "Nothing"}).status_code == 403
    assert desk.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_a_history_sets_the_reason_apart_from_what_was_done(desk: Client, ben: User) -> None:
    desk.post(f"/admin/accounts/user/{ben.pk}/sanction/", SUSPENSION)

    page = desk.get(f"/admin/accounts/sanction/{Sanction.objects.get().pk}/history/").content.decode()

    assert f"Suspended: <bdi>{REASON}</bdi>" in page
