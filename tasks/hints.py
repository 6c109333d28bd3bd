"""What a proof must be like, in words for who hands it in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picomarket.lib import locales
from picomarket.lib.counting import figure
from picomarket.lib.sizes import round_size

from .models import ProofField

Kind = ProofField.Kind


def of(wanted: ProofField) -> str:
    """Everything there is to say, in one line; empty where nothing is asked but to fill it in."""
    return " ".join(_sentences(wanted))


def _sentences(wanted: ProofField) -> Iterator[str]:
    if wanted.kind == Kind.URL:
        yield _("The whole address, starting with https://")
    if wanted.least:
        words = ngettext("At least %(least)s character.", "At least %(least)s characters.", wanted.least)
        yield words % {"least": figure(wanted.least)}
    if wanted.kind == Kind.NUMBER:
        yield from _range(wanted)
    if wanted.kind == Kind.SCREENSHOT:
        yield _("PNG, JPEG or WebP, up to %(most)s.") % {"most": round_size(settings.RULES.picture_bytes)}
    if wanted.kind == Kind.FILE:
        endings = locales.listed(ending.upper() for ending in wanted.endings)
        most = round_size(settings.RULES.file_bytes)
        yield _("%(endings)s, up to %(most)s.") % {"endings": endings, "most": most}
    if wanted.most > 1:
        yield ngettext("Up to %(count)s of them.", "Up to %(count)s of them.", wanted.most) % {"count": wanted.most}
    if wanted.kind == Kind.CHALLENGE:
        yield _("It has a right answer, which the steps lead to. You can try again.")
    if wanted.kind == Kind.CODE:
        yield from _code(wanted)
    if wanted.example:
        yield _("For example: %(example)s") % {"example": wanted.example}


def _code(wanted: ProofField) -> Iterator[str]:
    words = _("You get it at the end of a page of %(host)s. It is good for this work only.")
    yield words % {"host": urlsplit(wanted.site).hostname or ""}
    if wanted.approves:
        yield _("With the right one your work is approved and paid at once.")


def _range(wanted: ProofField) -> Iterator[str]:
    if wanted.lowest is not None and wanted.highest is not None:
        bounds = {"lowest": plain(wanted.lowest), "highest": plain(wanted.highest)}
        yield _("From %(lowest)s to %(highest)s.") % bounds
    elif wanted.lowest is not None:
        yield _("At least %(lowest)s.") % {"lowest": plain(wanted.lowest)}
    elif wanted.highest is not None:
        yield _("At most %(highest)s.") % {"highest": plain(wanted.highest)}


def plain(number: Decimal) -> str:
    """A bound as people write it: 3.5, not 3.5000."""
    return str(localize(number.normalize() if number % 1 else number.quantize(Decimal(1))))
