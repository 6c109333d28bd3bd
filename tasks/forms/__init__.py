"""The shapes of what people type to find work and to post it."""

from .agreeing import AddSlotsForm, AgreedForm, MoreSlotsForm
from .batches import BatchPayForm, FileForm
from .deciding import DecisionForm
from .finding import FeedForm
from .reporting import ReportForm
from .wizard import DraftForm, PayForm, ProofForm, ReviewForm, RowedForm, WhatForm, WhoForm

__all__ = [
    "AddSlotsForm",
    "AgreedForm",
    "BatchPayForm",
    "DecisionForm",
    "DraftForm",
    "FeedForm",
    "FileForm",
    "MoreSlotsForm",
    "PayForm",
    "ProofForm",
    "ReportForm",
    "ReviewForm",
    "RowedForm",
    "WhatForm",
    "WhoForm",
]
