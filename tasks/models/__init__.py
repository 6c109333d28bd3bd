"""The work on offer."""

from .categories import Category, MinimumReward
from .parts import ProofField, TopUp
from .tasks import Task, TaskQuerySet
from .throttles import CountryTaken

__all__ = ["Category", "CountryTaken", "MinimumReward", "ProofField", "Task", "TaskQuerySet", "TopUp"]
