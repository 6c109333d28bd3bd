"""The neutral zones of the world that tasks are targeted by, and which country lies where.

A country lies in one zone. Zones follow pay levels and habits of the field (N. America and Oceania together,
the Middle East with North Africa), not religion.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.TextChoices):
    AMERICA_OCEANIA = "america_oceania", _("N. America and Oceania")
    WEST_EUROPE = "west_europe", _("Western Europe")
    EAST_EUROPE = "east_europe", _("Eastern Europe")
    ASIA = "asia", _("Asia")
    AFRICA = "africa", _("Africa")
    MENA = "mena", _("Middle East and North Africa")
    LATIN_AMERICA = "latin_america", _("Latin America")


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


COUNTRIES: dict[str, frozenset[str]] = {
    Zone.AMERICA_OCEANIA: _codes("""
        US CA AU NZ BM GL PM UM PR GU VI AS MP FJ PG SB VU WS TO TV KI NR FM MH PW NC PF WF CK NU TK
        NF CX CC PN HM AQ BV GS TF IO
    """),
    Zone.WEST_EUROPE: _codes("""
        GB IE FR DE NL BE LU CH AT ES PT IT MT SM VA MC AD LI DK SE NO FI IS FO AX GI GG JE IM GR CY
        SJ
    """),
    Zone.EAST_EUROPE: _codes("""
        PL CZ SK HU RO BG HR SI RS BA ME MK AL EE LV LT BY UA MD RU GE AM AZ XK
    """),
    Zone.ASIA: _codes("""
        BD IN PK LK NP BT MV CN HK MO TW JP KR KP MN VN TH LA KH MM MY SG ID PH BN TL KZ UZ KG TJ TM
        AF
    """),
    Zone.AFRICA: _codes("""
        NG GH CI SN ML BF NE TG BJ SL LR GN GW GM CV CM GA CG CD CF TD GQ ST AO ZM ZW MW MZ TZ KE UG
        RW BI ET ER DJ SO SS MG MU SC KM RE YT NA BW ZA LS SZ SH
    """),
    Zone.MENA: _codes("""
        AE SA QA BH KW OM YE IQ IR SY LB JO PS IL TR EG LY TN DZ MA EH MR SD
    """),
    Zone.LATIN_AMERICA: _codes("""
        MX GT BZ HN SV NI CR PA CU DO HT JM BS BB TT GD LC VC DM AG KN CO VE EC PE BO BR PY UY AR CL
        GY SR GF FK AW CW BQ SX MF BL GP MQ KY TC VG AI MS
    """),
}

_ZONE_OF = {country: zone for zone, countries in COUNTRIES.items() for country in countries}


def zone_of(country: str) -> str:
    """The zone a country (ISO 3166 alpha-2) lies in; empty for an unknown one."""
    return str(_ZONE_OF.get(country, ""))
