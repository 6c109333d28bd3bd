"""Calls to addresses people typed: where they may go, how long they last, how much of an answer is read."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from picomarket.lib import outward
from picomarket.lib.outward import Answer, Call
from tests import outside


@pytest.fixture
def server(settings: Settings) -> Iterator[outside.Outside]:
    settings.OUTWARD_PRIVATE = True
    with outside.listening() as there:
        yield there


def said(url: str) -> Answer:
    return outward.post(Call(url=url, body=b"hello"))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254"),  # noqa: S104
        *("100.64.0.1", "2130706433", "0x7f.1", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "224.0.0.1"),
        *("[::ffff:127.0.0.1]", "[2002:7f00:1::]", "[64:ff9b::10.0.0.1]"),
        # What machines in a cloud ask for their credentials, by number, by name and by an old way of writing it.
        *("[fd00:ec2::254]", "metadata.google.internal", "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "0251.254.43518"),
        *("[fec0::1]", "[64:ff9b:1::1]", "[::10.0.0.1]", "[4000::1]", "255.255.255.255", "198.18.0.1", "app.localhost"),
    ],
)  # fmt: skip
def test_a_private_address_is_not_called_however_it_is_written(host: str) -> None:
    answer = said(f"https://{host}/")

    assert (answer.status, answer.text) == (0, "The address leads into a private network.")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/", "The address must begin with https://."),
        ("file:///etc/passwd", "The address must begin with https://."),
        ("gopher://example.org/", "The address must begin with https://."),
        (
            "https://ann:secret@example.org/",
            "Write the address without a user name, spaces and letters of other scripts.",
        ),
        ("https://example.org:99999/", "This is no web address."),
        ("https://", "Write the address without a user name, spaces and letters of other scripts."),
        ("https://[::1/", "This is no web address."),
        ("https://example.org:25/", "Use port 443, or one from 1024 on."),
        ("https://example.org:6/", "Use port 443, or one from 1024 on."),
        ("https://example.org:0/", "Write the address without a user name, spaces and letters of other scripts."),
        ("https://exa mple.org/", "Write the address without a user name, spaces and letters of other scripts."),
    ],
)
def test_what_is_no_public_https_address_is_refused_in_words(url: str, words: str) -> None:
    assert said(url).text == words


def test_a_name_that_stands_for_a_private_address_too_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def names(host: str, port: int, **_how: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", names)

    assert said("https://rebound.example/").text == "The address leads into a private network."
    assert asked == ["rebound.example"]


@pytest.mark.parametrize("private", ["::ffff:10.0.0.1", "fe80::1%1", "::1", "169.254.169.254", "64:ff9b::7f00:1"])
def test_a_name_is_judged_by_what_it_stands_for_in_either_protocol(
    private: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (private, 443, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: found)

    assert said("https://public.example/").text == "The address leads into a private network."


def test_a_public_address_of_either_protocol_is_one() -> None:
    assert outward.check("https://93.184.215.14:8443/").port == 8443
    assert outward.check("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/").port is None


def test_the_address_that_was_checked_is_the_one_that_is_called(
    server: outside.Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between looking up and connecting is not asked a second time."""
    port, answers = server.server_address[1], iter(["127.0.0.1", "10.0.0.1"])
    real = socket.getaddrinfo

    def names(host: str, *rest: Any, **how: Any) -> Any:
        return real(next(answers) if host == "rebound.example" else host, *rest, **how)

    monkeypatch.setattr(socket, "getaddrinfo", names)
    answer = said(f"http://rebound.example:{port}/here")

    assert answer.status == 200
    assert server.at("/here")[0].headers["Host"] == f"rebound.example:{port}"
    assert next(answers) == "10.0.0.1"


def test_a_redirect_is_an_answer_like_any_other(server: outside.Outside) -> None:
    server.status["/moved"] = 302

    assert said(server.url("/moved")).status == 302
    assert server.at("/elsewhere") == []


def test_only_the_beginning_of_a_long_answer_is_read(server: outside.Outside) -> None:
    server.said["/long"] = b"x" * 1_000_000 + b"\xff\0"

    assert said(server.url("/long")).text == "x" * outward.MOST_READ


def test_an_answer_that_trickles_in_ends(server: outside.Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "LONGEST", 0.5)
    server.slow.add("/slow")

    answer = said(server.url("/slow"))

    assert answer.status == 0
    assert 0.4 < answer.seconds < 3


def test_a_server_may_think_longer_than_it_takes_to_connect(
    server: outside.Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outward, "LONGEST_TO_CONNECT", 0.2)
    server.late["/thinks"] = 0.4

    assert said(server.url("/thinks")).text == "fine"


def test_one_that_trickles_holds_up_no_other(server: outside.Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "LONGEST", 0.5)
    server.slow.add("/slow")

    answers = outward.post_all([Call(url=server.url(path), body=b"") for path in ("/slow", "/a", "/slow", "/b")])

    assert [answer.is_good for answer in answers] == [False, True, False, True]


def test_where_nobody_listens_is_an_answer_too(settings: Settings) -> None:
    settings.OUTWARD_PRIVATE = True
    with socket.create_server(("127.0.0.1", 0)) as freed:
        port = freed.getsockname()[1]

    answer = said(f"http://127.0.0.1:{port}/")

    assert (answer.status, answer.text) == (0, "Nobody listens there.")
