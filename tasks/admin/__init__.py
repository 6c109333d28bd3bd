"""Tasks, their categories, the policy, looks at drafts and passes of the house on the support desk."""

from . import categories, looks, passes, person_reports, policy, tasks, templates

__all__ = ["categories", "looks", "passes", "person_reports", "policy", "tasks", "templates"]
