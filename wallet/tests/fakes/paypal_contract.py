"""PayPal's own description of its API (wallet/tests/contracts/paypal.json), held against what is asked and answered."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[1] / "contracts" / "paypal.json").read_text())


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": DOCUMENT["$defs"]})


def complaints(name: str, said: Any) -> list[str]:
    """What is not as the description of this object has it."""
    return [f"{name}: {error.json_path}: {error.message}" for error in _validator(name).iter_errors(said)]


def operation(method: str, path: str) -> dict[str, Any] | None:
    """What the description says of a call; None for a call it does not know."""
    for pattern, described in DOCUMENT["operations"].items():
        verb, _space, way = pattern.partition(" ")
        if verb == method and re.fullmatch(way.replace("{id}", "[A-Za-z0-9-]+"), path):
            return dict(described)
    return None


def event(told: dict[str, Any]) -> list[str]:
    """What is not right about an event and the object it carries."""
    kind = str(told["event_type"])
    names = [name for start, name in DOCUMENT["events"].items() if kind.startswith(start)]
    return complaints("event", told) + (complaints(names[0], told["resource"]) if names else [])
