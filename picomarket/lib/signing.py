"""What the market signs, so that others can check it without asking: Ed25519, as JSON Web Signatures (RFC 7515, 8037).

The key is derived, so that all processes with the same secret have the same one and nothing has to be stored.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def key_for(purpose: str) -> Ed25519PrivateKey:
    """The installation's key for one purpose: from SIGNING_KEY or, where there is none, from SECRET_KEY."""
    secret = settings.SIGNING_KEY or settings.SECRET_KEY
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"picomarket {purpose}".encode()).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(key: Ed25519PrivateKey) -> str:
    """The half everybody may have, as a JSON Web Key writes it."""
    return _text(key.public_key().public_bytes_raw())


def name_of(public: str) -> str:
    """The name of a public key: its thumbprint (RFC 7638)."""
    return _text(sha256(_json({"crv": "Ed25519", "kty": "OKP", "x": public})).digest())


def published(public: str) -> dict[str, str]:
    """A public key as a JSON Web Key."""
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": name_of(public), "x": public}


def sign(content: Mapping[str, Any], *, key: Ed25519PrivateKey) -> str:
    """The content with its signature, in the compact form."""
    head = {"alg": "EdDSA", "kid": name_of(public_key(key))}
    signed = f"{_text(_json(head))}.{_text(_json(content))}"
    return f"{signed}.{_text(key.sign(signed.encode()))}"


def key_named(token: str) -> str:
    """The name of the key that is said to have signed this; empty where nothing can be read."""
    try:
        head = json.loads(_bytes(token.partition(".")[0]))
        return str(head["kid"]) if head["alg"] == "EdDSA" else ""
    except (ValueError, KeyError, TypeError):
        return ""


def verified(token: str, *, public: str) -> dict[str, Any] | None:
    """The content, where the key signed exactly this; None where it did not."""
    signed, _dot, signature = token.rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public)).verify(_bytes(signature), signed.encode())
        content: dict[str, Any] = json.loads(_bytes(signed.split(".")[1]))
    except (InvalidSignature, ValueError, IndexError):
        return None
    return content


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
