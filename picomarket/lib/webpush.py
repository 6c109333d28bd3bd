"""Web Push: what a push service carries to a browser without being able to read it.

RFC 8291 (encryption), RFC 8188 (aes128gcm, one record), RFC 8292 (VAPID: who sends).
"""

from __future__ import annotations

import base64
import json
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
# One record of 4,096 bytes holds so many of ours.
MOST = 3993
RECORD = 4096
POINT, SECRET = 65, 16
HOURS_SIGNED = timedelta(hours=12)


def decode(text: str) -> bytes:
    """Base64 as it stands in addresses, with or without what fills it up. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_key() -> str:
    """A key for an installation to sign with."""
    return encode(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32))


def public_key(key: str) -> str:
    """What browsers are given to know by whom they are called."""
    return encode(_point(_private(key).public_key()))


def check_device(device_key: str, secret: str) -> None:
    """Raises ValueError where these are not a browser's key and secret."""
    ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(device_key))
    if len(decode(secret)) != SECRET:
        raise ValueError("the secret has another length")


def seal(payload: bytes, *, device_key: str, secret: str) -> bytes:
    """The body of a push that only this browser can open."""
    own, salt = ec.generate_private_key(CURVE), secrets.token_bytes(16)
    return _seal(payload, decode(device_key), decode(secret), own, salt)


def _seal(payload: bytes, device: bytes, secret: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    ours = _point(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, device))
    material = _derive(shared, salt=secret, info=b"WebPush: info\0" + device + ours, length=32)
    key = _derive(material, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(material, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    head = salt + RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    # A two ends the last record.
    return head + AESGCM(key).encrypt(nonce, payload[:MOST] + b"\x02", None)


def authorization(endpoint: str, *, key: str, contact: str, now: datetime) -> str:
    """The header that says who calls this push service, signed for some hours."""
    place = urlsplit(endpoint)
    claims = {
        "aud": f"{place.scheme}://{place.netloc}",
        "exp": int((now + HOURS_SIGNED).timestamp()),
        "sub": f"mailto:{contact}",
    }
    signed = ".".join(encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_private(key).sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signed}.{encode(r.to_bytes(32) + s.to_bytes(32))}, k={public_key(key)}"


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(key)), CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
