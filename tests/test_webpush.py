"""Web Push by the letter of its RFCs, with the example of RFC 8291."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.core.management import call_command

from picomarket.lib import webpush
from picomarket.lib.webpush import decode

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DEVICE = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7"
    "A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_byte_for_byte() -> None:
    own = ec.derive_private_key(int.from_bytes(decode(OWN)), webpush.CURVE)

    sealed = webpush._seal(
        b"When I grow up, I want to be a watermelon",
        decode(DEVICE),
        decode(SECRET),
        own,
        decode("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert webpush.encode(sealed) == SEALED


def test_no_two_bodies_are_the_same_and_none_is_too_large() -> None:
    bodies = {webpush.seal(b"x" * 9999, device_key=DEVICE, secret=SECRET) for _time in range(3)}

    assert len(bodies) == 3
    assert {len(body) for body in bodies} == {4096}


def test_the_signature_is_good_for_this_push_service_until_a_time() -> None:
    header = webpush.authorization("https://push.example:8443/send/1", key=OWN, contact="help@market.example", now=NOW)

    scheme, token, key = header.replace(",", "").split(" ")
    head, claims, signature = token.removeprefix("t=").split(".")
    public = ec.EllipticCurvePublicKey.from_encoded_point(webpush.CURVE, decode(key.removeprefix("k=")))
    raw = decode(signature)
    halves = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(halves, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert scheme == "vapid"
    assert json.loads(decode(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(decode(claims)) == {
        "aud": "https://push.example:8443",
        "exp": int(NOW.timestamp()) + 12 * 3600,
        "sub": "mailto:help@market.example",
    }


@pytest.mark.parametrize(
    ("device_key", "secret"),
    [(DEVICE[:-1], SECRET), (DEVICE, SECRET + "AA"), ("B" * 87, SECRET), (DEVICE, "é"), ("", "")],
)
def test_what_is_no_browsers_key_is_refused(device_key: str, secret: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        webpush.check_device(device_key, secret)


def test_the_command_prints_a_key_that_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_push_key")

    name, _sign, key = capsys.readouterr().out.strip().partition("=")
    assert name == "VAPID_PRIVATE_KEY"
    assert len(decode(webpush.public_key(key))) == webpush.POINT
