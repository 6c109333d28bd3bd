"""Advice on a task while it is written: what makes good workers pass it by, or do something else than was meant.

It never keeps anybody from publishing; what does is in ``publishing.lacks``. Words are looked for in English alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picomarket.lib.money import CENT, Money
from picomarket.lib.rules import PERCENT
from wallet.commission import price_of

from . import checking, floor, pricing
from .drafts import Wanted
from .models import Category, ProofField, Task

SHORTEST_STEP, FEWEST_WORDS = 12, 3
Kind = ProofField.Kind
NOTHING = Money(0)
LINK = re.compile(r"https?://|\bwww\.|\b[\w-]+\.(com|org|net|io|app|dev|co|info)\b", re.IGNORECASE)
VISIT = re.compile(
    r"\bvisit\b|\b(go|navigate|browse) to (the|our|my|this) (\w+ )?(site|website|page|link|shop|app)\b"
    r"|\bopen (the|our|my|this) (\w+ )?(site|website|page|link|shop)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(the|a|an|of|to|and|your|you|is|are|for|with|in|on)\b", re.IGNORECASE)
VERBS = re.compile(
    r"\b(add|answer|ask|attach|book|browse|buy|call|capture|change|check|choose|click|close|collect|compare|complete|"
    r"confirm|copy|count|create|cut|decide|describe|do|download|draw|edit|enter|explain|fill|film|find|finish|follow|"
    r"get|give|go|hand|hold|include|install|join|keep|label|leave|let|list|listen|locate|log|look|make|mark|measure|"
    r"mention|move|name|navigate|note|open|paste|photograph|pick|play|point|post|press|proofread|put|rate|read|record|"
    r"recommend|register|remove|repeat|reply|report|return|review|save|say|scan|scroll|search|see|select|send|set|share|show|sign|"
    r"skip|solve|sort|speak|spell|start|stop|submit|summari[sz]e|switch|take|tap|tell|test|tick|time|transcribe|"
    r"translate|try|turn|type|upload|use|verify|view|visit|vote|wait|walk|watch|write)\b",
    re.IGNORECASE,
)
# Any other first word may be a verb that is not among them.
NAMES = re.compile(
    r"^\W*(the|a|an|my|our|your|his|her|their|its|this|that|these|those|some|any|all|every|each|it|we|there|here|in|on|"
    r"at|of|for|with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to think about, and the step of the wizard it belongs to."""

    step: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is written of a task so far; nothing of it need be there."""

    title: str = ""
    steps: Sequence[str] = ()
    minutes: int = 0
    category: Category | None = None
    reward: Money = NOTHING
    least: Money = NOTHING
    floor: Money = NOTHING
    slots: int = 0
    proofs: Sequence[Wanted] = ()


def on_draft(task: Task) -> list[Advice]:
    """Advice on a draft as it is saved."""
    proofs = [Wanted.of(one) for one in task.proof_fields.order_by("position")]
    said = on(
        Written(
            title=task.title,
            steps=task.steps,
            minutes=task.minutes,
            category=task.category,
            reward=task.reward,
            least=pricing.least_for(task),
            floor=floor.of(task),
            proofs=proofs,
        )
    )
    gold = checking.gold_advice(task)
    return [*said, Advice("review", gold)] if gold else said


def on(written: Written) -> list[Advice]:
    """All there is to say, in the order of the wizard."""
    parts = ("what", _about_what), ("proof", _about_proofs), ("pay", _about_pay)
    return [Advice(step, words) for step, look in parts for words in look(written)]


def _about_what(written: Written) -> Iterator[str]:
    if len(written.title) > 10 and written.title.isupper():
        yield _("Write the title in plain letters: capitals read like shouting.")
    for number, step in enumerate(written.steps, start=1):
        is_short = len(step) < SHORTEST_STEP or len(step.split()) < FEWEST_WORDS
        # “Open” and an address say all there is to do.
        if is_short and not LINK.search(step):
            yield _("Step %(number)s is very short. Say what to do, and with what.") % {"number": number}
        elif ENGLISH.search(step) and NAMES.search(step) and not VERBS.search(step):
            yield _("Step %(number)s names nothing to do. Begin it with a verb: open, write, choose.") % {
                "number": number
            }
        if VISIT.search(step) and not LINK.search(" ".join(written.steps[:number])):
            yield _("Step %(number)s sends people to a page but names no address. Write it out in full.") % {
                "number": number
            }
    suggested = written.category.minutes if written.category else 0
    if 0 < written.minutes * 2 < suggested:
        yield _("Tasks of this kind take about %(minutes)s minutes. Do it once yourself to be sure.") % {
            "minutes": suggested
        }


def _about_proofs(written: Written) -> Iterator[str]:
    kinds = {proof.kind for proof in written.proofs}
    steps = " ".join(written.steps).casefold()
    if not kinds:
        return
    if "screenshot" in steps and Kind.SCREENSHOT not in kinds:
        yield _("The steps speak of a screenshot, but you do not ask for one to be handed in.")
    if re.search(r"\b(link|url|web address)\b", steps) and "paste" in steps and kinds == {Kind.SCREENSHOT}:
        yield _("The steps ask for an address, but only a screenshot can be handed in.")
    for proof in written.proofs:
        if proof.kind not in ProofField.SENT and re.search(r"screen ?shot|photo|picture", proof.label, re.IGNORECASE):
            yield _("“%(label)s” sounds like a picture, but is asked for as %(kind)s.") % {
                "label": proof.label,
                "kind": str(Kind(proof.kind).label).lower(),
            }
    if kinds <= {Kind.TEXT, Kind.LINE} and not any(proof.least or proof.pattern for proof in written.proofs):
        yield _("A few words are easily invented. Ask for a least number of characters, an address or a screenshot.")


def _about_pay(written: Written) -> Iterator[str]:
    if not written.reward:
        return
    if written.reward < written.least:
        yield _("Offer at least %(least)s: the least for this category and these countries.") % {"least": written.least}
    least, minutes = written.floor, written.minutes
    hourly = Money(int(price_of(written.reward).receives) * 60 // max(minutes, 1)).floor_to_cents()
    if minutes and hourly < least:
        words = ngettext(
            "At %(minutes)s minute this pays %(hourly)s an hour. From %(fair)s on it pays %(floor)s.",
            "At %(minutes)s minutes this pays %(hourly)s an hour. From %(fair)s on it pays %(floor)s.",
            minutes,
        )
        yield words % {"minutes": minutes, "hourly": hourly, "fair": _fair(least, minutes), "floor": least}


def _fair(least: Money, minutes: int) -> Money:
    """The reward, in whole cents, of which a worker receives so much an hour."""
    receives, kept = int(least) * minutes, 60 * (100 * PERCENT - settings.RULES.worker_ppm)
    cents = -(-receives * 100 * PERCENT // max(kept, 1)) // CENT
    return Money((cents + 1) * CENT)
