"""The staff log: each deed of the staff, in a chain of hashes that shows what was changed behind PostgreSQL's guards.

PostgreSQL numbers and chains the entries itself, one after the other: a trigger takes a lock of the log until the
transaction ends, gives the next number without a gap, and hashes the entry with the hash before. So write an entry last
in its transaction: whoever writes one keeps the next writer waiting until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from django.db import connection, models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Law, Words

from .models import StaffEntry, User
from .roles import role_of

# The hash of an entry as the migration's trigger makes it. It stands here again, so that a proof leans on no function
# that somebody could have replaced.
BROKEN: LiteralString = """
    SELECT id, at, expected
      FROM (SELECT entry.id, entry.at, entry.hash,
                   lag(entry.id, 1, 0) OVER (ORDER BY entry.id) + 1 AS expected,
                   encode(sha256(convert_to(
                     lag(entry.hash, 1, repeat('0', 64)::varchar) OVER (ORDER BY entry.id) || E'\\n'
                     || jsonb_build_array(
                          entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.by_id, entry.role,
                          entry.about_id, entry.what, entry.reason, entry.kind, entry.key, entry.url)::text,
                     'UTF8')), 'hex') AS said
              FROM accounts_staffentry AS entry) AS chain
     WHERE hash IS DISTINCT FROM said OR id <> expected
     ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries there are, the hash of the last one, and the first fault; no words where there is none."""

    entries: int
    head: str
    fault: Words = ""


def write(
    *,
    by: User,
    about: User | None = None,
    what: str,
    reason: str = "",
    url: str = "",
    of: models.Model | None = None,
    now: datetime,
) -> StaffEntry:
    """Note a deed of the staff, for good. Call it last in the deed's transaction.

    ``about`` is whom it concerns: they read ``what``, the ``reason`` and the role of who did it, never the name. ``of``
    is the row it was done to, ``url`` its page on the desk.
    """
    return StaffEntry.objects.create(
        at=now,
        by=by,
        role=role_of(by),
        about=about,
        what=what,
        reason=reason,
        kind=of._meta.label_lower if of else "",
        key=str(getattr(of, "public_id", of.pk)) if of else "",
        url=url,
    )


def verify(*, kept: str = "") -> Verified:
    """Hold every entry to the chain again. ``kept`` is a hash somebody noted outside: it must be one of the chain's."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        broken = cursor.fetchone()
    last = StaffEntry.objects.order_by("-pk").first()
    entries, head = StaffEntry.objects.count(), last.hash if last else ""
    if broken:
        return Verified(entries, head, _fault(*broken))
    if kept and not StaffEntry.objects.filter(hash=kept).exists():
        words = _("No entry has the hash {kept}: entries were cut off, or changed and chained anew.")
        return Verified(entries, head, format_lazy(words, kept=kept))
    return Verified(entries, head)


def _fault(number: int, at: datetime, expected: int) -> Words:
    if number != expected:
        return format_lazy(_("Entry {number} of the staff log is missing."), number=expected)
    words = _("Entry {number} of the staff log, of {at} UTC, was changed, or one before it: it does not give its hash.")
    return format_lazy(words, number=number, at=f"{at:%Y-%m-%d %H:%M}")


CHAIN = Law(
    name=_("Each entry of the staff log gives its hash with the one before"),
    rows="SELECT count(*) FROM accounts_staffentry",
    broken=BROKEN,
    say=_fault,
    look=_("`manage.py verify_log` names the first entry; a backup from before has what it said."),
)
