"""What every page's frame shows. Lazy: a page that does not show it does not ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import freezes, required, standing
from accounts.models import Freeze, Sanction, User
from inbox import notices
from picomarket.lib import statements
from picomarket.lib.money import Money
from wallet import ledger, methods

_MESSAGES_OF = """
    SELECT coalesce(sum(unread), 0)
      FROM (SELECT unread_worker FROM threads_thread WHERE worker_id = %(person)s::bigint AND unread_worker > 0
            UNION ALL
            SELECT unread_employer FROM threads_thread WHERE employer_id = %(person)s::bigint AND unread_employer > 0
           ) AS theirs (unread)
"""
# The bar is on every page, so that what it says is asked at once, with what a newcomer's first steps ask.
_NUMBERS = f"SELECT ({ledger.POCKETS_OF}), ({notices.UNREAD_OF}), ({_MESSAGES_OF}), ({methods.HAS_ONE})"


@dataclass
class Bar:
    """The sums and counts in the bar of a signed-in person."""

    person: User

    @cached_property
    def _numbers(self) -> tuple[int, int, int, bool]:
        ((balance, unread, messages, has_one),) = statements.rows(_NUMBERS, {"person": self.person.pk})
        return balance, unread, int(messages), has_one

    @property
    def balance(self) -> Money:
        """All they have, whichever pocket it is in."""
        return Money(self._numbers[0])

    @property
    def unread(self) -> int:
        """How many notices this person has not read."""
        return self._numbers[1]

    @property
    def messages(self) -> int:
        """How many messages of others."""
        return self._numbers[2]

    @property
    def has_destination(self) -> bool:
        """Whether they said where payouts go."""
        return self._numbers[3]

    @cached_property
    def suspension(self) -> Sanction | None:
        return standing.current(self.person)

    @cached_property
    def asked_to_work(self) -> required.Asked | None:
        return required.of(self.person, required.WORK, now=timezone.now())

    @cached_property
    def asked_to_hire(self) -> required.Asked | None:
        return required.of(self.person, required.HIRE, now=timezone.now())

    @cached_property
    def freeze(self) -> Freeze | None:
        return freezes.current(self.person, now=timezone.now())


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "market_name": settings.MARKET_NAME,
        "debug_mail": settings.DEBUG,
        "many_languages": len(settings.LANGUAGES) > 1,
        "support_email": settings.SUPPORT_EMAIL,
        "bar": Bar(user) if isinstance(user, User) and user.is_authenticated else None,
    }
