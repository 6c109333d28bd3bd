from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from django.utils import translation
from django_countries import countries

from accounts import time_zones
from picomarket.lib import locales


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("BD", "Asia/Dhaka"),
        ("US", "America/New_York"),
        ("DE", "Europe/Berlin"),
        ("XK", "Europe/Belgrade"),
        ("QQ", "UTC"),
    ],
)
def test_the_zone_is_guessed_from_the_country(country: str, zone: str) -> None:
    assert time_zones.guess(country) == zone


def test_every_country_gets_a_zone_that_can_be_chosen() -> None:
    offered = {
        zone for _area, zones in time_zones.choices(now=datetime(2026, 1, 1, tzinfo=UTC)) for zone, _label in zones
    }

    assert {time_zones.guess(code) for code, _name in countries} <= offered
    assert offered <= available_timezones()


def test_a_zone_is_named_by_its_city_with_todays_offset() -> None:
    areas = dict(time_zones.choices(now=datetime(2026, 1, 1, tzinfo=UTC)))

    assert dict(areas["Asia"])["Asia/Kathmandu"] == "Kathmandu (UTC+05:45)"
    assert dict(areas["Americas"])["America/Argentina/Buenos_Aires"] == "Argentina, Buenos Aires (UTC-03:00)"


def test_each_zone_is_offered_once_under_its_name_of_today() -> None:
    areas = dict(time_zones.choices(now=datetime(2026, 1, 1, tzinfo=UTC)))

    assert "Asia/Kolkata" in dict(areas["Asia"])
    assert not {"Asia/Calcutta", "Asia/Katmandu", "Asia/Saigon"} & set(dict(areas["Asia"]))
    assert not {"US", "Brazil", "Etc"} & set(areas)
    labels = [label for zones in areas.values() for _zone, label in zones]
    assert len(labels) == len(set(labels))


def test_who_chose_an_old_name_keeps_it() -> None:
    areas = dict(time_zones.choices(now=datetime(2026, 1, 1, tzinfo=UTC), chosen="Asia/Calcutta"))

    assert "Asia/Calcutta" in dict(areas["Asia"])


def test_areas_and_cities_are_named_in_the_language_of_who_chooses() -> None:
    with translation.override("ar"):
        areas = dict(time_zones.choices(now=datetime(2026, 1, 1, tzinfo=UTC)))

    assert dict(areas["أفريقيا"])["Africa/Cairo"] == "القاهرة (UTC+02:00)"
    # CLDR has them under the names they had before.
    assert dict(areas["آسيا"])["Asia/Kolkata"] == "كالكتا (UTC+05:30)"
    assert dict(areas["الأمريكتان"])["America/Argentina/Buenos_Aires"] == "بوينوس أيرس (UTC-03:00)"


def test_a_zone_is_said_by_its_city_and_how_far_it_is_from_utc_then() -> None:
    january, july = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)

    assert locales.zone("Asia/Dhaka", january, july) == "Dhaka time (UTC+06:00)"
    assert locales.zone("America/New_York", july) == "New York time (UTC-04:00)"
    assert locales.zone("America/New_York", january, july) == "New York time (UTC-05:00 / UTC-04:00)"
    assert locales.zone("Etc/UTC") == locales.zone("UTC", january) == "UTC"
