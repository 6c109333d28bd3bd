"""The work on offer."""

from .categories import Category
from .parts import ProofField, TopUp
from .tasks import Task, TaskQuerySet

__all__ = ["Category", "ProofField", "Task", "TaskQuerySet", "TopUp"]
