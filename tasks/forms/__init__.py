"""The shapes of what people type to find work and to post it."""

from .agreeing import AddSlotsForm, AgreedForm, MoreSlotsForm
from .finding import FeedForm
from .pace import TimeForm
from .quick import QuickForm
from .typing import typed
from .wizard import DraftForm, PayForm, ProofForm, ReviewForm, RowedForm, WhatForm, WhoForm

__all__ = [
    "AddSlotsForm",
    "AgreedForm",
    "DraftForm",
    "FeedForm",
    "MoreSlotsForm",
    "PayForm",
    "ProofForm",
    "QuickForm",
    "ReviewForm",
    "RowedForm",
    "TimeForm",
    "WhatForm",
    "WhoForm",
    "typed",
]
