"""One box on the desk finds whatever has an id, of the kinds the asker may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from referrals import codes
from submissions import records
from tests import make
from wallet import adjustments

pytestmark = pytest.mark.django_db


def desk(role: str) -> Client:
    person = make.person("rana")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(person)
    return client


def find(client: Client, text: str) -> Any:
    return client.get("/admin/find/", {"q": text})


def test_an_id_leads_straight_to_what_it_is_of(ann: User, ben: User, dina: User, sam: User) -> None:
    client = Client()
    client.force_login(sam)
    task = make.task(ann)
    work = make.submission(task, ben)
    record = records.make(ben, said=(), now=timezone.now())
    deposit = ann.deposits.get()
    ticket = make.ticket(ann)
    sanction = make.suspended(make.person("mo"), sam).sanctions.get()
    row = adjustments.propose(ben, kind="goodwill", amount=usd("1"), reason="It was late.", by=sam, now=timezone.now())

    for text, page in (
        (f" {ben.public_id} ", f"accounts/user/{ben.pk}"),
        ("BEN@example.org", f"accounts/user/{ben.pk}"),
        (task.public_id, f"tasks/task/{task.pk}"),
        (work.public_id, f"submissions/submission/{work.pk}"),
        (record.public_id, f"accounts/user/{ben.pk}"),
        (deposit.public_id, f"wallet/deposit/{deposit.pk}"),
        (row.public_id, f"wallet/adjustment/{row.pk}"),
        (ticket.public_id, f"threads/ticket/{ticket.pk}"),
        (sanction.public_id, f"accounts/sanction/{sanction.pk}"),
        (codes.of(ben), f"referrals/referral/{dina.brought_by.pk}"),
        (f"https://example.org/tasks/{task.public_id}/manage/?x=1", f"tasks/task/{task.pk}"),
    ):
        answer = find(client, text)
        assert (answer.status_code, answer.get("Location")) == (302, f"/admin/{page}/change/"), text


def test_a_beginning_lists_what_matches_by_kind(ben: User) -> None:
    other = make.person("benedikt")

    page = find(desk("Support"), "ben").content.decode()

    assert "People" in page
    assert all(f"/admin/accounts/user/{one.pk}/change/" in page for one in (ben, other))


def test_nobody_finds_what_they_may_not_see(ann: User, ben: User) -> None:
    work = make.submission(make.task(ann), ben)

    page = find(desk("Finance"), work.public_id).content.decode()

    assert f"Nothing you may see is called “<bdi>{work.public_id}</bdi>”" in page
    assert "/admin/submissions/" not in page


@pytest.mark.parametrize("text", ["", " ", "nothing like it", "1", "9" * 40, "x" * 999, "a/b/c", "<script>"])
def test_what_is_no_id_says_what_can_be_looked_for(text: str) -> None:
    answer = find(desk("Support"), text)

    assert answer.status_code == 200
    assert "Look for the id of a person, task, submission" in answer.content.decode()
    assert b"<script>" not in answer.content


def test_every_page_of_the_desk_has_the_box_and_strangers_do_not(client: Client, ann: User) -> None:
    assert 'action="/admin/find/"' in desk("Support").get("/admin/").content.decode()
    client.force_login(ann)
    assert find(client, ann.public_id).status_code == 302
    assert find(client, ann.public_id)["Location"].startswith("/admin/login/")
