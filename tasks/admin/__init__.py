"""Tasks, their categories, the policy and the looks of the support desk."""

from . import categories, looks, policy, tasks, templates

__all__ = ["categories", "looks", "policy", "tasks", "templates"]
