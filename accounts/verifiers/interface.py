"""What accounts ask of a verifier: to carry some words to a phone. What they are and whether they came back is ours."""

from __future__ import annotations

from abc import ABC, abstractmethod


class VerifierSilent(Exception):
    """The words did not go out, or nobody knows."""


class Verifier(ABC):
    @abstractmethod
    def send(self, number: str, words: str) -> None:
        """Send the words to a number, as +491701234567. Raises VerifierSilent."""
