"""The work on offer."""

from .categories import Category, MinimumReward
from .parts import ProofField, TopUp
from .tasks import Task, TaskQuerySet

__all__ = ["Category", "MinimumReward", "ProofField", "Task", "TaskQuerySet", "TopUp"]
