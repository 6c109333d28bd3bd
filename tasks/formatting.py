"""Formatting in steps: a little of Markdown, and nothing that could do harm.

Bold, slanted, code, links with their host beside them, and lists of lines that begin with a dash. Each line is read for
itself, and what means nothing stays as it was typed. HTML is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import groupby
from urllib.parse import quote, urlsplit

import nh3
from django.utils.html import Urlizer, escape, smart_urlquote, strip_tags
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .filling import VARIABLE, Step

TAGS = {"strong", "em", "code", "a", "ul", "li", "br"}
DASH = "- "
# Stands for what is put aside. Nobody can type it: it is taken out of all that is read.
FIRST = 0xF0000
HELD = re.compile("[\U000f0000-\U000ffffd]")
# What is no formatting, though it may hold marks: addresses, stars between digits, names like __init__.py, and the name
# of a variable as a link's target.
PLAIN = re.compile(
    r"(?:https?://|(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}/)"
    r"[^\s<>\"`\[\]()]*(?:\([^\s<>\"`()]*\)[^\s<>\"`\[\]()]*)*(?<![*_.,;:!?'])"
    r"|(?<!\w)__\w+__\.\w+"
    r"|(?<=[0-9])\*+(?=[0-9])"
    r"|(?<=\]\()\[[^\[\]\n]+\](?=\))",
    re.IGNORECASE,
)
# What a browser takes for the host must be what is shown as the host.
HOST = re.compile(r"[^\W_](?:[\w.-]*\w)?(?::\d{1,5})?")
UNSAFE = re.compile(r"[\\\x00-\x1f\x7f]")
MARKS = re.compile(r"[*_`\[]")
# Each process remembers the last so many.
STEPS_KEPT = 2000
SCHEME = re.compile(r"^https?://")


class Addresses(Urlizer):
    """Makes links of web addresses alone, and of what has no scheme only where it begins with a host."""

    simple_url_2_re = re.compile(r"^www\.|^(?!http)\w[\w.-]+\.(com|edu|gov|int|mil|net|org)($|/.*)$", re.IGNORECASE)

    @staticmethod
    def is_email_simple(_value: str) -> bool:
        return False


class Markdown(MarkdownIt):
    """Only the syntax: which address may be a link is decided here, once it is known."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


SYNTAX = Markdown("zero", {"html": False}).enable(["emphasis", "backticks", "link"])
with_links = Addresses()


class Aside:
    """What is put aside while marks are looked for, each as one letter: so it can neither bring marks nor break any."""

    def __init__(self, *, has_values: bool) -> None:
        self.has_values = has_values
        # As text, at the start of a link's target, and further on in one.
        self._kept: list[tuple[str, str, str]] = []

    def put(self, words: str, *, starts: str, goes_on: str) -> str:
        self._kept.append((words, starts, goes_on))
        return chr(FIRST + len(self._kept) - 1)

    def put_plain(self, found: re.Match[str]) -> str:
        words, target = self.words(found[0]), self.target(found[0])
        return self.put(words, starts=target, goes_on=target)

    def words(self, text: str) -> str:
        return HELD.sub(lambda hit: self._kept[ord(hit[0]) - FIRST][0], text)

    def target(self, text: str) -> str:
        return HELD.sub(lambda hit: self._kept[ord(hit[0]) - FIRST][1 if hit.start() == 0 else 2], text)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: words that may hold addresses, or HTML."""

    words: str
    is_html: bool


def html(step: str) -> SafeString:
    """A step as it is shown; what a row's values hold is text in it. What is the same for every row is made once."""
    return _html(step) if isinstance(step, Step) else _remembered(step)


@lru_cache(maxsize=STEPS_KEPT)
def _remembered(step: str) -> SafeString:
    return _html(step)


def _html(step: str) -> SafeString:
    aside = Aside(has_values=isinstance(step, Step))
    text = PLAIN.sub(aside.put_plain, _without_values(step, aside))
    return SafeString(
        nh3.clean(
            "".join(_blocks(text, aside)),
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https"},
            link_rel="nofollow noopener noreferrer ugc",
            set_tag_attribute_values={"a": {"target": "_blank"}},
        )
    )


def plain(step: str) -> str:
    """A step in one line of text, without its marks, for where no HTML can stand."""
    spaced = re.sub(r"<(?:br|li)>", " ", html(step))
    return " ".join(unescape(strip_tags(spaced)).split())


def _without_values(step: str, aside: Aside) -> str:
    """The text with its variables put aside. A value that begins a link's target may be a whole address."""
    written, values = (step.written, step.values) if isinstance(step, Step) else (step, {})

    def put(found: re.Match[str]) -> str:
        value = _typed(values.get(found[1], found[0]))
        return aside.put(value, starts=value, goes_on=quote(value, safe="/"))

    return VARIABLE.sub(put, _typed(written))


def _typed(text: str) -> str:
    return HELD.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _blocks(text: str, aside: Aside) -> Iterator[str]:
    """Lists, and the lines between them."""
    between: list[str] = []
    for dashed, run in groupby(text.split("\n"), key=lambda line: line.startswith(DASH)):
        lines = list(run)
        if dashed:
            yield _lines(between, aside)
            between = []
            items = (_line(line.removeprefix(DASH), aside) for line in lines)
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        else:
            between += lines
    yield _lines(between, aside)


def _lines(lines: Sequence[str], aside: Aside) -> str:
    # Where a list begins or ends there is a gap already.
    return "<br>".join(_line(line, aside) for line in "\n".join(lines).strip("\n").split("\n"))


def _line(line: str, aside: Aside) -> str:
    """One line. Words are put together again before addresses are looked for, so that no mark cuts through one."""
    parts = [Part(aside.words(line), is_html=False)]
    if MARKS.search(line):
        parts = _parts(SYNTAX.parseInline(line)[0].children or [], aside)
    shown = ""
    for is_html, run in groupby(parts, key=lambda part: part.is_html):
        words = "".join(part.words for part in run)
        shown += words if is_html else _broken(with_links(words, autoescape=True))
    return shown


def _broken(words: str) -> str:
    return words.replace("\n", "<br>")


def _parts(tokens: Sequence[Token], aside: Aside) -> list[Part]:
    parts, at = list[Part](), 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "link_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "link_close")
            parts += _link(token, tokens[at + 1 : end], aside)
            at = end
        elif token.type == "code_inline":
            parts.append(Part(f"<code>{_broken(escape(aside.words(token.content)))}</code>", is_html=True))
        elif token.nesting:
            parts.append(Part(f"<{'/' if token.nesting < 0 else ''}{token.tag}>", is_html=True))
        else:
            parts.append(Part(aside.words(token.content), is_html=False))
        at += 1
    return parts


def _link(link: Token, tokens: Sequence[Token], aside: Aside) -> list[Part]:
    """A link with its host beside it, unless its words are its address.

    As it was typed where it leads nowhere on the web; without a link where the target is only known with a row.
    """
    typed, inside = str(link.attrs["href"]), _parts(tokens, aside)
    target, words = aside.target(typed), aside.words("".join(token.content for token in tokens))
    if "[" in target and not aside.has_values:
        return [*inside, Part(f" ({escape(aside.words(typed))})", is_html=True)]
    host = _host(target)
    if not host:
        title = f' "{aside.words(str(link.attrs["title"]))}"' if link.attrs.get("title") else ""
        return [Part("[", is_html=False), *inside, Part(f"]({aside.words(typed)}{title})", is_html=False)]
    shown = "".join(part.words if part.is_html else _broken(escape(part.words)) for part in inside)
    beside = "" if _bare(words) == _bare(target) else f" ({escape(host)})"
    return [Part(f'<a href="{escape(smart_urlquote(target))}">{shown or escape(target)}</a>{beside}', is_html=True)]


def _host(address: str) -> str:
    """The host of a web address; nothing where it is none, or one that browsers may read otherwise."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_plain = not UNSAFE.search(address) and HOST.fullmatch(parts.netloc)
    return parts.netloc if parts.scheme in {"http", "https"} and is_plain else ""


def _bare(address: str) -> str:
    return SCHEME.sub("", address.strip().lower()).removesuffix("/")
