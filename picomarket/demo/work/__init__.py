"""The work on offer in the demo market, kind by kind."""

from . import knowing, language, looking, sorting, speaking, trying_out, writing
from .blueprint import Blueprint

BLUEPRINTS: list[Blueprint] = [
    *sorting.BLUEPRINTS,
    *looking.BLUEPRINTS,
    *language.BLUEPRINTS,
    *speaking.BLUEPRINTS,
    *trying_out.BLUEPRINTS,
    *knowing.BLUEPRINTS,
    *writing.BLUEPRINTS,
]
