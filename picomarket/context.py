"""What every page's frame shows. Lazy: a page that does not show it does not ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import freezes, standing
from accounts.models import Freeze, Sanction, User
from picomarket.lib import statements
from picomarket.lib.money import Money
from wallet import ledger

_UNREAD = """
SELECT (SELECT count(*) FROM inbox_notice WHERE person_id = %(person)s::bigint AND read_at IS NULL),
       (SELECT coalesce(sum(unread_worker), 0) FROM threads_thread
         WHERE worker_id = %(person)s::bigint AND unread_worker > 0)
     + (SELECT coalesce(sum(unread_employer), 0) FROM threads_thread
         WHERE employer_id = %(person)s::bigint AND unread_employer > 0)
"""


@dataclass
class Bar:
    """The sums and counts in the bar of a signed-in person."""

    person: User

    @cached_property
    def _pockets(self) -> dict[ledger.Pot, Money]:
        return ledger.balances_of([ledger.earned(self.person.pk), ledger.spendable(self.person.pk)])

    @property
    def earned(self) -> Money:
        return self._pockets[ledger.earned(self.person.pk)]

    @property
    def spendable(self) -> Money:
        return self._pockets[ledger.spendable(self.person.pk)]

    @property
    def balance(self) -> Money:
        return self.earned + self.spendable

    @cached_property
    def suspension(self) -> Sanction | None:
        return standing.current(self.person)

    @cached_property
    def freeze(self) -> Freeze | None:
        return freezes.current(self.person, now=timezone.now())

    @cached_property
    def _unread(self) -> tuple[int, int]:
        ((told, written),) = statements.rows(_UNREAD, {"person": self.person.pk})
        return int(told), int(written)

    @property
    def unread(self) -> int:
        """How many notices this person has not read."""
        return self._unread[0]

    @property
    def messages(self) -> int:
        """How many messages of others."""
        return self._unread[1]


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "market_name": settings.MARKET_NAME,
        "debug_mail": settings.DEBUG,
        "support_email": settings.SUPPORT_EMAIL,
        "bar": Bar(user) if isinstance(user, User) and user.is_authenticated else None,
    }
