"""The work delivered: one row from claim to verdict."""

from .bonuses import Bonus
from .fingerprints import Fingerprint
from .proofs import Proof, ProofQuerySet, proof_storage
from .ratings import HIGHEST, LOWEST, Grade, Rating
from .results import Results, ResultsQuerySet
from .submissions import Reason, Submission, SubmissionQuerySet

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Bonus",
    "Fingerprint",
    "Grade",
    "Proof",
    "ProofQuerySet",
    "Rating",
    "Reason",
    "Results",
    "ResultsQuerySet",
    "Submission",
    "SubmissionQuerySet",
    "proof_storage",
]
