"""Whether a webhook comes from PayPal, checked here with PayPal's certificate.

PayPal would also check it for us, over HTTP. Here it costs no call to PayPal for each webhook, which anybody can post;
works while PayPal's API does not answer; and checks the body as it came, not as it was written anew. The certificate
is fetched from PayPal's own hosts only, over TLS, and its name and dates are checked.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from wallet.rails.interface import BadWebhook
from wallet.rails.paypal_api import TIMEOUT_SECONDS

# PayPal brings a webhook again for three days, as signed the first time: its age shows little of a copy played again,
# which is harmless anyway, because each event is kept and applied once.
OLDEST_SECONDS = 4 * 86_400
# Clocks differ.
NEWEST_SECONDS = 300

ALGORITHM = "SHA256withRSA"
# Who signs, in the certificate.
SIGNERS = ("messageverificationcerts.paypal.com", "messageverificationcerts.sandbox.paypal.com")
# The hosts that give certificates, by the host of the API.
CERTIFICATE_HOSTS = {
    "https://api-m.paypal.com": ("https://api.paypal.com", "https://api-m.paypal.com"),
    "https://api-m.sandbox.paypal.com": ("https://api.sandbox.paypal.com", "https://api-m.sandbox.paypal.com"),
}
CERTIFICATE_PATH = re.compile(r"/v1/notifications/certs/[A-Za-z0-9-]{1,100}")
LARGEST_CERTIFICATE = 20_000


def check(headers: Mapping[str, str], body: bytes, *, webhook_id: str, api_url: str, now: datetime) -> None:
    """Raises BadWebhook unless PayPal signed this body for our webhook, and not too long ago."""
    given = {name.lower(): value for name, value in headers.items()}
    names = ("transmission-id", "transmission-time", "transmission-sig", "cert-url", "auth-algo")
    number, time, signature, address, algorithm = (given.get(f"paypal-{name}", "") for name in names)
    if algorithm != ALGORITHM or not (number and time and signature):
        raise BadWebhook("The signature is missing or malformed.", status=401)
    certificate = _certificate(address, api_url)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise BadWebhook("The certificate is not valid now.", status=401)
    _verify(certificate, signature, f"{number}|{time}|{webhook_id}|{zlib.crc32(body)}")
    _check_age(time, now)


def _verify(certificate: x509.Certificate, signature: str, signed: str) -> None:
    key = certificate.public_key()
    try:
        if not isinstance(key, rsa.RSAPublicKey):
            raise InvalidSignature
        key.verify(base64.b64decode(signature, validate=True), signed.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise BadWebhook("The signature is wrong.", status=401) from error


def _check_age(time: str, now: datetime) -> None:
    try:
        age = (now - datetime.fromisoformat(time)).total_seconds()
    except (ValueError, TypeError) as error:
        raise BadWebhook("The timestamp is malformed.") from error
    if not -NEWEST_SECONDS <= age <= OLDEST_SECONDS:
        raise BadWebhook("The timestamp is too old.")


def _certificate(address: str, api_url: str) -> x509.Certificate:
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in CERTIFICATE_HOSTS.get(api_url, (api_url,)) or not CERTIFICATE_PATH.fullmatch(parts.path):
        raise BadWebhook("The certificate is not PayPal's.", status=401)
    return _fetch(f"{origin}{parts.path}")


@lru_cache(maxsize=20)
def _fetch(address: str) -> x509.Certificate:
    """The certificate, which never changes at its address. Raises BadWebhook, and PayPal brings the event again."""
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        if answer.status_code == 404:
            raise BadWebhook("There is no such certificate.", status=401)
        answer.raise_for_status()
        certificate = x509.load_pem_x509_certificate(answer.content[:LARGEST_CERTIFICATE])
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except (requests.RequestException, ValueError) as error:
        raise BadWebhook("PayPal's certificate cannot be had now.", status=503, signed=False) from error
    if not any(name.value in SIGNERS for name in names):
        raise BadWebhook("The certificate is not PayPal's.", status=401)
    return certificate
