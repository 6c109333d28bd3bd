"""The fields of a task as plain values that can be kept beside it, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .models import Task


def kept(task: Task, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(task, name) for name in names}


def read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they came back from JSON: sums are sums again and times are times."""
    meta: Any = Task._meta
    return {name: meta.get_field(name.removesuffix("_id")).to_python(value) for name, value in values.items()}
