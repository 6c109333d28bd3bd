"""Tasks, their categories, the policy and the looks of the support desk."""

from . import categories, looks, policy, tasks

__all__ = ["categories", "looks", "policy", "tasks"]
"""Tasks, their categories and passes of the house on the support desk."""

from . import categories, passes, tasks

__all__ = ["categories", "passes", "tasks"]
