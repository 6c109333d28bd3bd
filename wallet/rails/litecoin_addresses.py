"""Litecoin addresses, checked here: a mistyped one is told in a sentence, and the node is not asked."""

import hashlib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wallet.rails.interface import BadDestination

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# The steps of BIP 173's checksum, and the lengths a version 0 programme may have.
GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
PROGRAMMES = (20, 32)
BITCOIN_KEY = 0
BITCOIN = ("bc1", "tb1", "bcrt1")
PRIVATE = ("ltcmweb1", "tmweb1")


@dataclass(frozen=True)
class Network:
    """How addresses begin on one of Litecoin's networks. A script's address has an older form that Bitcoin shares."""

    prefix: str
    key: int
    script: int
    old_script: int
    starts: str


NETWORKS = {
    "main": Network("ltc", 48, 50, 5, "ltc1, L or M"),
    "test": Network("tltc", 111, 58, 196, "tltc1, m, n or Q"),
    "regtest": Network("rltc", 111, 58, 196, "rltc1, m, n or Q"),
}


def read(text: str, network: Network) -> str:
    """The address in the form its network writes today; a payment link is taken too. Raises BadDestination."""
    address = re.sub(r"^litecoin:(//)?|\?.*$", "", text.strip(), flags=re.IGNORECASE)
    start = address.lower()
    if start.startswith(PRIVATE):
        given = {"starts": network.starts}
        raise BadDestination(_("Private (MWEB) addresses cannot be paid: use one that begins with %(starts)s.") % given)
    if start.startswith(BITCOIN):
        raise _not_bitcoin()
    if start.startswith(tuple(f"{one.prefix}1" for one in NETWORKS.values())):
        return _read_bech32(address, network)
    return _read_base58(address, network)


def _not_bitcoin() -> BadDestination:
    return BadDestination(_("This is a Bitcoin address. Litecoin sent to it would be lost: use a Litecoin address."))


def _mistyped() -> BadDestination:
    return BadDestination(_("There is a typing mistake in this address: copy it whole from your wallet."))


def _other_network() -> BadDestination:
    return BadDestination(_("This address belongs to another Litecoin network: use one where this market pays."))


def _read_base58(address: str, network: Network) -> str:
    if not re.fullmatch(f"[{BASE58}]{{26,35}}", address):
        words = _("A Litecoin address begins with %(starts)s: copy it whole from your wallet.")
        raise BadDestination(words % {"starts": network.starts})
    number = 0
    for letter in address:
        number = number * 58 + BASE58.index(letter)
    whole = number.to_bytes(26, "big") if number < 1 << 208 else b""
    body, check = whole[1:-4], whole[-4:]
    if len(body) != PROGRAMMES[0] + 1 or _twice_hashed(body)[:4] != check or _base58(body) != address:
        raise _mistyped()
    version, rest = body[0], body[1:]
    if version == BITCOIN_KEY:
        raise _not_bitcoin()
    if version not in (network.key, network.script, network.old_script):
        raise _other_network()
    return _base58(bytes([network.script if version == network.old_script else version]) + rest)


def _twice_hashed(body: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(body).digest()).digest()


def _base58(body: bytes) -> str:
    whole = body + _twice_hashed(body)[:4]
    number, letters = int.from_bytes(whole, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = BASE58[digit] + letters
    return "1" * (len(whole) - len(whole.lstrip(b"\0"))) + letters


def _read_bech32(address: str, network: Network) -> str:
    lower = address.lower()
    prefix, _one, letters = lower.rpartition("1")
    if address not in (lower, address.upper()) or not re.fullmatch(f"[{BECH32}]{{8,84}}", letters):
        raise _mistyped()
    digits = [BECH32.index(letter) for letter in letters]
    if prefix == network.prefix and digits[0] != 0:
        words = _("Addresses that begin with %(start)s cannot be paid yet: use one that begins with %(right)s.")
        raise BadDestination(words % {"start": lower[: len(prefix) + 2], "right": f"{prefix}1q"})
    if _checksum(prefix, digits) != 1 or _programme(digits[1:-6]) not in PROGRAMMES:
        raise _mistyped()
    if prefix != network.prefix:
        raise _other_network()
    return lower


def _checksum(prefix: str, digits: list[int]) -> int:
    """1 where the address is as it was written."""
    spread = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = 1
    for digit in spread + digits:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ digit
        for bit, generator in enumerate(GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _programme(digits: list[int]) -> int:
    """How many bytes these digits of five bits hold; 0 where what is left over is more than padding."""
    number = 0
    for digit in digits:
        number = number << 5 | digit
    length, over = divmod(len(digits) * 5, 8)
    return length if over < 5 and number & (1 << over) - 1 == 0 else 0
