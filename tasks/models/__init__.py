"""The work on offer."""

from .batches import BadLine, Batch, Cause, Row, file_storage
from .categories import Category
from .looks import Look, LookQuerySet
from .parts import ProofField, TopUp
from .policy import Edition, Phrase, Risk, Rule, Subject
from .reports import Report, Sighting
from .tasks import Task, TaskQuerySet

__all__ = [
    "BadLine",
    "Batch",
    "Category",
    "Cause",
    "Edition",
    "Look",
    "LookQuerySet",
    "Phrase",
    "ProofField",
    "Report",
    "Risk",
    "Row",
    "Rule",
    "Sighting",
    "Subject",
    "Task",
    "TaskQuerySet",
    "TopUp",
    "file_storage",
]
