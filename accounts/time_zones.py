"""Time zones: a first guess from the country, and the list a person chooses from."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from django.utils.translation import gettext as _

AREAS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)

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


def guess(country: str) -> str:
    """The zone most people of this country (ISO 3166 alpha-2) live in; UTC where nothing is known."""
    zones = [MOST_PEOPLED[country]] if country in MOST_PEOPLED else get_global("territory_zones").get(country, [])
    return next((zone for zone in zones if zone in available_timezones()), "UTC")


def choices(*, now: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone under its area, named by its city first, so that typing the city finds it."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        area, _slash, city = zone.partition("/")
        if area in AREAS and city:
            grouped.setdefault(area, []).append((zone, _label(city, now.astimezone(ZoneInfo(zone)))))
    return [(_("Everywhere"), [("UTC", "UTC")]), *grouped.items()]


def _label(city: str, there: datetime) -> str:
    offset = f"{there:%z}"
    return f"{city.replace('_', ' ').replace('/', ', ')} (UTC{offset[:3]}:{offset[3:5]})"
