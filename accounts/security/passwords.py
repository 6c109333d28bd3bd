"""What makes a password easy to guess here and nowhere else: the words this market is known by."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Beside the market's own name and address; docs/security.md lists them.
WORDS = ("password", "picomarket", "market", "worker", "employer", "support", "admin", "wallet", "payout", "task")
# What is left without them says nothing more than this many letters.
FEW_LETTERS = 4


class OtherWords:
    """A validator: a password that is little but these words, whatever numbers and signs stand around them."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django passes it
        letters = _letters(password)
        rest = letters
        for word in sorted(context_words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != letters and len(rest) < FEW_LETTERS:
            raise ValidationError(_("Others would try the words of this site first. Choose other words."))

    def get_help_text(self) -> str:
        return _("Not made of the words of this site.")


def context_words() -> set[str]:
    named = f"{settings.MARKET_NAME} {(urlsplit(settings.SITE_URL).hostname or '').replace('.', ' ')}"
    return {
        *WORDS,
        *(word for word in map(_letters, [settings.MARKET_NAME, *named.split()]) if len(word) >= FEW_LETTERS),
    }


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.casefold())
