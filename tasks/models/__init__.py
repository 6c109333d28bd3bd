"""The work on offer."""

from .categories import Category, MinimumReward
from .changes import Change
from .looks import Look, LookQuerySet
from .parts import ProofField, TopUp
from .policy import Edition, Phrase, Risk, Rule, Subject
from .quotes import StandingQuote
from .reports import Report, Sighting
from .tasks import Task, TaskQuerySet
from .templates import Template
from .throttles import CountryTaken

__all__ = [
    "Category",
    "Change",
    "CountryTaken",
    "Edition",
    "Look",
    "LookQuerySet",
    "MinimumReward",
    "Phrase",
    "ProofField",
    "Report",
    "Risk",
    "Rule",
    "Sighting",
    "StandingQuote",
    "Subject",
    "Task",
    "TaskQuerySet",
    "Template",
    "TopUp",
]
