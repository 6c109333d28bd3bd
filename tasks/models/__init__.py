"""The work on offer."""

from .categories import Category, MinimumReward
from .changes import Change
from .liking import Follow, Hidden
from .looks import Look, LookQuerySet
from .parts import ProofField, TopUp
from .policy import Edition, Phrase, Risk, Rule, Subject
from .quotes import StandingQuote
from .records import EmployerRecord
from .reports import Report, Sighting
from .searches import Alert, SavedSearch
from .tasks import Task, TaskQuerySet
from .templates import Template
from .throttles import CountryTaken

__all__ = [
    "Alert",
    "Category",
    "Change",
    "CountryTaken",
    "Edition",
    "EmployerRecord",
    "Follow",
    "Hidden",
    "Look",
    "LookQuerySet",
    "MinimumReward",
    "Phrase",
    "ProofField",
    "Report",
    "Risk",
    "Rule",
    "SavedSearch",
    "Sighting",
    "StandingQuote",
    "Subject",
    "Task",
    "TaskQuerySet",
    "Template",
    "TopUp",
]
