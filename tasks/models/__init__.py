"""The work on offer."""

from .categories import Category
from .liking import Follow, Hidden
from .looks import Look, LookQuerySet
from .parts import ProofField, TopUp
from .policy import Edition, Phrase, Risk, Rule, Subject
from .records import EmployerRecord
from .reports import Report, Sighting
from .searches import Alert, SavedSearch
from .tasks import Task, TaskQuerySet

__all__ = [
    "Alert",
    "Category",
    "Edition",
    "EmployerRecord",
    "Follow",
    "Hidden",
    "Look",
    "LookQuerySet",
    "Phrase",
    "ProofField",
    "Report",
    "Risk",
    "Rule",
    "SavedSearch",
    "Sighting",
    "Subject",
    "Task",
    "TaskQuerySet",
    "TopUp",
]
