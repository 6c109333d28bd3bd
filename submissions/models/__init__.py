"""The work delivered: one row from claim to verdict."""

from .bonuses import Bonus
from .proofs import Proof, ProofQuerySet, proof_storage
from .ratings import HIGHEST, LOWEST, Grade, Rating
from .results import Results, ResultsQuerySet
from .submissions import Reason, Submission, SubmissionQuerySet, grace
from .uploads import Upload, UploadQuerySet

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Bonus",
    "Grade",
    "Proof",
    "ProofQuerySet",
    "Rating",
    "Reason",
    "Results",
    "ResultsQuerySet",
    "Submission",
    "SubmissionQuerySet",
    "Upload",
    "UploadQuerySet",
    "grace",
    "proof_storage",
]
