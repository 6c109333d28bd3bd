"""Tasks and their categories on the support desk."""

from . import categories, tasks, templates

__all__ = ["categories", "tasks", "templates"]
