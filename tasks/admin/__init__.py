"""Tasks and their categories on the support desk."""

from . import categories, tasks

__all__ = ["categories", "tasks"]
