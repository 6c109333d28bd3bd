"""What the database keeps so that only this installation reads it: sealed by keys derived from SECRET_KEY.

Fernet: AES-128 in CBC mode with an HMAC over it. What was sealed under a former key opens while that one stands in
SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# How sealed text begins; what does not was stored before anything was sealed.
MARK = "sealed:"


def seal(text: str, *, purpose: str) -> str:
    return MARK + _box(purpose).encrypt(text.encode()).decode()


def opened(kept: str, *, purpose: str) -> str:
    """Raises cryptography's InvalidToken for what no key of this installation sealed."""
    if not kept.startswith(MARK):
        return kept
    return _box(purpose).decrypt(kept.removeprefix(MARK).encode()).decode()


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: str) -> Fernet:
    info = f"picomarket seals {purpose}".encode()
    return Fernet(urlsafe_b64encode(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())))
