"""The mail sweep, with a real mail server that takes, refuses or is not there."""

from __future__ import annotations

import email
import email.policy
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.contrib.auth.models import AbstractBaseUser as Person
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from inbox import jobs, notices
from inbox.models import Notice
from inbox.topics import Topic
from tests import make

NOW = timezone.now()


class Session(socketserver.StreamRequestHandler):
    """The least a mail server says. It refuses what goes to an address with "full" in it."""

    server: MailServer

    def handle(self) -> None:
        self.server.sessions += 1
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self._take()
            elif verb == "RCPT" and "full" in line:
                self._say("452 this box is full")
            elif verb == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 fine")
        return None

    def _take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        letter = email.message_from_bytes(b"".join(lines), _class=EmailMessage, policy=email.policy.default)
        self.server.letters.append(letter)
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.letters: list[EmailMessage] = []
        self.sessions = 0


def use_smtp(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        use_smtp(settings, server.server_address[1])
        yield server
        server.shutdown()


@pytest.fixture
def no_server(settings: Settings) -> None:
    """A port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as freed:
        port = freed.getsockname()[1]
    use_smtp(settings, port)


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_sweep_sends_what_goes_by_mail_in_one_session(server: MailServer, ben: Person, cleo: Person) -> None:
    notices.tell(
        ben,
        subject="Rejected: ein Schild übersetzen",
        body="Step 2 is missing.",
        url="/work/",
        topic=Topic.REJECTIONS,
        mail=True,
    )
    notices.tell(cleo, subject="Paid", mail=True)
    notices.tell(ben, subject="Approved")

    jobs.send_mail()

    first, second = server.letters
    assert (first["To"], first["Subject"]) == ("ben@example.org", "Rejected: ein Schild übersetzen")
    assert body(first).splitlines() == [
        "Step 2 is missing.",
        "",
        "http://localhost:8000/work/",
        "",
        "-- ",
        "This is mail about “Rejections and disputes”.",
        "Choose what you are told: http://localhost:8000/notices/choices/",
    ]
    assert (second["To"], second["Auto-Submitted"]) == ("cleo@example.org", "auto-generated")
    assert server.sessions == 1


def test_a_letter_says_the_same_as_html(server: MailServer, ben: Person) -> None:
    notices.tell(ben, subject="Rejected: <b>sign</b>", body="Step 2\n<script>x</script>", url="/work/", mail=True)

    jobs.send_mail()

    [letter] = server.letters
    html = body(letter, "html").replace("\r\n", "\n")
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "Rejected: &lt;b&gt;sign&lt;/b&gt;" in html
    assert "Step 2\n&lt;script&gt;x&lt;/script&gt;" in html
    assert 'href="http://localhost:8000/work/"' in html
    assert re.findall(r"<img|<script|<link|url\(|src=", html) == []
    assert html.startswith("<!DOCTYPE html>")
    assert "prefers-color-scheme: dark" in html


def test_a_letter_can_be_stopped_by_the_mail_program_where_no_money_hangs_on_it(
    server: MailServer, ben: Person
) -> None:
    for topic in (Topic.ALERTS, Topic.MONEY, Topic.ACCOUNT):
        notices.tell(ben, subject="News", topic=topic, mail=True)

    jobs.send_mail()

    tasks, *serious = server.letters
    address = str(tasks["List-Unsubscribe"]).strip(" <>")
    assert address.startswith("http://localhost:8000/notices/stop/")
    assert tasks["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (address in body(tasks), address in body(tasks, "html")) == (True, True)
    assert [letter["List-Unsubscribe"] for letter in serious] == [None, None]
    assert ["Stop these letters" in body(letter) for letter in serious] == [False, False]


def test_a_letter_is_sent_once(server: MailServer, ben: Person) -> None:
    notices.tell(ben, subject="Paid", mail=True)

    counts = [jobs.send_mail(), jobs.send_mail()]

    assert counts == [1, 0]
    assert len(server.letters) == 1


def test_a_letter_can_go_to_another_address(server: MailServer, ben: Person) -> None:
    notices.tell(ben, subject="Your address was changed", mail_to="before@example.org")

    jobs.send_mail()

    assert [letter["To"] for letter in server.letters] == ["before@example.org"]


def test_a_letter_the_server_refuses_is_tried_again_and_holds_nobody_up(server: MailServer, ben: Person) -> None:
    full = make.person("full")
    refused = notices.tell(full, subject="Paid", mail=True, now=NOW)
    notices.tell(ben, subject="Paid", mail=True, now=NOW)

    sent = notices.send_mail_due(now=NOW)

    refused = make.fresh(refused)
    assert sent == 1
    assert [letter["To"] for letter in server.letters] == ["ben@example.org"]
    assert (refused.mailed_at, refused.mail_tries, refused.mail_from) == (None, 1, NOW + timedelta(minutes=1))


def test_the_pauses_between_tries_grow_to_six_hours(server: MailServer, db: None) -> None:
    refused = notices.tell(make.person("full"), subject="Paid", mail=True, now=NOW)
    now, pauses = NOW, []

    for _try in range(11):
        notices.send_mail_due(now=now)
        again = make.fresh(refused).mail_from
        pauses.append(int((again - now) / timedelta(minutes=1)))
        now = again

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_one_refused_ever_so_often_stops_no_other(server: MailServer, ben: Person) -> None:
    refused = notices.tell(make.person("full"), subject="Paid", mail=True, now=NOW)
    for number, tries in enumerate((60, 32_767), start=1):
        Notice.objects.filter(pk=refused.pk).update(mail_tries=tries, mail_from=NOW)
        notices.tell(ben, subject="Paid", mail=True, now=NOW)

        notices.send_mail_due(now=NOW)

        assert [letter["To"] for letter in server.letters] == ["ben@example.org"] * number


def test_a_server_that_is_not_there_leaves_every_letter_as_it_was(
    no_server: None, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = [notices.tell(ben, subject="Paid", mail=True, now=NOW) for _number in range(3)]

    sent = notices.send_mail_due(now=NOW)

    assert sent == 0
    assert [(make.fresh(one).mailed_at, make.fresh(one).mail_tries) for one in waiting] == [(None, 0)] * 3
    assert caplog.messages.count("The mail server cannot be reached; the notices wait.") == 1


def test_when_the_server_is_back_the_letters_go(no_server: None, ben: Person, settings: Settings) -> None:
    notices.tell(ben, subject="Paid", mail=True, now=NOW)
    notices.send_mail_due(now=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    notices.send_mail_due(now=NOW + timedelta(seconds=10))

    assert [letter.subject for letter in mail.outbox] == ["Paid"]


def test_old_news_is_not_mailed(server: MailServer, ben: Person) -> None:
    old = notices.tell(ben, subject="Paid", mail=True, now=NOW - timedelta(days=3))

    notices.send_mail_due(now=NOW)

    assert server.letters == []
    assert not Notice.objects.to_mail(NOW).exists()
    assert make.fresh(old).mailed_at is None
