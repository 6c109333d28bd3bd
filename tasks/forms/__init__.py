"""The shapes of what people type to find work and to post it."""

from .agreeing import AddSlotsForm, AgreedForm, MoreSlotsForm
from .deciding import DecisionForm
from .finding import FeedForm, SaveSearchForm
from .reporting import ReportForm
from .wizard import DraftForm, PayForm, ProofForm, ReviewForm, RowedForm, WhatForm, WhoForm

__all__ = [
    "AddSlotsForm",
    "AgreedForm",
    "DecisionForm",
    "DraftForm",
    "FeedForm",
    "MoreSlotsForm",
    "PayForm",
    "ProofForm",
    "ReportForm",
    "ReviewForm",
    "RowedForm",
    "SaveSearchForm",
    "WhatForm",
    "WhoForm",
]
