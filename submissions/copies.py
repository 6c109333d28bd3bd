"""Copies: proofs that look like one handed in before, found for the reviewer to look at. Nothing is judged by it, the
worker loses nothing and is not told."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from accounts import traces
from picomarket.lib import looks, statements
from picomarket.lib.sweeps import sweep
from tasks.models import ProofField

from .models import Fingerprint, HandedIn, Proof, Submission

# Letters and digits of a text; what is shorter two people write by themselves.
SHORTEST = 40
# What looks like more others than this is what the task brings, not a copy. It still stands together at the desk.
COMMON = 5
AT_ONCE, ROUNDS = 200, 20
# Of the pictures that share a band so many are looked at, and of these so many with the most similar lines.
CANDIDATES, NEAREST = 5000, 20
# Bits of two pictures' 128 that may differ before they are worth a look.
FARTHEST = 16
# Room for the bands of a task.
APART = 1 << 20
# The key of the lock behind which pictures are compared.
TURNSTILE = 0x636F70696573
TEXTS = {ProofField.Kind.TEXT, ProofField.Kind.LINE, ProofField.Kind.URL}


def note(submission: Submission) -> None:
    """Note by what the proofs just handed in are found; those that changed since they were handed in before, anew.

    Called in the transaction that hands in.
    """
    noted = dict(submission.fingerprints.values_list("proof_id", "exact"))
    wanted = [_fingerprint(submission, proof) for proof in submission.proofs.select_related("field").order_by("pk")]
    fresh = [one for one in wanted if one and noted.get(one.proof_id) != one.exact]
    same = {one.proof_id for one in wanted if one} - {one.proof_id for one in fresh}
    if gone := noted.keys() - same:
        _alone()
        submission.fingerprints.filter(proof__in=gone).delete()
    Fingerprint.objects.bulk_create(fresh)


def find_due() -> int:
    """Compare what was handed in since the last time; how many proofs were compared."""
    done = 0
    for _round in range(ROUNDS):
        due = list(Fingerprint.objects.to_compare().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        done += sweep(due, _compare)
        if len(due) < AT_ONCE:
            break
    return done


@dataclass(frozen=True, slots=True)
class Match:
    """A proof that looks like one handed in before: ``one`` and ``other`` as their employer has them."""

    found: Fingerprint
    one: HandedIn
    other: HandedIn


def matches_of(submission: Submission) -> list[Match]:
    """The proofs of it that look like one handed in before, each with that one, whose submission is at hand."""
    flagged = submission.fingerprints.flagged().order_by("pk")
    found = flagged.select_related("proof__field", "original__proof", "original__submission__worker")
    pairs = [(match, _as_handed_in(match), _as_handed_in(match.original)) for match in found if match.original]
    return [Match(match, one, other) for match, one, other in pairs if one and other]


def _as_handed_in(noted: Fingerprint) -> HandedIn | None:
    """The proof; while its worker changes it, what was handed in before, which is what the employer has."""
    if noted.submission.state != Submission.State.REVISION:
        return noted.proof
    kept = noted.submission.revisions.latest("number").proofs.filter(field=noted.proof.field_id).order_by("place")
    return next((one for one in kept if _exact(one) == noted.exact), None)


def plain(text: str) -> str:
    """A text's letters and digits, in small ones: what is left of it however it is set."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _fingerprint(submission: Submission, proof: Proof) -> Fingerprint | None:
    if proof.picture:
        found = _of_picture(proof, submission.task_id) if proof.look else None
    elif proof.file:
        found = Fingerprint(exact=_exact(proof))
    else:
        words = plain(proof.text) if proof.field.kind in TEXTS else ""
        found = Fingerprint(exact=_exact(proof)) if len(words) >= SHORTEST else None
    if found:
        found.proof, found.submission = proof, submission
        found.task_id, found.worker_id = submission.task_id, submission.worker_id
    return found


def _of_picture(proof: Proof, task: int) -> Fingerprint:
    lines = looks.lines_of(bytes(proof.look or b""))
    bands = [task * APART + band for band in looks.bands_of(lines)]
    return Fingerprint(exact=_exact(proof), across=lines[0], down=lines[1], bands=bands)


def _exact(proof: HandedIn) -> int:
    """What the very same picture, file or words have in common."""
    if proof.files:
        return _number(bytes.fromhex(proof.sha256))
    return _number(hashlib.sha256(plain(proof.text).encode()).digest())


def _number(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big", signed=True)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A proof to compare and one that may look like it. ``alike`` is what the other stands together with so far."""

    one: int
    other: int
    alike: int | None
    is_exact: bool
    is_picture: bool
    is_own: bool
    is_elsewhere: bool
    look: bytes | None
    other_look: bytes | None

    @property
    def holds(self) -> bool:
        return self.is_exact or looks.are_alike(bytes(self.look or b""), bytes(self.other_look or b""))

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        """The lowest is what the reviewer should see: here before elsewhere, somebody else's, the same before alike."""
        return self.is_elsewhere, self.is_own, not self.is_exact, min(self.one, self.other)


# Texts that answer the same row are meant to be the same.
_PAIRS = """
    SELECT due.id, near.id, near.alike, near.is_exact, due.across IS NOT NULL, near.worker_id = due.worker_id,
           near.task_id <> due.task_id, proof.look, other.look
      FROM submissions_fingerprint AS due
      JOIN submissions_submission AS work ON work.id = due.submission_id
     CROSS JOIN LATERAL (
           (SELECT id, alike, worker_id, task_id, proof_id, submission_id, TRUE AS is_exact
              FROM submissions_fingerprint
             WHERE task_id = due.task_id AND exact = due.exact AND id <> due.id
             ORDER BY task_id, exact, id LIMIT %(nearest)s)
            UNION ALL
           (SELECT id, alike, worker_id, task_id, proof_id, submission_id, FALSE
              FROM (SELECT *, bit_count((across # due.across)::bit(64)) + bit_count((down # due.down)::bit(64)) AS far
                      FROM submissions_fingerprint WHERE bands && due.bands LIMIT %(candidates)s) AS sharing
             WHERE exact <> due.exact AND id <> due.id AND far <= %(farthest)s
             ORDER BY far, id LIMIT %(nearest)s)
            UNION ALL
           (SELECT id, alike, worker_id, task_id, proof_id, submission_id, exact = due.exact
              FROM (SELECT *, bit_count((across # due.across)::bit(64)) + bit_count((down # due.down)::bit(64)) AS far
                      FROM submissions_fingerprint WHERE worker_id = due.worker_id LIMIT %(candidates)s) AS own
             WHERE task_id <> due.task_id AND id < due.id AND (exact = due.exact OR far <= %(farthest)s)
             ORDER BY exact <> due.exact, id LIMIT %(nearest)s)) AS near
      JOIN submissions_submission AS theirs ON theirs.id = near.submission_id
      JOIN submissions_proof AS proof ON proof.id = due.proof_id
      JOIN submissions_proof AS other ON other.id = near.proof_id
     WHERE due.id = ANY (%(due)s) AND near.submission_id <> due.submission_id
       AND (due.across IS NOT NULL OR work.row_id IS DISTINCT FROM theirs.row_id OR work.row_id IS NULL)
"""


@transaction.atomic
def _compare(keys: Sequence[int]) -> int:
    _alone()
    pairs = [pair for pair in _pairs(keys) if pair.holds]
    _flag(_worth_a_look(pairs))
    _put_together(pairs)
    return Fingerprint.objects.to_compare().filter(pk__in=keys).update(is_compared=True)


def _alone() -> None:
    """Until the transaction ends nobody else compares: rows of many submissions are written, in no order."""
    statements.take_turns(TURNSTILE)


def _pairs(keys: Sequence[int]) -> list[_Pair]:
    given: dict[str, list[int] | int] = {
        "due": list(keys),
        "nearest": NEAREST,
        "candidates": CANDIDATES,
        "farthest": FARTHEST,
    }
    with connection.cursor() as cursor:
        # The planner knows nothing of how rare a band is, and would read the whole table for one.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(_PAIRS, given)
        return [_Pair(*row) for row in cursor.fetchall()]


def _worth_a_look(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Without what looks like too many others. The very same picture is a copy however often it comes."""
    by_one: defaultdict[int, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by_one[pair.one].append(pair)
    return [
        pair for some in by_one.values() for pair in some if len(some) <= COMMON or (pair.is_exact and pair.is_picture)
    ]


def _flag(pairs: Iterable[_Pair]) -> None:
    """The later one of each pair, whichever was compared first: two may have been handed in at once."""
    best: dict[int, _Pair] = {}
    for pair in sorted(pairs, key=lambda pair: pair.rank):
        best.setdefault(max(pair.one, pair.other), pair)
    rows = list(Fingerprint.objects.filter(pk__in=best, original=None))
    for row in rows:
        pair = best[row.pk]
        row.original_id, row.is_exact = min(pair.one, pair.other), pair.is_exact
    statements.save_all(rows, "original", "is_exact")
    _leave_traces(row.pk for row in rows if best[row.pk].is_exact and not best[row.pk].is_own)


def _leave_traces(copies: Iterable[int]) -> None:
    """The very same picture or file by two people is something they share. Texts that task asks for may be the same."""
    shown = Fingerprint.objects.filter(pk__in=list(copies)).exclude(proof__sha256="")
    pairs = shown.values_list("worker", "original", "original__worker")
    left = [(key, traces.proof(first)) for worker, first, owner in pairs for key in (worker, owner) if first and owner]
    traces.note_each(left, now=timezone.now())


def _put_together(pairs: Iterable[_Pair]) -> None:
    """Those of one task that look alike share the lowest key known of any of them."""
    here = [pair for pair in pairs if not pair.is_elsewhere]
    together: dict[int, int] = {}
    for pair in here:
        known = [together.get(pair.one), together.get(pair.other), pair.alike, min(pair.one, pair.other)]
        together[pair.one] = together[pair.other] = min(key for key in known if key is not None)
    rows = Fingerprint.objects.filter(pk__in=together)
    changed = [row for row in rows if row.alike is None or row.alike > together[row.pk]]
    for row in changed:
        row.alike = together[row.pk]
    statements.save_all(changed, "alike")
