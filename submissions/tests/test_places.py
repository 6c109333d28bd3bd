"""Where people are: the country of an address, travelling, and a country that was changed."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import places
from accounts.models import User
from picomarket.lib import whereabouts
from picomarket.lib.money import usd
from submissions.models import Submission
from tasks.targeting import NotForYou
from tests import make

NOW = timezone.now()
# As the bundled list has them.
BANGLADESH, KENYA, GERMANY = "103.4.144.1", "197.248.1.1", "91.64.1.1"


def press(client: Client, task: object, address: str, **headers: str) -> str:
    """Claim from an address; where that leads."""
    url = reverse("submissions:claim", args=[getattr(task, "public_id", "")])
    return str(client.post(url, REMOTE_ADDR=address, **headers)["Location"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "country"),
    [
        (BANGLADESH, "BD"),
        (KENYA, "KE"),
        (GERMANY, "DE"),
        ("2a02:8071::1", "DE"),
        ("::ffff:197.248.1.1", "KE"),
        *((nowhere, "") for nowhere in ("127.0.0.1", "10.0.0.1", "::1", "fe80::1", "", "no address")),
    ],
)
def test_the_bundled_list_knows_countries_and_nothing_of_private_addresses(address: str, country: str) -> None:
    assert whereabouts.country_of(address) == country


def test_without_a_list_nobody_is_anywhere(settings: Settings) -> None:
    settings.COUNTRIES_FILE = None

    assert whereabouts.country_of(KENYA) == ""


def test_a_list_is_made_of_what_all_sources_say(tmp_path: Path, settings: Settings) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("81.2.69.0,81.2.69.255,GB\n89.160.20.0,89.160.20.255,SE\n2a02::,2a02:ffff::,DE\n")
    other.write_text("81.2.69.128,81.2.70.255,GB\n89.160.20.0,89.160.20.255,NO\n2a02::,2a02:ffff::,DE\n")
    settings.COUNTRIES_FILE = tmp_path / "made.xz"

    call_command("read_countries", "--source", one, "--source", other, "--to", tmp_path / "made.xz", stdout=StringIO())

    found = [
        whereabouts.country_of(one) for one in ("81.2.69.127", "81.2.69.128", "81.2.70.1", "89.160.20.1", "2a02::1")
    ]
    assert found == ["", "GB", "", "", "DE"]


def test_lists_that_agree_on_nothing_are_refused(tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text("81.2.69.0,81.2.69.255,??\n")

    with pytest.raises(CommandError):
        call_command("read_countries", "--source", one, "--to", tmp_path / "made.xz")


def test_a_claim_from_elsewhere_is_not_taken_and_leads_to_the_way_out(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    client.force_login(ben)

    leads_to = press(client, task, KENYA)

    page = client.get(leads_to).content.decode()
    assert leads_to == reverse("accounts:place")
    assert "Your connection comes from Kenya, and you live in Bangladesh" in page
    assert not Submission.objects.exists()
    assert make.fresh(ben).suspended_at is None


@pytest.mark.parametrize("address", [BANGLADESH, "127.0.0.1", "10.1.1.1", "", "203.0.113.9"])
def test_home_and_unknown_addresses_claim(client: Client, ann: User, ben: User, address: str) -> None:
    task = make.task(ann)
    client.force_login(ben)

    press(client, task, address)

    assert Submission.objects.get().worker == ben


def test_a_proxys_word_counts_only_where_one_is_trusted(
    client: Client, ann: User, ben: User, settings: Settings
) -> None:
    task = make.task(ann)
    client.force_login(ben)

    assert press(client, task, BANGLADESH, HTTP_X_FORWARDED_FOR=KENYA) != reverse("accounts:place")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert press(client, task, BANGLADESH, HTTP_X_FORWARDED_FOR=KENYA) == reverse("accounts:place")


def test_a_claim_from_home_asks_the_database_no_more(ben: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        places.check(ben, seen="BD", now=NOW)
        places.check(ben, seen="", now=NOW)


def test_islands_whose_addresses_come_from_the_mainland_are_no_other_country(db: None) -> None:
    places.check(make.person("ray", country="PR"), seen="US", now=NOW)


def test_who_says_that_they_travel_works_at_once(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann)
    client.force_login(ben)

    client.post(reverse("accounts:travel"), {"country": "KE", "days": 10})
    press(client, task, KENYA)

    assert Submission.objects.get().worker == ben


def test_after_the_last_day_they_are_at_home_again(ben: User) -> None:
    places.travel(ben, country="KE", days=10, now=NOW)

    places.check(ben, seen="KE", now=NOW + timedelta(days=9))
    with pytest.raises(places.SeenElsewhere):
        places.check(ben, seen="KE", now=NOW + timedelta(days=10, minutes=1))


def test_nobody_travels_all_year(ben: User) -> None:
    for _time in range(6):
        places.travel(ben, country="KE", days=1, now=NOW)

    with pytest.raises(places.PlaceRefused, match="6 times within a year"):
        places.travel(ben, country="KE", days=1, now=NOW)
    places.travel(ben, country="KE", days=1, now=NOW + timedelta(days=366))


@pytest.mark.parametrize(("typed", "words"), [({"country": "BD", "days": 3}, "This is where you live")])
def test_a_travel_that_is_none_is_refused_and_kept_as_typed(
    client: Client, ben: User, typed: dict[str, object], words: str
) -> None:
    client.force_login(ben)

    page = client.post(reverse("accounts:travel"), typed).content.decode()

    assert words in page
    assert 'value="3"' in page


@pytest.mark.parametrize("days", ["0", "61", "-1", "x"])
def test_days_that_are_none_get_a_sentence(client: Client, ben: User, days: str) -> None:
    client.force_login(ben)

    answer = client.post(reverse("accounts:travel"), {"country": "KE", "days": days})

    assert answer.status_code == 422
    assert not places.travels(ben, now=NOW)


def test_a_country_changed_for_one_task_opens_it_in_two_weeks(ann: User, ben: User) -> None:
    task = make.task(ann, countries=["KE"], reward=usd("0.20"))
    moved = places.move(ben, country="KE", now=NOW)

    with pytest.raises(NotForYou, match="You changed your country a short while ago"):
        make.claim(task, moved)
    with time_machine.travel(NOW + timedelta(days=14, minutes=1)):
        assert make.claim(task, make.fresh(ben)).country == "KE"


def test_a_country_left_for_one_task_closes_what_leaves_it_out(ann: User, ben: User) -> None:
    task = make.task(ann, excluded=["BD"])

    with pytest.raises(NotForYou, match="You changed your country"):
        make.claim(task, places.move(ben, country="KE", now=NOW))


def test_tasks_for_everybody_stay_open_after_a_move(client: Client, ann: User, ben: User) -> None:
    here, there = (
        make.task(ann, title="Look at this one page"),
        make.task(ann, title="For Kenya", countries=["KE"], reward=usd("0.20")),
    )
    client.force_login(places.move(ben, country="KE", now=NOW))

    feed = client.get(reverse("tasks:feed")).content.decode()

    assert here.title in feed
    assert there.title not in feed
    assert make.claim(here, make.fresh(ben)).task == here


def test_nobody_moves_twice_within_two_weeks(client: Client, ben: User) -> None:
    client.force_login(ben)

    client.post(reverse("accounts:move"), {"country": "KE", "sure": "yes"})
    page = client.post(reverse("accounts:move"), {"country": "NG"}).content.decode()

    assert "You changed it a short while ago" in page
    assert str(make.fresh(ben).country) == "KE"


def test_the_page_says_where_one_is_seen(client: Client, ben: User) -> None:
    client.force_login(ben)

    said = {
        address: client.get(reverse("accounts:place"), REMOTE_ADDR=address) for address in (BANGLADESH, KENYA, "::1")
    }

    assert "comes from Bangladesh, as it should" in said[BANGLADESH].content.decode()
    assert "comes from Kenya." in said[KENYA].content.decode()
    assert "is not known" in said["::1"].content.decode()


def test_a_change_of_country_is_asked_once_more_on_a_page_that_says_for_how_long(client: Client, ben: User) -> None:
    client.force_login(ben)

    page = client.post(reverse("accounts:move"), {"country": "KE"}).content.decode()

    assert "For 14 days, until" in page
    assert make.fresh(ben).country == "BD"
    client.post(reverse("accounts:move"), {"country": "KE", "sure": "yes"})
    assert make.fresh(ben).country == "KE"


def test_a_slip_is_undone_within_the_hour_and_all_is_as_it_was(client: Client, ann: User, ben: User) -> None:
    before = NOW - timedelta(days=30)
    User.objects.filter(pk=ben.pk).update(country_since=before)
    client.force_login(ben)
    page = client.post(reverse("accounts:move"), {"country": "KE", "sure": "yes"}, follow=True).content.decode()
    assert "Within an hour you can go back" in page
    assert reverse("accounts:move_back") in page

    client.post(reverse("accounts:move_back"))

    assert (make.fresh(ben).country, make.fresh(ben).country_since) == ("BD", before)
    assert make.claim(make.task(ann, countries=["BD"], reward=usd("0.15")), make.fresh(ben)).state == "claimed"


def test_going_back_does_not_shorten_what_an_earlier_change_closed(ann: User, ben: User) -> None:
    first = places.move(ben, country="KE", now=NOW - timedelta(days=15))
    places.move(first, country="BD", now=NOW - timedelta(minutes=30))

    back = places.move_back(ben, now=NOW)

    assert (back.country, back.country_since) == ("KE", NOW - timedelta(days=15))
    with pytest.raises(NotForYou):
        make.claim(make.task(ann, countries=["BD"], reward=usd("0.15")), make.fresh(ben))


def test_after_an_hour_and_twice_in_a_row_nobody_goes_back(ben: User) -> None:
    places.move(ben, country="KE", now=NOW - timedelta(hours=2))
    with pytest.raises(places.PlaceRefused, match="within an hour"):
        places.move_back(ben, now=NOW)

    later = NOW + timedelta(days=20)
    for _time in range(2):
        places.move(ben, country="NG", now=later)
        if not _time:
            places.move_back(ben, now=later)
    with pytest.raises(places.PlaceRefused, match="not twice in a row"):
        places.move_back(ben, now=later + timedelta(minutes=1))
