"""Proofs in parts: what a market does that has taken in more of them than the memory of its machine holds.

They are numbered as they are saved, so each part is a span of time. Two unique constraints hold within a part; across
parts ``submissions_proof_once`` holds them.
"""

from __future__ import annotations

from picomarket.lib import parts
from picomarket.lib.parts import Part, Table

EACH, AHEAD = 50_000_000, 2

_GUARDS = """
    CREATE TRIGGER submissions_proof_once AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION submissions_proof_once()
"""
TABLE = Table(
    name="submissions_proof",
    once={
        "proof_once_per_place": "UNIQUE (submission_id, field_id, place)",
        "submissions_proof_public_id_key": "UNIQUE (public_id)",
    },
    guards=_GUARDS,
)


def divide(*, each: int = EACH) -> list[Part]:
    """Divide the proofs. Raises NotDivided."""
    return parts.divide(TABLE, each=each, ahead=AHEAD)


def keep() -> None:
    """See that parts are there behind the one in use."""
    parts.keep_ahead(TABLE, ahead=AHEAD)
