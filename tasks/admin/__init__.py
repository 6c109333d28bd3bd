"""Tasks, batches, categories, the policy, looks at drafts and passes of the house on the support desk."""

from . import batches, categories, looks, passes, person_reports, policy, tasks, templates

__all__ = ["batches", "categories", "looks", "passes", "person_reports", "policy", "tasks", "templates"]
