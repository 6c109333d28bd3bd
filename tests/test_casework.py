"""Cases on the desk: one person decides one, others see who has it, nobody decides their own."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import standing
from accounts.admin.sanctions import SanctionAdmin
from accounts.casework import Casework
from accounts.models import KeptCase, StaffEntry, User
from disputes import cases
from disputes.models import Dispute
from picomarket import desk as days
from picomarket.lib.money import usd
from submissions import cosigns
from tasks import person_reports, publishing
from tests import make
from wallet import adjustments

REASON = "Both sides were heard, and the proof shows it."
NOW = timezone.now()
# The list of the desk, what decides a case there, and what is typed.
DECISIONS: dict[str, dict[str, str]] = {
    "disputes_dispute": {"outcome": "dismissed", "words": REASON, "early": "on"},
    "tasks_look": {"outcome": "decline", "words": REASON, "fix": REASON},
    "tasks_personreport": {"outcome": "wrong", "words": REASON},
    "submissions_proposal": {"outcome": "decline", "words": REASON},
}
KINDS = pytest.mark.parametrize("kind", DECISIONS)


def desk(name: str) -> Client:
    person = User.objects.filter(email=f"{name}@example.org").first() or make.person(name, staff=True)
    client = Client()
    client.force_login(person)
    return client


def a_case(kind: str, ann: User, ben: User) -> Model:
    """Of Ann's and Ben's: something to decide."""
    if kind == "tasks_look":
        return publishing.publish(make.draft(ann, steps=["Type the captcha."]), by=ann, now=NOW).looks.get()
    if kind == "tasks_personreport":
        return person_reports.report(ann, by=ben, reason="other", words=REASON, now=NOW)
    task = make.task(ann)
    if kind == "submissions_proposal":
        work = make.submission(task, ben)
        return cosigns.propose(work, by=ann, reason="other", step=1, comment=REASON, now=NOW)
    return cases.open_case(make.rejected(task, ben), by=ben, words=REASON, now=NOW)


def page(client: Client, kind: str, case: Any, verb: str = "change", **typed: str) -> str:
    url = reverse(f"admin:{kind}_{verb}", args=[case.pk])
    answer = client.get(url) if verb == "change" else client.post(url, typed, follow=True)
    return answer.content.decode()


@KINDS
def test_who_opens_a_case_has_it_and_others_cannot_decide_it(kind: str, ann: User, ben: User, cleo: User) -> None:
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")

    assert "Leave it to others" in page(rana, kind, case)
    seen = page(tom, kind, case)
    said = page(tom, kind, case, "decide", **DECISIONS[kind])

    assert "Rana opened this a moment ago." in seen
    assert 'name="outcome"' not in seen
    assert "Rana opened this a moment ago. Take it over, or leave it to them." in said
    assert make.fresh(case).is_open


def test_whom_a_look_can_be_given_to_is_one_question(
    ann: User, ben: User, django_assert_num_queries: Any, sam: User
) -> None:
    case, tom, rana = a_case("tasks_look", ann, ben), make.person("tom", staff=True), make.person("rana", staff=True)
    desk_of_looks = cast(Casework, admin.site.get_model_admin(type(case)))

    with django_assert_num_queries(1):
        assert desk_of_looks.colleagues(case, by=sam) == [tom, rana]


@KINDS
def test_one_press_takes_it_over_and_the_decision_frees_it(kind: str, ann: User, ben: User) -> None:
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")
    page(rana, kind, case)

    page(tom, kind, case, "take")
    page(tom, kind, case, "decide", **DECISIONS[kind])

    assert not make.fresh(case).is_open
    assert not KeptCase.objects.filter(kind=case._meta.label_lower, key=case.pk).exists()
    assert StaffEntry.objects.filter(by__email="tom@example.org", key__in=[case.pk, getattr(case, "public_id", "")])


@KINDS
def test_the_list_says_who_has_a_case_and_filters_by_it(kind: str, ann: User, ben: User) -> None:
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")
    page(rana, kind, case)
    url = reverse(f"admin:{kind}_changelist")

    def found(client: Client, who: str) -> int:
        return len(client.get(url, {"with": who}).context["cl"].result_list)

    assert "Rana" in tom.get(url).content.decode()
    assert [found(rana, who) for who in ("me", "nobody", "others")] == [1, 0, 0]
    assert [found(tom, who) for who in ("me", "nobody", "others")] == [0, 0, 1]


@KINDS
def test_nobody_decides_a_case_they_have_a_part_in(kind: str, ann: User, ben: User) -> None:
    case = a_case(kind, ann, ben)
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    own = desk("ann")

    assert "You have a part in this. Leave it to somebody else." in page(own, kind, case)
    page(own, kind, case, "decide", **DECISIONS[kind])

    assert make.fresh(case).is_open
    assert not KeptCase.objects.exists()
    assert own.post(reverse(f"admin:{kind}_take", args=[case.pk])).status_code == 403


def test_the_front_page_shows_first_what_is_ones_own(ann: User, ben: User) -> None:
    case, rana, tom = a_case("disputes_dispute", ann, ben), desk("rana"), desk("tom")
    page(rana, "disputes_dispute", case)

    shown = rana.get("/admin/").content.decode()

    assert "Yours now" in shown
    assert f"/admin/disputes/dispute/{case.pk}/change/" in shown
    assert "Yours now" not in tom.get("/admin/").content.decode()


def test_money_for_somebody_waits_for_a_second_person_who_has_it_alone(ann: User, ben: User) -> None:
    nora, rana, tom = desk("nora"), desk("rana"), desk("tom")
    by = User.objects.get(email="nora@example.org")
    row = adjustments.propose(ben, kind="goodwill", amount=usd("1"), reason=REASON, by=by, now=NOW)

    assert "You proposed this: somebody else must approve it." in page(nora, "wallet_adjustment", row)
    page(rana, "wallet_adjustment", row)

    assert "Rana opened this a moment ago." in page(tom, "wallet_adjustment", row, "approve", reason=REASON)
    assert "Approved: the money has moved." in page(rana, "wallet_adjustment", row, "approve", reason=REASON)


def test_a_decided_case_is_not_among_what_somebody_has(ann: User, ben: User) -> None:
    case = a_case("disputes_dispute", ann, ben)
    client = desk("sue")
    sue = User.objects.get(email="sue@example.org")
    page(client, "disputes_dispute", case)
    assert [mine.url for mine in days.mine(sue, now=timezone.now())] == [f"/admin/disputes/dispute/{case.pk}/change/"]

    cases.concede(Dispute.objects.get(pk=case.pk), by=ann, now=timezone.now())

    assert days.mine(sue, now=timezone.now()) == []


def test_pages_of_the_desk_are_called_what_they_show(ann: User) -> None:
    client, task = desk("sue"), make.task(ann)
    titles = {
        reverse("admin:tasks_task_changelist"): "Tasks",
        reverse("admin:tasks_task_change", args=[task.pk]): "Task",
        reverse("admin:tasks_task_history", args=[task.pk]): "What the staff did",
        reverse("admin:accounts_staffentry_changelist"): "Staff log",
    }

    assert {url: str(client.get(url).context["title"]) for url in titles} == titles


@KINDS
def test_a_case_is_given_to_a_colleague_who_may_decide_it_and_to_nobody_else(kind: str, ann: User, ben: User) -> None:
    case, rana = a_case(kind, ann, ben), desk("rana")
    tom, cleo = make.person("tom", staff=True), make.person("cleo")
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)

    offered = rana.get(reverse(f"admin:{kind}_change", args=[case.pk])).context["colleagues"]
    said = [page(rana, kind, case, "give", colleague=nobody.public_id) for nobody in (ann, cleo)]
    page(rana, kind, case, "give", colleague=tom.public_id)

    assert offered == [tom]
    assert all("This is nobody who may decide it." in one for one in said)
    assert KeptCase.objects.get().person == tom
    assert "This was given to Tom." in page(rana, kind, case)


def test_a_ban_is_given_to_nobody_who_proposed_it(ann: User, ben: User) -> None:
    nora, rana, tom = (make.person(name, staff=True) for name in ("nora", "rana", "tom"))
    ban = standing.propose_ban(ben, make.grounds(), by=nora, now=NOW)

    assert SanctionAdmin(type(ban), admin.site).colleagues(ban, by=rana) == [tom]


def test_who_proposed_a_ban_keeps_nobody_from_agreeing_to_it(ann: User, ben: User) -> None:
    nora = make.person("nora", staff=True)
    ban = standing.propose_ban(ben, make.grounds(), by=nora, now=NOW)

    own = page(desk("nora"), "accounts_sanction", ban)
    others = page(desk("rana"), "accounts_sanction", ban)
    held = page(desk("nora"), "accounts_sanction", ban)

    assert ("You proposed this." in own, "Yours until" in own, "/take/" in own) == (True, False, False)
    assert ("Yours until" in others, "/take/" in held) == (True, False)
    assert desk("nora").post(reverse("admin:accounts_sanction_take", args=[ban.pk])).status_code == 403


def test_two_of_one_name_are_told_apart_in_a_list_of_cases(ann: User, ben: User, cleo: User) -> None:
    User.objects.filter(pk=cleo.pk).update(name="Ben")
    for person in (ben, cleo):
        make.ticket(person)

    listed = desk("rana").get(reverse("admin:threads_ticket_changelist")).content.decode()

    assert f"Ben ({ben.public_id[:4]})" in listed
    assert f"Ben ({cleo.public_id[:4]})" in listed
