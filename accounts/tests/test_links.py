"""Linked accounts: what is kept of devices and networks, what makes a link, and what follows from one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import households, jobs, links, traces
from accounts.models import Link, Trace, User
from picomarket.lib.refusals import Refused, TooOften
from picomarket.lib.rules import Rules
from tests import make

NOW = timezone.now()
HOME, OTHER = "81.2.69.160", "89.160.20.112"


def share(*people: User, device: str = "", address: str = "", destination: str = "", proof: int = 0) -> None:
    """Each of these leaves the same; then the links are weighed."""
    network = traces.network(address, now=NOW) if address else None
    marks = [
        traces.device(device) if device else None,
        network,
        traces.payout(destination) if destination else None,
        traces.proof(proof) if proof else None,
    ]
    for person in people:
        traces.note(person, *marks, now=NOW)
    links.weigh_due(now=NOW)


def sign_in(browser: Client, person: User, **more: Any) -> None:
    browser.post(reverse("account_login"), {"login": person.email, "password": make.PASSWORD}, **more)


def link(one: User, other: User) -> Link:
    found = links.between(one.pk, other.pk)
    assert found
    return found


def said(one: User, other: User) -> list[str]:
    return links.reasons(links.shares(link(one, other)))


def test_two_who_sign_in_in_one_browser_are_linked(client: Client, ben: User, cleo: User) -> None:
    for person in (ben, cleo, ben):
        sign_in(client, person)
        client.post(reverse("account_logout"))

    jobs.weigh_links()

    assert said(ben, cleo) == ["the same device"]
    assert make.fresh(ben).linked == [cleo.pk]
    assert make.fresh(cleo).linked == [ben.pk]


def test_the_cookie_says_nothing_and_reaches_no_script(client: Client, ben: User) -> None:
    sign_in(client, ben)

    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert ben.public_id not in cookie.value


def test_who_only_looks_around_gets_no_cookie(client: Client, ben: User) -> None:
    client.get("/")
    client.force_login(ben)
    client.get("/work/")

    assert "device" not in client.cookies
    assert not Trace.objects.exists()


def test_a_cookie_somebody_wrote_is_no_device(client: Client, ben: User) -> None:
    client.cookies["device"] = "made-up"

    sign_in(client, ben)

    assert not Trace.objects.exists()
    assert client.cookies["device"].value != "made-up"


def test_a_network_is_noted_once_an_hour_and_by_no_address(client: Client, ben: User) -> None:
    for _time in range(3):
        sign_in(client, ben, REMOTE_ADDR=HOME)
        client.post(reverse("account_logout"), REMOTE_ADDR=HOME)

    networks = Trace.objects.filter(kind=Trace.Kind.NETWORK)
    assert len({one.mark for one in networks}) <= 2
    assert HOME not in str(list(networks.values()))


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.1.9", "::1", "fe80::1", "", "no address"])
def test_private_and_unknown_addresses_are_nobodys_network(address: str) -> None:
    assert traces.network(address, now=NOW) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("81.2.69.1", "81.2.69.254"), ("2a02:8071:1:2::3", "2a02:8071:1:ffff::"), ("::ffff:81.2.69.1", HOME)],
)
def test_neighbours_are_in_one_network(one: str, other: str) -> None:
    assert traces.network(one, now=NOW) == traces.network(other, now=NOW)


def test_a_network_is_another_one_in_another_hour() -> None:
    assert traces.network(HOME, now=NOW) != traces.network(HOME, now=NOW + timedelta(hours=1))


def test_a_payout_address_is_the_same_however_it_is_written(ben: User, cleo: User) -> None:
    for person, destination in ((ben, "DE89 3704 0044"), (cleo, "de89-37040044")):
        traces.note(person, traces.payout(destination), now=NOW)
    links.weigh_due(now=NOW)

    assert said(ben, cleo) == ["the same payout address"]


def test_ten_accounts_of_one_person_are_all_linked_to_one_another(db: None) -> None:
    people = [make.person(f"p{number}") for number in range(10)]

    share(*people, device="phone")

    assert Link.objects.count() == 45
    assert all(len(make.fresh(person).linked) == 9 for person in people)


def test_a_network_alone_is_a_hint_and_closes_nothing(ben: User, cleo: User) -> None:
    for hour in range(5):
        for person in (ben, cleo):
            traces.note(person, traces.network(HOME, now=NOW + timedelta(hours=hour)), now=NOW)
    links.weigh_due(now=NOW)

    assert said(ben, cleo) == ["the same network within one hour, 5 times"]
    assert link(ben, cleo).score == 40
    assert make.fresh(ben).linked == []


def test_a_network_and_the_very_same_proofs_close(ben: User, cleo: User) -> None:
    share(ben, cleo, address=HOME, proof=1)
    share(ben, cleo, proof=2)

    assert said(ben, cleo) == ["the same network within one hour, 1 time", "2 proofs that are the very same"]
    assert make.fresh(ben).linked == [cleo.pk]


def test_a_network_of_a_crowd_links_nobody(db: None, settings: Settings) -> None:
    settings.RULES = Rules(link_crowd=3)
    people = [make.person(f"p{number}") for number in range(4)]

    share(*people, address=HOME)

    assert not Link.objects.exists()


def test_strangers_are_not_linked(ben: User, cleo: User) -> None:
    share(ben, device="one", address=HOME)
    share(cleo, device="two", address=OTHER)

    assert not Link.objects.exists()


def test_what_is_seen_no_more_is_forgotten_and_the_link_with_it(ben: User, cleo: User) -> None:
    share(ben, cleo, device="phone")

    links.sweep_old(now=NOW + timedelta(days=366))

    assert not Trace.objects.exists()
    assert not Link.objects.exists()
    assert make.fresh(ben).linked == []


def test_a_network_is_forgotten_sooner(ben: User) -> None:
    share(ben, device="phone", address=HOME)

    links.sweep_old(now=NOW + timedelta(days=31))

    assert [one.kind for one in Trace.objects.all()] == [Trace.Kind.DEVICE]


# -- people who share a home


def at_home(one: User, other: User) -> None:
    told = households.declare(one, public_id=other.public_id, words="My sister.", now=NOW)
    households.confirm(told, by=other, now=NOW)


def test_people_who_say_that_they_share_a_device_are_not_closed_out(ben: User, cleo: User) -> None:
    share(ben, cleo, device="phone", address=HOME)

    at_home(ben, cleo)

    assert make.fresh(ben).linked == make.fresh(cleo).linked == []
    assert (link(ben, cleo).score, link(ben, cleo).counted) == (80, 0)


def test_weighing_asks_the_same_for_many_as_for_two(ben: User) -> None:
    counts = []
    for number in (2, 6):
        people = [make.person(f"q{number}{one}") for one in range(number)]
        for once_more in (False, True):
            Trace.objects.all().delete()
            if not once_more:
                for one in people:
                    traces.note(one, traces.device(f"phone{number}"), now=NOW)
            keys = [(one.pk, other.pk) for one in people for other in people if one.pk < other.pk]
            with transaction.atomic(), CaptureQueriesContext(connection) as asked:
                links.weigh(keys, now=NOW)
            counts.append(len(asked))
            assert all(make.fresh(one).linked == [] for one in people) is once_more

    assert counts[:2] == counts[2:]


def test_what_only_one_says_changes_nothing(ben: User, cleo: User) -> None:
    share(ben, cleo, device="phone")

    told = households.declare(ben, public_id=cleo.public_id, words="My sister.", now=NOW)

    assert make.fresh(ben).linked == [cleo.pk]
    with pytest.raises(Refused, match="nothing to confirm"):
        households.confirm(told, by=ben, now=NOW)


def test_a_payout_address_counts_also_at_home(ben: User, cleo: User) -> None:
    at_home(ben, cleo)

    share(ben, cleo, device="phone", destination="DE89")

    assert make.fresh(ben).linked == [cleo.pk]


def test_what_is_not_so_any_more_counts_again(ben: User, cleo: User) -> None:
    share(ben, cleo, device="phone")
    told = households.declare(ben, public_id=cleo.public_id, words="My sister.", now=NOW)
    households.confirm(told, by=cleo, now=NOW)

    households.end(told, by=ben, now=NOW)

    assert make.fresh(ben).linked == [cleo.pk]


def test_one_says_it_by_the_address_of_a_profile(client: Client, ben: User, cleo: User) -> None:
    client.force_login(ben)
    typed = {"whose": f"http://testserver{cleo.get_absolute_url()}", "words": "My sister"}

    client.post(reverse("accounts:household"), typed)

    other = Client()
    other.force_login(cleo)
    page = other.get(reverse("accounts:household")).content.decode()
    assert "My sister" in page
    assert "It is so" in page


@pytest.mark.parametrize(("whose", "words"), [("nobody", "There is nobody"), ("ben", "This is your own profile")])
def test_who_is_not_there_is_said_and_what_was_typed_is_kept(client: Client, ben: User, whose: str, words: str) -> None:
    client.force_login(ben)
    typed = {"whose": ben.public_id if whose == "ben" else whose, "words": "My aunt"}

    page = client.post(reverse("accounts:household"), typed).content.decode()

    assert words in page
    assert "My aunt" in page


def test_nobody_shares_with_more_people_than_a_home_has(ben: User) -> None:
    others = [make.person(f"p{number}") for number in range(5)]
    for other in others[:4]:
        households.declare(ben, public_id=other.public_id, words="A brother.", now=NOW)

    with pytest.raises(Refused, match="4 people already"):
        households.declare(ben, public_id=others[4].public_id, words="A brother.", now=NOW)


def test_nobody_confirms_more_people_than_a_home_has(ben: User) -> None:
    """What others merely say of somebody keeps them from nothing."""
    others = [make.person(f"p{number}") for number in range(5)]
    said = [households.declare(one, public_id=ben.public_id, words="A brother.", now=NOW) for one in others]
    for one in said[:3]:
        households.confirm(one, by=ben, now=NOW)
    mine = households.declare(ben, public_id=make.person("p5").public_id, words="A brother.", now=NOW)

    with pytest.raises(Refused, match="4 people already"):
        households.confirm(said[3], by=ben, now=NOW)

    households.end(mine, by=ben, now=NOW)
    assert households.confirm(said[3], by=ben, now=NOW).confirmed_at == NOW


def test_nobody_says_it_again_and_again(ben: User, cleo: User) -> None:
    for _time in range(households.SAID_AN_HOUR):
        households.end(households.declare(ben, public_id=cleo.public_id, words="A friend.", now=NOW), by=ben, now=NOW)

    with pytest.raises(TooOften):
        households.declare(ben, public_id=cleo.public_id, words="A friend.", now=NOW)


def test_what_one_says_of_another_leads_nowhere_outside(client: Client, ben: User, cleo: User) -> None:
    client.force_login(ben)
    typed = {"whose": cleo.public_id, "words": "Write to me on telegram"}

    answer = client.post(reverse("accounts:household"), typed)

    assert list(answer.context["form"].errors) == ["words"]
    assert not cleo.notices.exists()


def test_two_say_it_once(ben: User, cleo: User) -> None:
    households.declare(ben, public_id=cleo.public_id, words="A brother.", now=NOW)

    with pytest.raises(Refused, match="said so already"):
        households.declare(cleo, public_id=ben.public_id, words="A sister.", now=NOW)


# -- what the staff sees


def test_the_staff_sees_links_with_their_reasons(client: Client, sam: User, ben: User, cleo: User) -> None:
    share(ben, cleo, device="phone")
    at_home(ben, cleo)
    client.force_login(sam)

    page = client.get(reverse("admin:accounts_user_change", args=[ben.pk])).content.decode()
    listed = client.get(reverse("admin:accounts_link_changelist")).content.decode()

    assert "A hint and no verdict" in page
    assert "My sister." in page
    assert "the same device" in listed


@pytest.mark.parametrize("people", [2, 8])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    client: Client, sam: User, people: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    share(*(make.person(f"p{number}") for number in range(people)), device="phone")
    client.force_login(sam)

    with django_assert_max_num_queries(9):
        client.get(reverse("admin:accounts_link_changelist"))
