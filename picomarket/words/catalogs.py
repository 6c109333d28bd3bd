"""locale/<language>/LC_MESSAGES/django.po: one file a language, with nothing in it that changes by itself.

No line numbers and no dates, sorted by the files the words stand in: a difference shows what somebody translated.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_language, to_locale

from picomarket.words import borrowed, compiling

# Where Babel counts otherwise than CLDR and Django: nothing is one thing in Hindi and Bengali, Arabic has few and many.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "bn": "nplurals=2; plural=(n > 1);",
    "hi": "nplurals=2; plural=(n > 1);",
    "id": "nplurals=1; plural=0;",
}


def path_of(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    """Those that have a file."""
    folders = (Path(settings.BASE_DIR) / "locale").glob("*/LC_MESSAGES/django.po")
    return sorted(to_language(path.parent.parent.name) for path in folders)


def wanted(language: str, own: Catalog) -> list[Message]:
    """All that is to be said in this language: our own messages, and those nobody else says in it."""
    root = Path(settings.BASE_DIR)
    messages = {(message.id, message.context): message for message in own if message.id}
    ours = {_first(message) for message in messages.values()}
    for message in borrowed.lacking(language, root / "templates"):
        if _first(message) not in ours:
            messages.setdefault((message.id, message.context), message)
    return list(messages.values())


def read(language: str) -> Catalog:
    """What is translated so far; nothing where there is no file."""
    path = path_of(language)
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def update(language: str, own: Catalog) -> Catalog:
    """Bring the file to what the sources say now: keeps what is translated, drops what nobody says any more."""
    before, after = read(language), Catalog()
    after.mime_headers = headers(language)
    for message in wanted(language, own):
        kept = before.get(message.id, message.context)
        # One that is counted now and was not before, or the other way round, is another message.
        same = (
            kept is not None and isinstance(kept.id, str) == isinstance(message.id, str) and _id(kept) == _id(message)
        )
        after.add(
            message.id,
            kept.string if kept and same else None,
            locations=[(name, line) for name, line in message.locations] if message.locations else (),
            flags=kept.flags & {"fuzzy"} if kept and same else (),
            auto_comments=message.auto_comments,
            user_comments=kept.user_comments if kept and same else (),
            context=message.context,
        )
    _write(after, path_of(language))
    return after


def headers(language: str) -> list[tuple[str, str]]:
    rule = PLURALS.get(language) or str(get_plural(to_locale(language)))
    return [
        ("Language", to_locale(language)),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", rule),
    ]


def _write(catalog: Catalog, path: Path) -> None:
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in headers(to_language(path.parent.parent.name)))
    path.parent.mkdir(parents=True, exist_ok=True)
    compiling.put(path, b'msgid ""\nmsgstr ""\n' + head.encode() + b"\n" + body.getvalue())


def _id(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _first(message: Message) -> tuple[str, str | None]:
    """What gettext tells messages apart by: a plural is one with its singular."""
    return _id(message)[0], message.context
