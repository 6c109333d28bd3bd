"""The work delivered: one row from claim to verdict."""

from .bonuses import Bonus
from .bulk import BulkApproval
from .fingerprints import Fingerprint
from .given import GivenVerdict
from .glimpses import Glimpse, GlimpseQuerySet
from .proofs import HandedIn, Proof, ProofQuerySet, proof_storage
from .proposals import Proposal, ProposalQuerySet, with_proposals
from .ratings import HIGHEST, LOWEST, Grade, Rating
from .records import RecordKey, WorkRecord, WorkRecordQuerySet
from .results import Results, ResultsQuerySet
from .revisions import MENDABLE, EarlierProof, EarlierProofQuerySet, Reason, Revision
from .submissions import Check, Submission, SubmissionQuerySet, grace
from .uploads import Upload, UploadQuerySet

__all__ = [
    "HIGHEST",
    "LOWEST",
    "MENDABLE",
    "Bonus",
    "BulkApproval",
    "Check",
    "EarlierProof",
    "EarlierProofQuerySet",
    "Fingerprint",
    "GivenVerdict",
    "Glimpse",
    "GlimpseQuerySet",
    "Grade",
    "HandedIn",
    "Proof",
    "ProofQuerySet",
    "Proposal",
    "ProposalQuerySet",
    "Rating",
    "Reason",
    "RecordKey",
    "Results",
    "ResultsQuerySet",
    "Revision",
    "Submission",
    "SubmissionQuerySet",
    "Upload",
    "UploadQuerySet",
    "WorkRecord",
    "WorkRecordQuerySet",
    "grace",
    "proof_storage",
    "with_proposals",
]
