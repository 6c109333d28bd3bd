"""Calls to addresses that people typed: to what is public, encrypted, once, and soon over.

A name is looked up once and all it stands for is checked; the connection goes to one of these very addresses, so that
no second answer can lead somewhere else. No redirect is followed. In development, where OUTWARD_PRIVATE is on, plain
http and private addresses will do.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPS_PORT, HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import Refused

# All of a call, and the part of it in which a connection must stand, in seconds.
LONGEST, LONGEST_TO_CONNECT = 10.0, 4.0
# As much of an answer is read.
MOST_READ = 2048
AT_ONCE = 8
# IPv4 addresses in IPv6 ones, where a translator stands between (RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
# All of IPv6 that anybody was given.
_GIVEN = ipaddress.ip_network("2000::/3")
# Beneath this stand mail, names, printers and the like, none of which wants to be told anything.
_FIRST_OPEN_PORT = 1024


class NotAllowed(Refused):
    """This address is none to call; the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is posted where."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: a status and the beginning of the text; or, with status 0, why nothing did."""

    status: int
    text: str
    seconds: float
    retry_after: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def check(url: str) -> SplitResult:
    """The parts of an address that may be called, as far as it can be seen without looking the name up.

    Raises NotAllowed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed(_("This is no web address.")) from error
    if parts.scheme != "https" and not (settings.OUTWARD_PRIVATE and parts.scheme == "http"):
        raise NotAllowed(_("The address must begin with https://."))
    if not parts.hostname or port == 0 or parts.username or parts.password or not url.isascii() or " " in url:
        raise NotAllowed(_("Write the address without a user name, spaces and letters of other scripts."))
    if not settings.OUTWARD_PRIVATE and port is not None and port != HTTPS_PORT and port < _FIRST_OPEN_PORT:
        raise NotAllowed(_("Use port 443, or one from 1024 on."))
    if not settings.OUTWARD_PRIVATE and _is_private_by_its_looks(parts.hostname):
        raise NotAllowed(_("The address leads into a private network."))
    return parts


def look_up(host: str, port: int) -> str:
    """One address this name stands for, when all of them are public. Raises NotAllowed, or OSError for no answer."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not settings.OUTWARD_PRIVATE and not all(_is_public(address) for address in addresses):
        raise NotAllowed(_("The address leads into a private network."))
    return addresses[0]


def _is_private_by_its_looks(host: str) -> bool:
    """Whether no lookup is needed to know: a number, however it is written, or a name of this very machine."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    with contextlib.suppress(OSError):
        return not _is_public(socket.inet_ntoa(socket.inet_aton(host)))
    with contextlib.suppress(ValueError):
        return not _is_public(host)
    return False


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _TRANSLATED:
            within = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if within:
            return _is_public(str(within))
        if ip not in _GIVEN:
            return False
    return ip.is_global and not ip.is_multicast


def post(call: Call) -> Answer:
    """Post once; never raises for what the other side does or is."""
    begun = time.monotonic()
    try:
        return _post(call, begun)
    except NotAllowed as refused:
        return Answer(status=0, text=refused.words, seconds=0)
    except (OSError, HTTPException, UnicodeError) as error:
        seconds = time.monotonic() - begun
        words = _("It took too long.") if seconds >= LONGEST else _said(error)
        return Answer(status=0, text=words[:MOST_READ], seconds=seconds)


def _said(error: Exception) -> str:
    """Why nothing came back, for whoever runs the other side."""
    if isinstance(error, ssl.SSLError):
        return _("Its certificate or encryption is not in order: %(error)s") % {"error": error.args[-1]}
    if isinstance(error, socket.gaierror | UnicodeError):
        return _("Nobody knows this name.")
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody listens there.")
    if isinstance(error, TimeoutError):
        return _("It took too long.")
    return _("The connection broke: %(error)s") % {"error": error}


def post_all(calls: Sequence[Call]) -> list[Answer]:
    """Post all of these, some at a time; an answer for each, in their order."""
    if not calls:
        return []
    with ThreadPoolExecutor(min(AT_ONCE, len(calls))) as pool:
        return list(pool.map(post, calls))


def _post(call: Call, begun: float) -> Answer:
    parts = check(call.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connect(parts.scheme, host, port, look_up(host, port))
    # What trickles in would never run into the socket's own time limit.
    end = threading.Timer(LONGEST - (time.monotonic() - begun), _hang_up, [connection.sock])
    end.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=call.body, headers=dict(call.headers))
        response = connection.getresponse()
        text = response.read(MOST_READ).decode(errors="replace").replace("\0", "")
        seconds, later = time.monotonic() - begun, response.getheader("Retry-After") or ""
        if seconds >= LONGEST:
            # Hung up on, it may look like an answer.
            raise TimeoutError
        return Answer(status=response.status, text=text, seconds=seconds, retry_after=later)
    finally:
        end.cancel()
        connection.close()


def _connect(scheme: str, host: str, port: int, address: str) -> HTTPConnection:
    """A connection to this very address that says the name it was found by."""
    line = socket.create_connection((address, port), timeout=LONGEST_TO_CONNECT)
    connection = (HTTPConnection if scheme == "http" else HTTPSConnection)(host, port)
    try:
        connection.sock = line if scheme == "http" else _sealed(line, host)
    except BaseException:
        line.close()
        raise
    connection.sock.settimeout(LONGEST)
    return connection


def _sealed(line: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
