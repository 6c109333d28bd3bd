"""Whether a language says everything, and says it with what the program fills in and marks up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog, Message

FILLED = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# A plain space, where a line may end: 85 and on the next one its sign.
LOOSE = re.compile(r"(?:\d|\}|\)s) %(?![(sd])")
# The forms of a plural that stand for one number only, in which it need not be written: one task, two tasks. In French
# and Portuguese the first is for none as well, of which these sentences never speak.
ONE_NUMBER = {"ar": {0, 1, 2}, "en": {0}, "es": {0}, "fr": {0}, "pt-br": {0}}


def untold(catalog: Catalog, wanted: Iterable[Message]) -> list[Message]:
    """What is not said, or not yet for certain."""
    return [message for message in wanted if not _is_told(catalog.get(message.id, message.context), message)]


def complaints(language: str, catalog: Catalog, wanted: Iterable[Message]) -> list[str]:
    """Everything that is wrong with this language's file, a line each."""
    known = list(wanted)
    missing = {id(message) for message in untold(catalog, known)}
    found = [f"not translated: {_texts(message.id)[0]!r}" for message in known if id(message) in missing]
    for message in known:
        told = catalog.get(message.id, message.context)
        if told and id(message) not in missing:
            found += [f"{problem}: {_texts(message.id)[0]!r}" for problem in problems(language, catalog, told)]
    return found


def problems(language: str, catalog: Catalog, told: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    asked, said = _texts(told.id), _texts(told.string)
    forms = catalog.num_plurals if len(asked) > 1 else 1
    if len(said) != forms:
        yield f"{len(said)} forms, not {forms}"
    for number, text in enumerate(said):
        # A form for one number may be filled in as either of the two in English are.
        models = asked if len(said) > 1 and number in ONE_NUMBER.get(language, set()) else asked[-1:]
        yield from _differences(text, models)


def _differences(text: str, models: tuple[str, ...]) -> Iterator[str]:
    filled, asked = _filled(text), _filled(models[-1])
    # Beside its number a form for one number needs nothing that the English one has not.
    lacking, may_lack = (asked & _filled(models[0])) - filled, len(models) - 1
    if filled - asked or len(lacking) > may_lack:
        yield f"other things to fill in, {_listed(filled)} for {_listed(asked)}"
    if _tags(text) != _tags(models[-1]) and _tags(text) != _tags(models[0]):
        yield f"other tags, {_listed(_tags(text))} for {_listed(_tags(models[-1]))}"
    if _edges(text) != _edges(models[-1]):
        yield "other spaces or lines at an end"
    if LOOSE.search(text):
        yield "a line may end before %"


def _is_told(told: Message | None, asked: Message) -> bool:
    if told is None or told.fuzzy or _texts(told.id) != _texts(asked.id):
        return False
    return bool(told.string) and all(_texts(told.string))


def _texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _filled(text: str) -> set[str]:
    """What stands in a text for something else, each once: it may be said as often as a language needs."""
    return set(FILLED.findall(text.replace("%%", "")))


def _tags(text: str) -> Counter[str]:
    return Counter(TAG.findall(text))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _listed(found: Iterable[str]) -> str:
    return ", ".join(sorted(found)) or "nothing"
