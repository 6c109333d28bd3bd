"""The work delivered: one row from claim to verdict."""

from .bonuses import Bonus
from .proofs import Proof, ProofQuerySet, proof_storage
from .proposals import Proposal, ProposalQuerySet, with_proposals
from .ratings import HIGHEST, LOWEST, Grade, Rating
from .results import Results, ResultsQuerySet
from .submissions import Reason, Submission, SubmissionQuerySet

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Bonus",
    "Grade",
    "Proof",
    "ProofQuerySet",
    "Proposal",
    "ProposalQuerySet",
    "Rating",
    "Reason",
    "Results",
    "ResultsQuerySet",
    "Submission",
    "SubmissionQuerySet",
    "proof_storage",
    "with_proposals",
]
