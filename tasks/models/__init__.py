"""The work on offer."""

from .batches import BadLine, Batch, Cause, Row, file_storage
from .categories import Category, MinimumReward
from .changes import Change
from .codes import CodeKey
from .gold import Gold, GoldAnswer, GoldStop
from .layouts import Layout
from .liking import Follow, Hidden
from .lists import Block, Listing, WorkerList
from .looks import Look, LookQuerySet
from .offers import Offer
from .parts import ProofField, TopUp
from .person_reports import PersonReport
from .policy import Edition, Phrase, Risk, Round, Rule, Subject
from .promotions import Promotion
from .qualifications import Attempt, Contest, Pass, Qualification, Question, Reply
from .questions import PublicQuestion
from .quotes import StandingQuote
from .records import EmployerRecord
from .reports import Report, Sighting
from .searches import Alert, SavedSearch
from .tasks import Difficulty, Task, TaskQuerySet
from .templates import Template
from .throttles import CountryTaken

__all__ = [
    "Alert",
    "Attempt",
    "BadLine",
    "Batch",
    "Block",
    "Category",
    "Cause",
    "Change",
    "CodeKey",
    "Contest",
    "CountryTaken",
    "Difficulty",
    "Edition",
    "EmployerRecord",
    "Follow",
    "Gold",
    "GoldAnswer",
    "GoldStop",
    "Hidden",
    "Layout",
    "Listing",
    "Look",
    "LookQuerySet",
    "MinimumReward",
    "Offer",
    "Pass",
    "PersonReport",
    "Phrase",
    "Promotion",
    "ProofField",
    "PublicQuestion",
    "Qualification",
    "Question",
    "Reply",
    "Report",
    "Risk",
    "Round",
    "Row",
    "Rule",
    "SavedSearch",
    "Sighting",
    "StandingQuote",
    "Subject",
    "Task",
    "TaskQuerySet",
    "Template",
    "TopUp",
    "WorkerList",
    "file_storage",
]
