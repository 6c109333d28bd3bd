"""Who people are, and how they stand."""

from .freezes import Freeze, RateLook
from .months import TransparencyMonth
from .people import LeftAddress, Level, StaffEntry, User, UserManager, Verdict, percent
from .sanctions import Appeal, Exhibit, Remark, Sanction, SanctionQuerySet, file_storage

__all__ = [
    "Appeal",
    "Exhibit",
    "Freeze",
    "LeftAddress",
    "Level",
    "RateLook",
    "Remark",
    "Sanction",
    "SanctionQuerySet",
    "StaffEntry",
    "TransparencyMonth",
    "User",
    "UserManager",
    "Verdict",
    "file_storage",
    "percent",
]
