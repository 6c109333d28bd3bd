"""What a picture looks like, in so few bytes that two of them can be compared: its look.

A look is the picture at 16 by 16 in grey. Two pictures look alike when no square of one differs from the other's by
more than ``ALIKE`` of 256 shades: saving anew, resizing and losing a row of pixels change less, another page of the
same form changes more. Which looks are worth that is found by their lines, a difference hash of 128 bits.
"""

from __future__ import annotations

from PIL import Image

SIDE = 16
ALIKE = 10
# A picture whose pixels are all but this part of one shade says nothing: a white page, a black screen.
SAYS_LEAST = 0.01
SHADE = 16
# Neighbours that differ by less than this count as equal, so that what saving does to a plain area is no line.
NOISE = 3
BAND_BITS = 16
BANDS = 128 // BAND_BITS


def look_of(picture: Image.Image) -> bytes:
    """The look of a picture; empty where it is all but blank, which two people come to by chance."""
    grey = picture.convert("L")
    counts = grey.histogram()
    most = max(range(256), key=counts.__getitem__)
    plain = sum(counts[max(most - SHADE, 0) : most + SHADE + 1])
    if plain > (1 - SAYS_LEAST) * sum(counts):
        return b""
    return grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()


def are_alike(one: bytes, other: bytes) -> bool:
    return all(abs(first - second) <= ALIKE for first, second in zip(one, other, strict=True))


def lines_of(look: bytes) -> tuple[int, int]:
    """Two hashes of 64 bits, as PostgreSQL keeps them: where it gets darker along the lines, and down the columns."""
    picture = Image.frombytes("L", (SIDE, SIDE), look)
    across = picture.resize((9, 8), Image.Resampling.BOX).tobytes()
    down = picture.resize((8, 9), Image.Resampling.BOX).tobytes()
    return (
        _signed([across[9 * y + x] > across[9 * y + x + 1] + NOISE for y in range(8) for x in range(8)]),
        _signed([down[8 * y + x] > down[8 * (y + 1) + x] + NOISE for y in range(8) for x in range(8)]),
    )


def bands_of(lines: tuple[int, int]) -> list[int]:
    """Eight numbers of 16 bits, each told apart from the others' by what stands above them. Where at most seven bits
    of two pictures' lines differ, one of their bands is the same. Each band takes bits from all over the picture."""
    bits = [number >> place & 1 for number in lines for place in range(64)]
    return [
        sum(bit << place for place, bit in enumerate(bits[band::BANDS])) | band << BAND_BITS for band in range(BANDS)
    ]


def _signed(bits: list[bool]) -> int:
    number = sum(bit << place for place, bit in enumerate(bits))
    return number - (1 << 64) if bits[63] else number
