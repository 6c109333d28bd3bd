"""Words that are kept as they were said in the language of the code, and told in the reader's.

What is kept may be a whole sentence that was marked for translation, or one that was filled in: ``Upheld in part,
30%`` of ``Upheld in part, {percent}%``. Which sentences are filled in is told beforehand, so that what they were
made of can be read out of them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext

NAME = re.compile(r"\\{(\w+)\\}")


class Retold:
    """Sentences with names in braces, marked with ``gettext_noop``. Of two that fit, the first counts."""

    def __init__(self, *sentences: str) -> None:
        self.known = [(sentence, _pattern(sentence)) for sentence in sentences]

    def say(self, kept: str, part: Callable[[str], str] | None = None) -> str:
        """It in the reader's language, as far as there are words for it; ``part`` says what was filled in, which is
        said as a sentence would be otherwise."""
        for sentence, pattern in self.known:
            if found := pattern.fullmatch(kept):
                parts = {name: (part or self.say)(text) for name, text in found.groupdict().items()}
                return gettext(sentence).format_map(parts)
        return gettext(kept) if kept else ""


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(NAME.sub(r"(?P<\1>.*?)", re.escape(sentence)), re.DOTALL)
