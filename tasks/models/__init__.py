"""The work on offer."""

from .categories import Category, MinimumReward
from .changes import Change
from .parts import ProofField, TopUp
from .quotes import StandingQuote
from .tasks import Task, TaskQuerySet
from .templates import Template
from .throttles import CountryTaken

__all__ = [
    "Category",
    "Change",
    "CountryTaken",
    "MinimumReward",
    "ProofField",
    "StandingQuote",
    "Task",
    "TaskQuerySet",
    "Template",
    "TopUp",
]
