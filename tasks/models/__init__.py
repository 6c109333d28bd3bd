"""The work on offer."""

from .categories import Category
from .looks import Look, LookQuerySet
from .parts import ProofField, TopUp
from .policy import Edition, Phrase, Risk, Rule, Subject
from .reports import Report, Sighting
from .tasks import Task, TaskQuerySet

__all__ = [
    "Category",
    "Edition",
    "Look",
    "LookQuerySet",
    "Phrase",
    "ProofField",
    "Report",
    "Risk",
    "Rule",
    "Sighting",
    "Subject",
    "Task",
    "TaskQuerySet",
    "TopUp",
from .lists import Block, Listing, WorkerList
from .parts import ProofField, TopUp
from .qualifications import Attempt, Contest, Pass, Qualification, Question, Reply
from .tasks import Task, TaskQuerySet

__all__ = [
    "Attempt",
    "Block",
    "Category",
    "Contest",
    "Listing",
    "Pass",
    "ProofField",
    "Qualification",
    "Question",
    "Reply",
    "Task",
    "TaskQuerySet",
    "TopUp",
    "WorkerList",
]
