"""What came of what a rail said, in words that are kept with it and told in the reader's language."""

from __future__ import annotations

from functools import cache

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from picomarket.lib.retelling import Retold

from .models import Deposit, Payout

NOT_OURS, UNCHANGED = gettext_noop("not about our money"), gettext_noop("unchanged")
UNKNOWN = gettext_noop("Nobody here knows the key {key}.")
SETTLED = gettext_noop("{count} settled")
REFUSED = gettext_noop("refused with {status}: {why}")
MORE_REFUSED = gettext_noop("{count} or more refused, the last with {status}: {why}")
CONTRADICTS = gettext_noop("The rail says of {key}: {fate} {amount}. The books say: {books}.")
BOOKS = gettext_noop("{amount}, {state}")
LOOKED = gettext_noop("{before} Looked into by {name}.")
# What the books say of what was never asked about, or was answered in two ways.
NOT_ASKED, OTHERWISE = gettext_noop("it was not asked about"), gettext_noop("the same answer says something else")
# What a rail says became of a payout, as Fate has it.
FATES = (
    *(gettext_noop("waiting"), gettext_noop("paid"), gettext_noop("failed"), gettext_noop("cancelled")),
    *(gettext_noop("unseen"), gettext_noop("reversed")),
)
SENTENCES = Retold(LOOKED, CONTRADICTS, MORE_REFUSED, REFUSED, UNKNOWN, SETTLED, BOOKS)


def said(kept: str) -> str:
    """What came of it, in the reader's language; a state by its name."""
    for states in (Payout.State, Deposit.State):
        if kept in states.values:
            return str(states(kept).label)
    return _sentence(kept)


def _sentence(kept: str) -> str:
    # The name of a state may have a comma, as what the books say has.
    return gettext(kept) if kept in _labels() else SENTENCES.say(kept, part=_sentence)


@cache
def _labels() -> set[str]:
    with translation.override(None):
        return {str(label) for label in Payout.State.labels}
