"""Cases on the desk: one person decides one, others see who has it, nobody decides their own."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import keeping, standing
from accounts.admin.sanctions import SanctionAdmin
from accounts.casework import Casework
from accounts.models import KeptCase, StaffEntry, User
from disputes import cases
from disputes.models import Dispute
from picomarket import desk as days
from picomarket.lib.money import usd
from submissions import cosigns
from tasks import person_reports, publishing
from tasks.models import Look
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
# Those whose decision leads on to the next one.
ONE_BY_ONE = pytest.mark.parametrize("kind", ["tasks_look", "tasks_personreport", "submissions_proposal"])


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
def test_who_takes_a_case_has_it_and_others_cannot_decide_it(kind: str, ann: User, ben: User, cleo: User) -> None:
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")

    assert "Leave it to others" in page(rana, kind, case, "take")
    seen = page(tom, kind, case)
    said = page(tom, kind, case, "decide", **DECISIONS[kind])

    assert "Rana took this a moment ago." in seen
    assert "It is theirs until" in seen
    assert 'name="outcome"' not in seen
    assert "Rana took this a moment ago. Take it over, or leave it to them." in said
    assert make.fresh(case).is_open


@KINDS
def test_reading_takes_a_case_from_nobody_and_who_reads_it_may_decide_at_once(kind: str, ann: User, ben: User) -> None:
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")

    read = [page(one, kind, case) for one in (rana, tom)]
    nobodys = not KeptCase.objects.exists()
    page(tom, kind, case, "decide", **DECISIONS[kind])

    assert [("Take it" in one, "Yours until" in one, 'name="outcome"' in one) for one in read] == [
        (True, False, True)
    ] * 2
    assert nobodys
    assert not make.fresh(case).is_open


@KINDS
def test_who_begins_to_decide_has_the_case(kind: str, ann: User, ben: User) -> None:
    """Without scripts: by what was typed and refused."""
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")

    refused = page(rana, kind, case, "decide", words="No.")

    assert "Yours until" in refused
    assert "No." in refused
    assert "Rana took this a moment ago." in page(tom, kind, case)


@KINDS
def test_a_ready_text_begins_a_decision(kind: str, ann: User, ben: User) -> None:
    case, rana = a_case(kind, ann, ben), desk("rana")

    page(rana, kind, case, "fill", words="")

    assert KeptCase.objects.get().person.email == "rana@example.org"


@pytest.mark.parametrize("seen", ["", "2026-13-45T99:00", "2026-05-06T07:08"])
def test_a_decision_that_does_not_say_when_its_page_was_seen_counts(seen: str, ann: User, ben: User) -> None:
    case = a_case("disputes_dispute", ann, ben)

    page(desk("rana"), "disputes_dispute", case, "decide", **DECISIONS["disputes_dispute"], seen=seen)

    assert not make.fresh(case).is_open


@KINDS
def test_taking_is_not_taking_over(kind: str, ann: User, ben: User) -> None:
    """Whoever read it while it was free, and presses later than a colleague, does not take it from them."""
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")
    page(rana, kind, case, "take")

    seen = page(tom, kind, case, "take")

    assert "Rana took this a moment ago." in seen
    assert KeptCase.objects.get().person.email == "rana@example.org"


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
    page(rana, kind, case, "take")

    page(tom, kind, case, "take", over="yes")
    page(tom, kind, case, "decide", **DECISIONS[kind])

    assert not make.fresh(case).is_open
    assert not KeptCase.objects.filter(kind=case._meta.label_lower, key=case.pk).exists()
    assert StaffEntry.objects.filter(by__email="tom@example.org", key__in=[case.pk, getattr(case, "public_id", "")])


@KINDS
def test_the_list_says_who_has_a_case_and_filters_by_it(kind: str, ann: User, ben: User) -> None:
    case, rana, tom = a_case(kind, ann, ben), desk("rana"), desk("tom")
    page(rana, kind, case, "take")
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
    read = rana.get("/admin/").content.decode()
    page(rana, "disputes_dispute", case, "take")

    shown = rana.get("/admin/").content.decode()

    assert "Yours now" not in read
    assert "Yours now" in shown
    assert f"/admin/disputes/dispute/{case.pk}/change/" in shown
    assert "Yours now" not in tom.get("/admin/").content.decode()


def test_money_for_somebody_waits_for_a_second_person_who_has_it_alone(ann: User, ben: User) -> None:
    nora, rana, tom = desk("nora"), desk("rana"), desk("tom")
    by = User.objects.get(email="nora@example.org")
    row = adjustments.propose(ben, kind="goodwill", amount=usd("1"), reason=REASON, by=by, now=NOW)

    assert "You proposed this: somebody else must approve it." in page(nora, "wallet_adjustment", row)
    page(rana, "wallet_adjustment", row, "approve", reason="No.")

    assert "Rana took this a moment ago." in page(tom, "wallet_adjustment", row, "approve", reason=REASON)
    assert "Approved: the money has moved." in page(rana, "wallet_adjustment", row, "approve", reason=REASON)


def test_a_decided_case_is_not_among_what_somebody_has(ann: User, ben: User) -> None:
    case = a_case("disputes_dispute", ann, ben)
    client = desk("sue")
    sue = User.objects.get(email="sue@example.org")
    page(client, "disputes_dispute", case, "take")
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
    others = page(desk("rana"), "accounts_sanction", ban, "take")
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


@ONE_BY_ONE
def test_who_decides_one_after_the_other_reads_the_next_one_no_colleague_has_and_takes_it_from_nobody(
    kind: str, ann: User, ben: User, cleo: User, dina: User
) -> None:
    first, second, third = a_case(kind, ann, ben), a_case(kind, ann, cleo), a_case(kind, ann, dina)
    rana, tom = desk("rana"), desk("tom")
    page(tom, kind, second, "take")

    led_to = rana.post(reverse(f"admin:{kind}_decide", args=[first.pk]), DECISIONS[kind])
    read = rana.get(led_to["Location"]).content.decode()

    assert led_to["Location"] == reverse(f"admin:{kind}_change", args=[third.pk])
    assert ("Take it" in read, "Yours until" in read, 'name="outcome"' in read) == (True, False, True)
    assert [(one.key, one.person.email) for one in KeptCase.objects.all()] == [(second.pk, "tom@example.org")]


@pytest.mark.parametrize("many", [1, 25])
def test_the_way_to_the_next_case_is_one_question(
    many: int, ann: User, django_assert_num_queries: Any, rf: RequestFactory, sam: User
) -> None:
    """However many of them colleagues have."""
    looks = [a_case("tasks_look", ann, ann) for _one in range(many + 1)]
    tom = make.person("tom", staff=True)
    for look in looks[:many]:
        keeping.take(look, by=tom, now=NOW)
    request = rf.post("/")
    request.user = sam
    desk_of_looks = cast(Casework, admin.site.get_model_admin(Look))

    with django_assert_num_queries(1):
        led_to = desk_of_looks.go_on(request, Look.objects.free_for(sam, NOW).by_urgency(NOW))

    assert led_to["Location"] == reverse("admin:tasks_look_change", args=[looks[many].pk])


def test_the_next_case_to_read_is_none_a_colleague_has(ann: User, ben: User, cleo: User, dina: User) -> None:
    first, second, third = (a_case("disputes_dispute", ann, worker) for worker in (ben, cleo, dina))
    page(desk("tom"), "disputes_dispute", second, "take")

    read = desk("rana").get(reverse("admin:disputes_dispute_change", args=[first.pk]))

    assert read.context["next_case"] == third
    assert KeptCase.objects.count() == 1


def test_an_answer_written_while_a_colleague_answered_is_shown_again_and_not_sent(ben: User) -> None:
    """A ticket can be answered twice, so no state of it would refuse the second one."""
    ticket, rana, tom = make.ticket(ben), desk("rana"), desk("tom")
    url = reverse("admin:threads_ticket_answer", args=[ticket.pk])
    shown = reverse("admin:threads_ticket_change", args=[ticket.pk])
    seen = [str(one.get(shown).context["seen"]) for one in (rana, tom)]

    rana.post(url, {"outcome": "answered", "words": "It is on its way.", "seen": seen[0]})
    refused = tom.post(url, {"outcome": "answered", "words": "It left on Friday.", "seen": seen[1]})
    again = tom.post(
        url, {"outcome": "answered", "words": "It left on Friday.", "seen": str(refused.context["seen"])}, follow=True
    )

    words = refused.content.decode()
    assert "Rana decided about this while you wrote." in words
    assert "It is on its way." in words
    assert "It left on Friday.</textarea>" in words
    assert "Answered. The person is told." in again.content.decode()
    assert ticket.said.count() == 3
