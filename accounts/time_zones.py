"""Time zones: a first guess from the country, and the list a person chooses from."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from picomarket.lib import locales

# Where most people of a country with several zones live.
MOST_PEOPLED = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Gaza",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}


# What the first part of a zone's name is to CLDR, and what it has no word for.
REGIONS = {
    "Africa": "002", "America": "019", "Antarctica": "AQ", "Asia": "142", "Australia": "AU", "Europe": "150",
    "Pacific": "009",
}  # fmt: skip
OCEANS = {
    "Arctic": gettext_noop("Arctic"),
    "Atlantic": gettext_noop("Atlantic"),
    "Indian": gettext_noop("Indian Ocean"),
}


@cache
def _zones() -> dict[str, list[str]]:
    """The zones of each country, under the one name each has today: the old names of a zone are none of these."""
    there, found = available_timezones(), dict[str, list[str]]()
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _place, zone, *_about = line.split("\t")
            if zone in there:
                found.setdefault(country, []).append(zone)
    return found


def guess(country: str) -> str:
    """The zone most people of this country (ISO 3166 alpha-2) live in; UTC where nothing is known."""
    return MOST_PEOPLED.get(country) or next(iter(_zones().get(country, [])), "UTC")


def choices(*, now: datetime, chosen: str = "UTC") -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone once under its area, named by its city first, so that typing the city finds it.

    A zone that was ``chosen`` under an old name stays among them.
    """
    grouped: dict[str, list[tuple[str, str]]] = {}
    offered = {zone for zones in _zones().values() for zone in zones} | {chosen}
    for zone in sorted(offered - {"UTC"}):
        grouped.setdefault(zone.partition("/")[0], []).append((zone, _label(zone, now.astimezone(ZoneInfo(zone)))))
    named = ((_area(area), locales.in_order(zones)) for area, zones in grouped.items())
    return [(_("Everywhere"), [("UTC", "UTC")]), *named]


def _area(area: str) -> str:
    return locales.region(REGIONS[area]) if area in REGIONS else _(OCEANS.get(area, area))


def _label(zone: str, there: datetime) -> str:
    return f"{locales.place(zone)} ({locales.offset(there)})"
