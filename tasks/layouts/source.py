"""The text of a layout: out of whatever bytes it came in, and out of MTurk's envelope, with its lines in place."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from html import unescape

from django.utils.translation import gettext_lazy as _

from picomarket.lib.refusals import Refused
from picomarket.lib.sizes import round_size

from . import braces
from .notes import Kind, Note

# MTurk itself takes 64 KB.
LARGEST = 256 * 1024
# Encodings a page can say it is written in; others are read by no browser or are no text.
ENCODINGS = re.compile(
    r"utf-?8|iso-8859-\d{1,2}|latin-?1|windows-125\d|shift_jis|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5|koi8-[ru]",
    re.IGNORECASE,
)
SAID = re.compile(rb"(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{1,20})")
# How a ZIP (and every Office file), a PDF, a picture and an old Word file begin.
NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
CONTENT = re.compile(r"<HTMLContent[^<>]{0,200}>", re.IGNORECASE)
CDATA_OPENS, CDATA_ENDS = "<![CDATA[", "]]>"
DECLARED = re.compile(r"<!ENTITY[^>]*>|<!(?:ELEMENT|ATTLIST|NOTATION)[^>]*>", re.IGNORECASE)
LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
NO_TAG = re.compile(r"<(?![a-zA-Z/!?])")
# How JSON begins; braces of a layout are followed by others, or by a name.
JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\"{\]])")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff]")


class Unreadable(Refused):
    """The layout cannot become a draft; the message says why and what to do."""


def text_of(data: bytes) -> str:
    """What stands in an uploaded file. Raises Unreadable where it is too large or no text."""
    check_size(len(data))
    if data.startswith(NO_TEXT):
        raise Unreadable(_("This is no HTML file. Save the layout as HTML, or copy its source and paste it."))
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    if data.startswith(BOM_UTF8):
        return _decoded(data[len(BOM_UTF8) :], "utf-8")
    try:
        return data.decode()
    except UnicodeDecodeError:
        said = SAID.search(data[:2048])
        name = said[1].decode("ascii") if said else ""
        return _decoded(data, name if ENCODINGS.fullmatch(name) else "utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(_("This file is not in UTF-8. Save it in UTF-8, or copy its source and paste it.")) from error


def check_size(size: int) -> None:
    """Raises Unreadable for more bytes, or characters, than a layout has."""
    if size > LARGEST:
        words = _(
            "This is larger than %(most)s, which no layout is. Leave data, pictures and libraries out of it: they come"
            " with the file of rows."
        )
        raise Unreadable(words % {"most": round_size(LARGEST)})


def prepared(text: str) -> tuple[str, list[Note]]:
    """The HTML alone, in which a tag that begins also ends. What is taken away leaves its lines behind.

    Raises Unreadable where there is no HTML: nothing, plain words, or another kind of question of MTurk.
    """
    check_size(len(text))
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Unreadable(_("There is nothing in it. Paste the HTML of your layout, or choose its file."))
    _check_envelope(text)
    html, notes = braces.as_html(LONG_NUMBER.sub("\ufffd", _without_comments(_unwrapped(text))))
    # Behind the last > no tag can end: so every one that begins before it does, and reading takes as long as the text.
    end = html.rfind(">") + 1
    if not end:
        raise Unreadable(_("There is no HTML in it, only words. Copy the source of the layout, with its tags."))
    html, declared = _without_declarations(NO_TAG.sub("&lt;", html[:end]) + html[end:].replace("<", " "))
    return html, [*notes, *declared]


def _check_envelope(text: str) -> None:
    if JSON.match(text):
        raise Unreadable(
            _(
                "This is JSON, which is not read here, such as what the template builder of Toloka writes."
                " Paste the HTML of the template instead, or start a new task and copy its questions."
            )
        )
    head = text[:2000].lower()
    if "<externalquestion" in head:
        raise Unreadable(
            _(
                "This only holds the address of a page of yours. Start a new task instead, give that address in a step"
                " and ask for a completion code."
            )
        )
    if "<questionform" in head:
        raise Unreadable(
            _(
                "This is a QuestionForm, an older form that has no HTML. Start a new task instead and copy its"
                " questions: a task has up to six."
            )
        )


def _unwrapped(text: str) -> str:
    """Out of ``<HTMLQuestion>``, and out of CDATA or with its characters read once where they were escaped."""
    found = CONTENT.search(text) if "<htmlcontent" in text[:2000].lower() else None
    if found is None:
        return text.replace(CDATA_OPENS, "").replace(CDATA_ENDS, "")
    end = text.lower().rfind("</htmlcontent")
    inside = text[found.end() : end if end > found.end() else len(text)]
    if CDATA_OPENS not in inside and "<" not in inside:
        inside = unescape(LONG_NUMBER.sub("\ufffd", inside))
    return _lines(text[: found.end()]) + inside.replace(CDATA_OPENS, "").replace(CDATA_ENDS, "")


def _without_comments(text: str) -> str:
    """Nobody sees them. One that never ends hides all that comes after it, as it does in a browser."""
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin + 4)
        kept += [text[at:begin], _lines(text[begin : end if end >= 0 else len(text)])]
        at = end + 3 if end >= 0 else len(text)
    return "".join([*kept, text[at:]])


def _without_declarations(text: str) -> tuple[str, list[Note]]:
    """Entities a file makes for itself are never read, so that none can stand for a file or for a billion others."""
    notes, at, line = list[Note](), 0, 1
    for found in DECLARED.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        notes.append(Note(Kind.ENTITY, line))
    if notes:
        text = DECLARED.sub(lambda found: _lines(found[0]), text)
    # What is left of the brackets around them, and conditional sections for old browsers.
    text = re.sub(r"<!DOCTYPE[^>\[]{0,500}\[\s*\]\s*>", lambda found: _lines(found[0]), text, flags=re.IGNORECASE)
    return text.replace("<![", "<! "), notes


def _lines(text: str) -> str:
    return "\n" * text.count("\n")
