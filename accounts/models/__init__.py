"""Who people are, and how they stand."""

from .asked import AskedNotice, AskedNoticeQuerySet
from .cases import KeptCase, KeptCaseQuerySet, ReadyText, RuleChange
from .data_files import DataFile, DataFileQuerySet, data_storage
from .devices import KnownDevice
from .freezes import Freeze, RateLook
from .identities import Document, DocumentQuerySet, Identity, IdentityQuerySet
from .levels import LeaderboardEntry, LevelMove
from .links import Household, Link, Move, Trace, Travel
from .months import TransparencyMonth
from .people import LeftAddress, Level, StaffEntry, User, UserManager, Verdict, name_shown, percent
from .phones import Phone
from .sanctions import Appeal, Exhibit, Remark, Sanction, SanctionQuerySet, file_storage

__all__ = [
    "Appeal",
    "AskedNotice",
    "AskedNoticeQuerySet",
    "DataFile",
    "DataFileQuerySet",
    "Document",
    "DocumentQuerySet",
    "Exhibit",
    "Freeze",
    "Household",
    "Identity",
    "IdentityQuerySet",
    "KeptCase",
    "KeptCaseQuerySet",
    "KnownDevice",
    "LeaderboardEntry",
    "LeftAddress",
    "Level",
    "LevelMove",
    "Link",
    "Move",
    "Phone",
    "RateLook",
    "ReadyText",
    "Remark",
    "RuleChange",
    "Sanction",
    "SanctionQuerySet",
    "StaffEntry",
    "Trace",
    "TransparencyMonth",
    "Travel",
    "User",
    "UserManager",
    "Verdict",
    "data_storage",
    "file_storage",
    "name_shown",
    "percent",
]
