"""What the scripts of the desk say, in the reader's language: the picker of permissions, the calendar, the clock.

Django has these words in a catalog of their own, with gaps in some languages. What it does not say is said as pages say
it: the months by Django, the rest by our translators.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from babel.messages.catalog import Message
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django.views.i18n import JavaScriptCatalog

from picomarket.words import borrowed

# To so many things each form of a plural is asked for. The last number that has a form is the least special one: in
# some languages nothing is counted as one is, in others as many are.
MOST = 200


class DeskWords(JavaScriptCatalog):
    def get_catalog(self) -> dict[str, Any]:
        said = super().get_catalog()
        language = get_language() or "en"
        asked = {borrowed.key_of(message): message for message in borrowed.scripted()}
        ours = {
            key for key, message in asked.items() if key not in said or borrowed.is_wrong_in_scripts(language, message)
        }
        return said | {key: self._said(asked[key]) for key in ours}

    def _said(self, message: Message) -> str | list[str]:
        if isinstance(message.id, str):
            return pgettext(message.context, message.id) if message.context else gettext(message.id)
        form_of: Callable[[int], int] = cast("Any", self.translation).plural
        numbers = {form_of(number): number for number in range(MOST)}
        return [_counted(message, numbers.get(form, MOST)) for form in range(max(numbers) + 1)]


def _counted(message: Message, number: int) -> str:
    one, many = cast("tuple[str, str]", message.id)
    return npgettext(message.context, one, many, number) if message.context else ngettext(one, many, number)
