"""Finding phrases in what people write, also where it is written so as not to be found.

A text is read in a few ways: as it stands, with marks inside words left out (cl.ick), with digits for letters (cl1ck),
with both (c.l.1.c.k), and with its spelled-out words put together (c l i c k); and all that again without what formats
it (**cl**ick), as it will be seen. In each way case, accents and the script of a letter or digit that looks or means
the same don't matter. What was begun before a list (“Click two” and a line “- ads”) is read before each of its lines,
and a line that goes on in the next one also as one with it (``tasks.going_on``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from . import going_on
from .going_on import ENDS

# Ends a sentence, so that no phrase reaches over it. Neither a word nor a space to a regular expression.
END = "\x00"
LONGEST_GAP = 4
SHORTEST_STEM = 2
# Shorter ones are within many words.
SELDOM = 4
LOOK_AROUND = 6
APOSTROPHES = "'`\u2019\u00b4"
# Letters of other scripts that look like Latin ones, Cyrillic ones first. Capitals of Greek look like others than its
# small ones; case is folded afterwards.
TWINS = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u04cf\u0432\u043a\u043c\u043d\u0442"
    "\u0410\u0415\u041e\u0420\u0421\u0423\u0425\u0406\u0408\u0405\u0412\u041a\u041c\u041d\u0422"
    "\u03bd\u03bf\u03b1\u03c1\u03c4\u03ba\u03b9\u03b5\u03c5\u03c7"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0131",
    "aeopcyxijsdhlbkmhtaeopcyxijsbkmhtvoaptkieuxabezhikmnoptyxi",
)
# What Arabic writes in two ways; its lengthening stroke and letters that show nothing are left out.
SAME_LETTERS = str.maketrans("\u0629\u0649\u06cc\u06a9", "\u0647\u064a\u064a\u0643")
UNSEEN = "\u0640\u115f\u1160\u3164\uffa0"
# Vowel signs of Indian scripts stand so far behind the letter for the same vowel, which is part of a word to a regular
# expression where the sign is none.
VOWEL_SIGN = 0x38
DIGITS = str.maketrans("0134578@$!|", "oieastbasii")
DIGITS_AS_L = str.maketrans("0134578@$!|", "oleastbasll")
LOOK_LIKE_LETTERS, MAY_BE_L = frozenset("0134578@$!|"), frozenset("1!|")
STANDS_FOR_LETTER = re.compile(r"[0134578@$!|]+(?=[^\W\d_])|(?<=[^\W\d_])[0134578@$]+")
# Marks of formatting, and where a link leads: its words are read as one with those around it.
FORMATTING = re.compile(r"\]\([^\n)]{0,1000}\)|[*_\[\]]")
MARK_INSIDE = re.compile(r"(?<=\w)[^\w\s](?=\w)|_")
WORD = re.compile(r"\w+")
WITHOUT_APOSTROPHES = str.maketrans("\t\xa0", "  ", APOSTROPHES)
SPELLED = re.compile(r"(?<!\w)(?:\w[^\w\n\x00]{1,3}){3,}\w(?!\w)")


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands in a text, and whether the words around it say no to it."""

    start: int
    end: int
    negated: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text. ``at`` says where in the text each character of ``words`` stands.

    Where ``searched`` is not set only the company of a phrase is looked up in it.
    """

    words: str
    at: tuple[int, ...]
    spelled: bool = False
    searched: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase ready to be looked for: in plain words, and in words run together.

    One of each ``stems`` must be in a text for the phrase to be; that is soon found out.
    """

    plain: re.Pattern[str]
    together: re.Pattern[str]
    stems: tuple[tuple[str, ...], ...]
    # The same, each with whether the word may go on.
    words: tuple[tuple[tuple[str, bool], ...], ...]


def find(phrase: str, ways: list[Reading], *, unless: str = "", within: range | None = None) -> Match | None:
    """Where a phrase stands, in any way to read the text; a place that nobody says no to comes before one with a no.

    It counts for nothing in a sentence with a word of ``unless``, nor where it begins outside ``within``.
    """
    pattern, found = compiled(phrase), None
    for reading in ways:
        if reading.searched and may_be_in(phrase, reading.words):
            search = pattern.together if reading.spelled else pattern.plain
            for hit in search.finditer(reading.words):
                is_outside = within is not None and reading.at[hit.start()] not in within
                if is_outside or _is_excused(reading, hit, ways[0], unless):
                    continue
                match = _match(reading, hit)
                if not match.negated:
                    return match
                found = found or match
    return found


def may_be_in(phrase: str, words: str, *, unless: str = "") -> bool:
    """Whether one of each stem is there, which is soon found out, and no word that excuses it wherever it stands."""
    for alternatives in compiled(phrase).stems:
        for stem in alternatives:
            if stem in words:
                break
        else:
            return False
    return not ("~" in unless and _found(excuses(unless, anywhere=True), words))


def _is_excused(reading: Reading, hit: re.Match[str], plain: Reading, unless: str) -> bool:
    """Whether the sentence, in this way to read it or as it stands, has a word which shows that something else is
    meant."""
    if not unless:
        return False
    here, there = hit.start(), bisect_left(plain.at, reading.at[hit.start()])
    excusing = excuses(unless)
    return any(_found(excusing, _sentence(way, at)) for way, at in ((reading, here), (plain, there)))


def _found(pattern: re.Pattern[str] | None, words: str) -> bool:
    return pattern is not None and pattern.search(words) is not None


def _sentence(reading: Reading, at: int) -> str:
    ends = reading.words.find(END, at)
    return reading.words[reading.words.rfind(END, 0, at) + 1 : ends if ends >= 0 else None]


def _match(reading: Reading, hit: re.Match[str]) -> Match:
    words, start, end = reading.words, hit.start(), hit.end()
    sentence = words[words.rfind(END, 0, start) + 1 : start]
    before = " ".join(sentence.split()[-LOOK_AROUND:])
    negated = bool(NOT.search(before) or NOT_AFTER.match(words[end : end + 60]))
    return Match(reading.at[start], reading.at[end - 1] + 1, negated)


def is_sound(phrase: str) -> bool:
    """Whether a phrase can be looked for without being found everywhere."""
    parts = [part.removeprefix("!").split("|") for part in phrase.split() if part != "..."]
    stars = [one[:-1] for part in parts for one in part if one.endswith("*")]
    has_a_word = any(all(map(_is_long, part.split("|"))) for part in phrase.split() if part[:1] not in ".!")
    return has_a_word and all(map(_is_long, stars)) and all(map(all, parts)) and not phrase.startswith("!")


def is_sound_excuse(unless: str) -> bool:
    """Whether these words are not in every sentence."""
    return all(_is_long(one.lstrip("^~")) for one in unless.split("|")) if unless else True


def _is_long(word: str) -> bool:
    return len(folded(word.rstrip("*"))) >= SHORTEST_STEM


@lru_cache(maxsize=4096)
def compiled(phrase: str) -> Pattern:
    plain, together, gap = r"\b", "", False
    words: list[tuple[tuple[str, bool], ...]] = []
    for part in phrase.split():
        if part == "...":
            gap = True
            continue
        alternatives = [(folded(one.rstrip("*")), one.endswith("*")) for one in part.lstrip("!").split("|")]
        word = "|".join(re.escape(stem) + (r"\w*" if goes_on else "") for stem, goes_on in alternatives)
        if part.startswith("!"):
            plain += rf"\b(?! +(?:{word})\b)"
            continue
        if words:
            plain += rf"(?: +\w+){{0,{LONGEST_GAP}}}? +" if gap else " +"
            together += r"\w{0,24}? *" if gap else " *"
        plain, together, gap = f"{plain}(?:{word})", f"{together}(?:{word})", False
        words.append(tuple(alternatives))
    # Long words and few of them come first: they are in the fewest texts, which is soonest found out.
    rarest = tuple(sorted(words, key=lambda one: (min(len(stem) for stem, _goes_on in one) < SELDOM, len(one))))
    stems = tuple(tuple(stem for stem, _goes_on in alternatives) for alternatives in rarest)
    return Pattern(re.compile(rf"{plain}\b"), re.compile(together), stems, rarest)


@lru_cache(maxsize=1024)
def excuses(unless: str, *, anywhere: bool = False) -> re.Pattern[str] | None:
    """Any of these words: ``|`` stands between them, ``*`` ends one that may go on, ``^`` begins one that counts as the
    first of a sentence only; ``~`` one that excuses from wherever it stands, and those alone are given by ``anywhere``.
    """
    found = []
    for one in unless.split("|"):
        if one.startswith("~") == anywhere:
            word = r" +".join(re.escape(part) for part in folded(one.lstrip("^~").rstrip("*")).split())
            found.append(("^ *" if one.startswith("^") else r"\b") + word + ("" if one.endswith("*") else r"\b"))
    return re.compile("|".join(found)) if found else None


def folded(words: str) -> str:
    """Without case, accents and letters' twins."""
    return words.lower() if words.isascii() else "".join(character for character, _at in _fold(words))


def _fold(text: str) -> Iterator[tuple[str, int]]:
    for at, mark in enumerate(text):
        if mark.isascii():
            yield mark.lower(), at
        elif mark not in UNSEEN and unicodedata.category(mark) != "Cf":
            for character in _plain(mark):
                yield character, at


@lru_cache(maxsize=8192)
def _plain(mark: str) -> str:
    """A letter as it is compared, a digit of any script as ours; nothing for an accent."""
    plain = ""
    for character in unicodedata.normalize("NFKD", mark):
        if unicodedata.category(character) == "Nd":
            plain += str(unicodedata.decimal(character))
        elif unicodedata.category(character).startswith("M"):
            plain += _vowel(character)
        else:
            plain += character.translate(TWINS).casefold().translate(SAME_LETTERS)
    return plain


def _vowel(sign: str) -> str:
    """The letter for a vowel sign of an Indian script; nothing for any other mark that is written at a letter."""
    is_vowel = 0x900 <= ord(sign) < 0xE00 and 0x3E <= ord(sign) % 0x80 <= 0x4C
    return chr(ord(sign) - VOWEL_SIGN) if is_vowel else ""


NO_BEFORE = (
    "no not dont doesnt wont isnt cannot never without avoid nor sin nunca jamais pas ne nao sem tidak jangan tanpa"
    " لا بدون دون ليس बिना न না"
)
NO_AFTER = (
    "not never forbidden prohibited unnecessary optional banned interdit prohibido proibido dilarang"
    " न नहीं मत না নয় ممنوع"
)
# "If nothing is shown, install it" asks for it all the same: this one stands right before, or says nothing.
NOTHING = r"nothing (?:is|gets|to|(?:has|needs) to be|will be)$"
NOT = re.compile(rf"\b(?:(?:{'|'.join(folded(NO_BEFORE).split())})\b|{NOTHING})")
NOT_AFTER = re.compile(rf"^(?: +\w+){{0,2}} +(?:{'|'.join(folded(NO_AFTER).split())})\b")


def words_in(text: str) -> tuple[set[str], bool]:
    """Every word there is in any way to read a text, and whether some are spelled out: much quicker than to read it."""
    raw, found, is_spelled = folded(text).translate(WITHOUT_APOSTROPHES), set[str](), False
    for way in (raw, FORMATTING.sub("", raw)) if FORMATTING.search(raw) else (raw,):
        read = [way.replace("_", " ")]
        if MARK_INSIDE.search(way):
            read += [MARK_INSIDE.sub("", way), *_without_disguise(way)]
        if STANDS_FOR_LETTER.search(way):
            read += [_with_letters(way, digits).replace("_", " ") for digits in (DIGITS, DIGITS_AS_L)]
        found.update(word for one in read for word in WORD.findall(one))
        is_spelled = is_spelled or SPELLED.search(way) is not None
    return found, is_spelled


def readings(text: str) -> list[Reading]:
    """The ways to read a text, each once, as it stands first."""
    pairs = [(" " if mark in "\t\xa0" else mark, at) for mark, at in _fold(text) if mark not in APOSTROPHES]
    raw, at = "".join(mark for mark, _at in pairs), tuple(place for _mark, place in pairs)
    led, placed = going_on.in_lists(raw, at)
    ways = [*_ways(led, placed), *(_ways(*_unformatted(led, placed)) if FORMATTING.search(led) else ())]
    broken, places = going_on.wrapped(text, raw, at) if "\n" in raw else ("", ())
    if broken:
        ways += [*_ways(broken, places), *(_ways(*_unformatted(broken, places)) if FORMATTING.search(broken) else ())]
    once = dict[tuple[str, bool], Reading]()
    for one in ways:
        once.setdefault((one.words, one.spelled), one)
    as_it_stands = [] if led == raw else [replace(_spaced(raw, at), searched=False)]
    return [*as_it_stands, *once.values()]


def _ways(raw: str, at: tuple[int, ...]) -> list[Reading]:
    ways = [_spaced(raw, at), _spaced(*_without_marks(raw, at))]
    for digits in _letters_for(raw):
        lettered = _with_letters(raw, digits)
        words, places = _without_marks(lettered, at)
        ways += [_spaced(lettered, at), _spaced(_with_letters(words, digits), places)]
    return [*ways, *_spelled(raw, at)]


def _unformatted(raw: str, at: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Marks of formatting left out, also many in a row and inside a word."""
    left_out = {place for hit in FORMATTING.finditer(raw) for place in range(*hit.span())}
    kept = [place for place in range(len(raw)) if place not in left_out]
    return "".join(raw[place] for place in kept), tuple(at[place] for place in kept)


def _with_letters(raw: str, digits: dict[int, int]) -> str:
    """Digits and marks beside a letter as the letters they look like: cl1ck, b4nner."""
    return STANDS_FOR_LETTER.sub(lambda hit: hit[0].translate(digits), raw)


def _letters_for(raw: str) -> tuple[dict[int, int], ...]:
    """What its digits and marks may be read as; nothing where there are none."""
    if LOOK_LIKE_LETTERS.isdisjoint(raw):
        return ()
    return (DIGITS,) if MAY_BE_L.isdisjoint(raw) else (DIGITS, DIGITS_AS_L)


def _without_disguise(raw: str) -> Iterator[str]:
    """Both at once, as in c.4.p.t.c.h.4; of the words only that may be written so."""
    mixed = " ".join(word for word in raw.split() if not LOOK_LIKE_LETTERS.isdisjoint(word))
    if MARK_INSIDE.search(mixed):
        for digits in _letters_for(mixed):
            yield _with_letters(MARK_INSIDE.sub("", _with_letters(mixed, digits)), digits)


def _spaced(raw: str, at: tuple[int, ...]) -> Reading:
    """Marks become spaces, but those that end a sentence stay an end."""
    ended = ENDS.sub(END, raw)
    return Reading(re.sub(r"[^\w\x00]|_", " ", ended), at)


def _without_marks(raw: str, at: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Marks between two letters left out: e-mail, cl.ick."""
    inside = {hit.start() for hit in MARK_INSIDE.finditer(raw)}
    kept = [place for place in range(len(raw)) if place not in inside]
    return "".join(raw[place] for place in kept), tuple(at[place] for place in kept)


def _spelled(raw: str, at: tuple[int, ...]) -> Iterator[Reading]:
    """Words written letter by letter; another gap than the usual one is a space."""
    for run in SPELLED.finditer(raw):
        letters = list(re.finditer(r"(\w)([^\w]*)", run[0]))
        usual = Counter(letter[2] for letter in letters[:-1]).most_common(1)[0][0]
        words, places = "", []
        for letter in letters:
            words += letter[1]
            places.append(at[run.start() + letter.start()])
            if letter[2] not in (usual, ""):
                words += " "
                places.append(places[-1])
        for way in dict.fromkeys((words, _with_letters(words, DIGITS), _with_letters(words, DIGITS_AS_L))):
            yield Reading(way, tuple(places), spelled=True)
