"""The work on offer."""

from .categories import Category
from .lists import Block, Listing, WorkerList
from .looks import Look, LookQuerySet
from .parts import ProofField, TopUp
from .policy import Edition, Phrase, Risk, Rule, Subject
from .qualifications import Attempt, Contest, Pass, Qualification, Question, Reply
from .reports import Report, Sighting
from .tasks import Task, TaskQuerySet

__all__ = [
    "Attempt",
    "Block",
    "Category",
    "Contest",
    "Edition",
    "Listing",
    "Look",
    "LookQuerySet",
    "Pass",
    "Phrase",
    "ProofField",
    "Qualification",
    "Question",
    "Reply",
    "Report",
    "Risk",
    "Rule",
    "Sighting",
    "Subject",
    "Task",
    "TaskQuerySet",
    "TopUp",
    "WorkerList",
]
