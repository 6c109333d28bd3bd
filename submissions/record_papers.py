"""A work record as a page to print."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django_countries import countries

from picomarket.lib import locales
from picomarket.lib.counting import percent
from picomarket.lib.money import usd
from picomarket.lib.paper import Column, Paper

from .records import Read


def pdf(found: Read) -> bytes:
    """A record that is genuine, with the address where that can be checked. Raises ValueError for another one."""
    said, as_of = found.content or {}, found.as_of
    if as_of is None:
        raise ValueError("what is not genuine is not printed")
    day = locales.dated(as_of, "LONG_DATE_FORMAT")
    lead = _("%(name)s, as of %(day)s") % {"name": said["name"], "day": day} if "name" in said else day
    paper = Paper(title=_("Work record"), house=settings.MARKET_NAME, made_at=as_of, lead=lead)
    paper.facts(_facts(found))
    columns = [Column(_("Kind of work"), 120), Column(_("Approved"), 50, "R")]
    if said["categories"]:
        paper.table(columns, ([one["name"], str(one["approved"])] for one in said["categories"]))
    if said.get("tests"):
        paper.heading(_("Tests passed"))
        tests = [Column(_("Test"), 120), Column(_("Passed on"), 50, "R")]
        paper.table(tests, ([one["title"], one["passed"]] for one in said["tests"]))
    paper.note(
        _("Check that this is genuine, and what it says, at %(address)s. It is signed with the key %(key)s.")
        % {"address": said["check"], "key": found.key}
    )
    return paper.pdf()


def _facts(found: Read) -> list[tuple[str, str]]:
    said = found.content or {}
    facts = [
        (_("Level"), found.level),
        (_("Tasks approved"), str(said["approved"])),
        (_("Rejected"), str(said["rejected"])),
        (_("Success, all time"), _rate(said["success_rate"])),
        (
            _("Success, last %(count)s verdicts") % {"count": said["latest_verdicts"]},
            _rate(said["latest_success_rate"]),
        ),
        (_("Points"), str(said["points"])),
        (_("Member since"), found.member_since),
    ]
    if "country" in said:
        facts.append((_("Country"), str(countries.name(said["country"]) or said["country"])))
    if "earnings" in said:
        facts.append((_("Received for approved tasks"), str(usd(said["earnings"]["received"]))))
    return facts


def _rate(rate: int | None) -> str:
    return "–" if rate is None else percent(rate)
