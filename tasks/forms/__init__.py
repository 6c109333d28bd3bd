"""The shapes of what people type to find work and to post it."""

from .agreeing import AddSlotsForm, AgreedForm, AgreedPromotionForm, MoreSlotsForm
from .batches import BatchPayForm, FileForm
from .checking import LiveCheckForm
from .deciding import DecisionForm
from .finding import FeedForm, SaveSearchForm
from .layouts import LayoutForm
from .live import AgreedRaiseForm, LivePaceForm, LiveWhatForm, LiveWhoForm, RaiseForm
from .marking import MarkForm
from .pace import TimeForm
from .proving import ProofForm
from .questions import PublicAnswerForm, PublicQuestionForm
from .quick import QuickForm
from .reporting import PersonDecisionForm, PersonReportForm, ReportForm
from .typing import typed
from .wizard import DraftForm, PayForm, ReviewForm, RowedForm, WhatForm, WhoForm

__all__ = [
    "AddSlotsForm",
    "AgreedForm",
    "AgreedPromotionForm",
    "AgreedRaiseForm",
    "BatchPayForm",
    "DecisionForm",
    "DraftForm",
    "FeedForm",
    "FileForm",
    "LayoutForm",
    "LiveCheckForm",
    "LivePaceForm",
    "LiveWhatForm",
    "LiveWhoForm",
    "MarkForm",
    "MoreSlotsForm",
    "PayForm",
    "PersonDecisionForm",
    "PersonReportForm",
    "ProofForm",
    "PublicAnswerForm",
    "PublicQuestionForm",
    "QuickForm",
    "RaiseForm",
    "ReportForm",
    "ReviewForm",
    "RowedForm",
    "SaveSearchForm",
    "TimeForm",
    "WhatForm",
    "WhoForm",
    "typed",
]
