"""Retouching: a kept picture is turned, or parts of it are covered for good, before it is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw

from accounts.models import User
from picomarket.lib import images
from picomarket.lib.refusals import Refused

from . import proofs
from .models import Proof

COVER = "#222"
WHOLE = 1000
MOST_PARTS = 50


class NothingCovered(Refused):
    """The parts to cover are none, or have no size."""


class Part(NamedTuple):
    """A rectangle of a picture, its sides in thousandths of the picture's."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_any(self) -> bool:
        return 0 <= self.left < self.right <= WHOLE and 0 <= self.top < self.bottom <= WHOLE


def rotate(proof: Proof, parts: Sequence[Part] = (), *, by: User, now: datetime) -> None:
    """Turn it a quarter to the right, with these parts of it covered first. Raises NothingCovered or ClaimOver."""
    if parts:
        _check(parts)
    turned = Image.Transpose.ROTATE_270
    _change(proof, lambda picture: _painted(picture, parts).transpose(turned), by=by, now=now)


def cover(proof: Proof, parts: Sequence[Part], *, by: User, now: datetime) -> None:
    """Paint these parts over; what was under them is kept nowhere. Raises NothingCovered or ClaimOver."""
    _check(parts)
    _change(proof, lambda picture: _painted(picture, parts), by=by, now=now)


def _check(parts: Sequence[Part]) -> None:
    if not parts:
        raise NothingCovered(_("Draw or say which part to cover."))
    if len(parts) > MOST_PARTS:
        raise NothingCovered(_("Cover at most %(most)s parts at a time.") % {"most": MOST_PARTS})
    if not all(part.is_any for part in parts):
        raise NothingCovered(
            _("Say which part to cover: its right side must be right of its left one, and its end below its start.")
        )


def _painted(picture: Image.Image, parts: Sequence[Part]) -> Image.Image:
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    for part in parts:
        sides = (part.left * width, part.top * height, part.right * width, part.bottom * height)
        left, top, right, bottom = (side / WHOLE for side in sides)
        pen.rectangle((int(left), int(top), int(right + 1), int(bottom + 1)), fill=COVER)
    return picture


def _change(proof: Proof, change: Callable[[Image.Image], Image.Image], *, by: User, now: datetime) -> None:
    with proof.picture.storage.open(str(proof.picture.name)) as file:
        changed = images.made_anew(change(Image.open(file).convert("RGB")), moved=proof.moved)
    proofs.replace(proof, changed, by=by, now=now)
