"""What work costs: the table of least rewards, its history, and who changes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from picomarket.lib.money import usd
from picomarket.lib.zones import Zone
from tasks import pricing
from tasks.models import Category, MinimumReward
from tasks.tests.counting import count_queries
from tests import make

TODAY = timezone.now().date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def surveys(db: None) -> Category:
    return Category.objects.get(slug="surveys")


def raised(category: Category, dollars: str, *, zone: str = "", on: date = TOMORROW) -> MinimumReward:
    return MinimumReward.objects.create(category=category, zone=zone, reward=usd(dollars), holds_from=on)


def test_a_new_row_holds_from_its_day_on(surveys: Category) -> None:
    raised(surveys, "0.75")

    assert pricing.minimum_reward(surveys, [], [], on=TODAY) == usd("0.50")
    assert pricing.minimum_reward(surveys, [], [], on=TOMORROW) == usd("0.75")


def test_a_zone_has_a_price_of_its_own(surveys: Category) -> None:
    raised(surveys, "0.90", zone=Zone.ASIA, on=TODAY)

    assert pricing.minimum_reward(surveys, [Zone.ASIA], []) == usd("0.90")
    assert pricing.minimum_reward(surveys, [Zone.AFRICA], []) == usd("0.60")


def test_a_kind_without_rows_costs_the_least_of_the_market(db: None) -> None:
    group = Category.objects.groups()[0]
    new = Category.objects.create(slug="new", name="New", parent=group)

    assert pricing.minimum_reward(new, [Zone.ASIA], []) == usd("0.05")


def test_every_kind_of_work_stands_in_a_group(db: None) -> None:
    assert set(Category.objects.groups().values_list("tasks", flat=True)) == {None}
    assert Category.objects.kinds().count() == 13


def test_anybody_reads_what_work_costs_and_what_will_change(client: Client, surveys: Category) -> None:
    raised(surveys, "0.77")

    page = client.get("/work/costs/").content.decode()

    assert "$1.25" in page  # surveys in Western Europe
    assert "Surveys, Worldwide: " in page
    assert "$0.77" in page


def test_the_page_asks_as_often_with_many_kinds(client: Client, db: None) -> None:
    few = count_queries(client, "/work/costs/")
    group = Category.objects.groups()[0]
    for number in range(30):
        raised(Category.objects.create(slug=f"kind-{number}", name=f"Kind {number}", parent=group), "0.50")

    assert count_queries(client, "/work/costs/") == few


def inline(**row: str) -> dict[str, Any]:
    total = {"minimum_rewards-TOTAL_FORMS": "1", "minimum_rewards-INITIAL_FORMS": "0"}
    return total | {f"minimum_rewards-0-{name}": value for name, value in row.items()}


def test_staff_change_a_category_and_its_price_from_a_day_on(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    about = {"name": "Surveys", "slug": "surveys", "parent": surveys.parent_id, "guidance": "", "minutes": "12"}
    price = inline(zone="", reward="0.60", holds_from=TOMORROW.isoformat())

    assert client.post(f"/admin/tasks/category/{surveys.pk}/change/", about | price).status_code == 302

    assert make.fresh(surveys).minutes == 12
    assert pricing.minimum_reward(surveys, [], [], on=TOMORROW) == usd("0.60")
    assert pricing.minimum_reward(surveys, [], [], on=TODAY) == usd("0.50")


def refused(client: Client, category: Category, dollars: str, *, zone: str = "", on: date = TOMORROW) -> list[str]:
    """What the page says of one more row of the table; it must not come in."""
    row = {"category": category.pk, "zone": zone, "reward": dollars, "holds_from": on.isoformat()}
    before = MinimumReward.objects.count()
    page = client.post("/admin/tasks/minimumreward/add/", row)
    assert MinimumReward.objects.count() == before
    form = page.context["adminform"].form
    return [str(words) for errors in form.errors.values() for words in errors]


def test_a_zone_does_not_pay_less_than_worldwide(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    day = date_format(TOMORROW)

    assert refused(client, surveys, "0.40", zone=Zone.ASIA) == [
        f"From {day} on worldwide would pay $0.50, and less there: Asia. Let these pay as much or more."
    ]
    (words,) = refused(client, surveys, "2")
    assert words.startswith(f"From {day} on worldwide would pay $2.00, and less there: ")
    assert "North America" not in words


def test_a_row_looks_at_those_to_come(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    for zone in Zone.values:
        raised(surveys, "3", zone=zone, on=TOMORROW)
    raised(surveys, "2", on=TOMORROW + timedelta(days=9))

    (words,) = refused(client, surveys, "1", zone=Zone.ASIA, on=TOMORROW + timedelta(days=3))

    assert words.startswith(f"From {date_format(TOMORROW + timedelta(days=9))} on worldwide would pay $2.00")


def test_a_row_that_says_nothing_new_is_refused(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    raised(surveys, "0.55")

    assert refused(client, surveys, "0.56") == [
        "The table says already what this pays there from that day on. Change that row."
    ]
    assert refused(client, surveys, "0.04", zone=Zone.ASIA) == [
        "Nothing here pays less than $0.05. Ask for that or more."
    ]


def test_a_group_has_no_price(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    group = surveys.parent
    assert group is not None
    about = {"name": group.name, "slug": group.slug, "parent": "", "guidance": "", "minutes": "5"}

    page = client.post(
        f"/admin/tasks/category/{group.pk}/change/", about | inline(zone="", reward="1", holds_from=f"{TOMORROW}")
    )

    assert f"“{group.name}” is a group." in page.content.decode()
    assert not group.minimum_rewards.exists()


def test_rows_that_come_together_are_looked_at_together(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    about = {"name": "Surveys", "slug": "surveys", "parent": surveys.parent_id, "guidance": "", "minutes": "12"}
    zones = ["", *Zone.values]
    rows = {"minimum_rewards-TOTAL_FORMS": str(len(zones)), "minimum_rewards-INITIAL_FORMS": "0"}
    for number, zone in enumerate(zones):
        said = {"zone": zone, "reward": "2", "holds_from": f"{TOMORROW}"}
        rows |= {f"minimum_rewards-{number}-{name}": value for name, value in said.items()}
    address = f"/admin/tasks/category/{surveys.pk}/change/"

    twice = client.post(address, about | rows | {"minimum_rewards-1-zone": ""}).content.decode()

    assert "Two rows say what Worldwide pays from" in twice
    assert client.post(address, about | rows).status_code == 302
    assert pricing.minimum_reward(surveys, [Zone.ASIA], [], on=TOMORROW) == usd("2")


def test_what_held_before_cannot_be_changed(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    held, coming = surveys.minimum_rewards.get(zone=""), raised(surveys, "0.75")
    row = {"category": surveys.pk, "zone": "", "reward": "0.10", "holds_from": TODAY - timedelta(days=9)}

    assert client.post(f"/admin/tasks/minimumreward/{held.pk}/change/", row).status_code == 403
    assert client.post(f"/admin/tasks/minimumreward/{held.pk}/delete/", {"post": "yes"}).status_code == 403
    assert b"Choose today or a later day" in client.post("/admin/tasks/minimumreward/add/", row).content
    assert client.get(f"/admin/tasks/minimumreward/{coming.pk}/change/").status_code == 200


def test_a_group_with_kinds_in_it_stands_in_no_other(client: Client, surveys: Category, sam: User) -> None:
    client.force_login(sam)
    group, other = Category.objects.groups().order_by("pk")[:2]
    about = {"name": group.name, "slug": group.slug, "parent": other.pk, "guidance": "", "minutes": "5"} | inline()

    page = client.post(f"/admin/tasks/category/{group.pk}/change/", about)

    assert b"Kinds of work stand in this group" in page.content
