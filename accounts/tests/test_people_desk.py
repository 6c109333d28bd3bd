"""People in the admin: support finds and reads, only a superuser gives access."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import make

LIST = "/admin/accounts/user/"


@pytest.fixture
def support(db: None) -> Client:
    """Somebody of the support group, signed in."""
    person = make.person("sue", country="CA")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.groups.add(Group.objects.get(name="Support"))
    client = Client()
    client.force_login(person)
    return client


def person_url(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def found(client: Client, words: str) -> list[Any]:
    return list(client.get(LIST, {"q": words}).context["cl"].result_list)


def test_a_person_is_found_by_address_id_and_name(support: Client, ben: User, cleo: User) -> None:
    for words in (ben.email, ben.public_id, "Ben"):
        assert found(support, words) == [ben]


def test_the_page_shows_verdicts_and_leads_to_the_persons_lists(support: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)

    page = support.get(person_url(ben)).content.decode()

    assert "1 approved, 0 rejected (100 %)" in page
    for model, key in (("submissions/submission", "worker__id__exact"), ("wallet/payout", "person__id__exact")):
        assert f"/admin/{model}/?{key}={ben.pk}" in page
        assert support.get(f"/admin/{model}/?{key}={ben.pk}").status_code == 200


def test_support_reads_and_changes_nothing(support: Client, ben: User) -> None:
    assert support.post(person_url(ben), {"is_staff": "on"}).status_code == 403
    assert not make.fresh(ben).is_staff


def test_a_superuser_gives_access_and_nothing_else(sam: User, ben: User) -> None:
    client, group = Client(), Group.objects.get(name="Support")
    client.force_login(sam)

    client.post(
        person_url(ben), {"is_active": "on", "is_staff": "on", "groups": [group.pk], "level": 3, "approved": 99}
    )

    ben = make.fresh(ben)
    assert (ben.is_staff, list(ben.groups.all())) == (True, [group])
    assert (ben.level, ben.approved, ben.is_superuser) == (1, 0, False)


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_people_are_neither_made_nor_removed_here(page: str, sam: User, ben: User) -> None:
    client = Client()
    client.force_login(sam)

    assert client.get(LIST + page.format(pk=ben.pk)).status_code == 403
