"""The open books: what anybody sees of the market's money, honest also where nothing is known."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from picomarket import audit, desk
from picomarket.lib.money import usd
from tests import make
from wallet import funds, proofs, seals

NOW = timezone.now()
NOTHING: dict[str, Any] = {"accounts": 1, "transfers": 1, "seconds": 1}


def page(client: Client) -> str:
    cache.clear()
    return " ".join(client.get(reverse("books")).content.decode().split())


def recorded(dollars: str, *, by: User, rail: str = "manual", days: int = 0, note: str = "") -> None:
    """The operator looked at the account so many days ago, or just now."""
    now = timezone.now()
    funds.record(rail=rail, amount=usd(dollars), at=now - timedelta(days=days), by=by, note=note, now=now)


def test_a_market_of_which_nothing_is_recorded_says_so(client: Client, db: None) -> None:
    said = page(client)

    assert "The operator has recorded no funds yet" in said
    assert "The books have not been proved yet" in said
    assert "No line is sealed yet." in said
    assert "none was due" in said


def test_what_is_owed_and_what_is_held_are_said_with_the_difference(client: Client, ann: User, sam: User) -> None:
    recorded("110", by=sam)

    said = page(client)

    assert "$10.00 more is held than is owed" in said
    assert "hold 110.0% of what people have here" in said
    assert "recorded by the operator," in said


def test_what_is_wanting_is_said_in_the_first_line(client: Client, ann: User, sam: User) -> None:
    recorded("75", by=sam)

    assert "$25.00 less is recorded than is owed" in page(client)


def test_a_rail_nothing_is_recorded_of_is_named(client: Client, ann: User, sam: User) -> None:
    recorded("1000", rail="demo_bank", by=sam)

    assert "Nothing is recorded of the money at: Bank transfer" in page(client)


def test_an_old_record_shows_its_age(client: Client, ann: User, sam: User) -> None:
    recorded("200", days=21, by=sam)

    assert "3 weeks ago" in page(client)


def test_what_moved_since_a_record_is_added_and_shown(client: Client, ann: User, ben: User, sam: User) -> None:
    recorded("110", by=sam)
    make.deposit(ben, "20")

    said = re.sub(r"<[^>]+>", "", page(client))

    assert "$110.00 then; moved since by the books: $20.00" in said
    assert "$10.00 more is held than is owed" in said


def test_by_an_old_record_nothing_is_claimed(client: Client, ann: User, sam: User) -> None:
    recorded("110", days=9, by=sam)

    said = page(client)

    assert "What was recorded is too old to say whether the money is there" in said
    assert "everybody could be paid" not in said


def test_the_last_proof_and_the_newest_seal_are_shown(client: Client, ann: User) -> None:
    (head,) = seals.seal(now=NOW)
    audit.prove_and_tell(now=NOW)

    said = page(client)

    assert head.hash in said
    assert "Everything agreed" in said


def test_a_finding_is_not_hidden(client: Client, ann: User) -> None:
    findings: list[dict[str, object]] = [{"law": "A law", "broken": 2, "sentences": ["A person's key: 7."], "look": ""}]
    proofs.keep(findings, **NOTHING, now=NOW)

    said = page(client)

    assert "The proof found 2 places that do not agree. The operator was told." in said
    assert "A person's key" not in said


def test_nobody_is_named(client: Client, ann: User, ben: User, sam: User) -> None:
    make.approved(make.task(ann), ben)
    recorded("75", by=sam, note="Ask Sam.")

    said = page(client)

    for person in (ann, ben, sam):
        assert person.email not in said
        assert person.name not in said
    assert "Ask Sam." not in said


def test_it_is_looked_up_once_a_minute(client: Client, ann: User) -> None:
    page(client)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("books"))

    assert len(queries) == 0


def test_the_finance_group_sees_the_proofs_is_told_of_findings_and_records_funds(client: Client, cleo: User) -> None:
    cleo.is_staff = True
    cleo.save()
    cleo.groups.add(Group.objects.get(name="Finance"))
    client.force_login(cleo)

    check = proofs.keep([{"law": "A law", "broken": 1, "sentences": [], "look": ""}], **NOTHING, now=NOW)
    pages = [
        reverse("admin:wallet_bookcheck_change", args=[check.pk]),
        reverse("admin:wallet_seal_changelist"),
        reverse("admin:wallet_fundsrecord_add"),
    ]

    assert [client.get(url).status_code for url in pages] == [200] * 3
    assert proofs.staff() == [cleo]
    assert Notice.objects.of(cleo)[0].subject == "The books do not agree (findings: 1)"


def test_an_account_that_holds_nothing_can_be_recorded(client: Client, sam: User) -> None:
    client.force_login(sam)
    typed = {"rail": "manual", "amount": "0", "at_0": f"{NOW:%Y-%m-%d}", "at_1": "00:00:01", "note": ""}

    client.post(reverse("admin:wallet_fundsrecord_add"), typed)

    assert [one.amount for one in funds.latest().values()] == [usd("0")]


@pytest.mark.parametrize(("hours", "tone"), [(25, "good"), (27, "wait")])
def test_the_desk_shows_how_the_books_stand_until_the_proof_is_old(sam: User, hours: int, tone: str) -> None:
    proofs.keep([], **NOTHING, now=NOW - timedelta(hours=hours))

    panel = desk.proof(sam, now=NOW)

    assert panel is not None
    assert panel.tone == tone


def test_the_desk_shows_a_finding_first(client: Client, sam: User) -> None:
    findings: list[dict[str, object]] = [
        {
            "law": "Each balance is the sum of its lines",
            "broken": 3,
            "sentences": ["Account 7 says so."],
            "look": "There.",
        }
    ]
    check = proofs.keep(findings, accounts=1, transfers=1, seconds=2.5, now=NOW)
    client.force_login(sam)

    said = " ".join(client.get(reverse("admin:index")).content.decode().split())
    row = client.get(reverse("admin:wallet_bookcheck_change", args=[check.pk])).content.decode()

    assert "The books do not agree" in said
    assert "Each balance is the sum of its lines: Account 7 says so. (3 in all)" in said
    assert "queue queue--bad" in said
    assert "There." in row


def test_the_desk_says_nothing_of_the_books_to_who_may_not_see_them(cleo: User) -> None:
    assert desk.proof(cleo, now=NOW) is None


def test_the_operator_records_funds_on_the_desk(client: Client, sam: User) -> None:
    client.force_login(sam)
    typed = {
        "rail": "manual",
        "amount": "1234.50",
        "at_0": f"{NOW:%Y-%m-%d}",
        "at_1": "00:00:01",
        "note": "By statement",
    }

    answer = client.post(reverse("admin:wallet_fundsrecord_add"), typed)

    (record,) = funds.latest().values()
    assert answer.status_code == 302
    assert (record.amount, record.by, record.note) == (usd("1234.50"), sam, "By statement")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"at_0": "0001-01-01"}, "Look at the year: no account here is that old."),
        ({"at_0": "9999-12-31"}, "This time has not come yet: say what the account holds now, or held before."),
        ({"amount": "-1"}, "The amount must be more than zero."),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_funds_that_cannot_be_are_refused_beside_what_was_typed(
    client: Client, sam: User, typed: dict[str, str], words: str
) -> None:
    client.force_login(sam)
    whole = {"rail": "manual", "amount": "1234.50", "at_0": "2026-01-01", "at_1": "00:00:01", "note": "By statement"}

    page = client.post(reverse("admin:wallet_fundsrecord_add"), whole | typed).content.decode()

    assert words in page
    assert f'value="{(whole | typed)["amount"]}"' in page
    assert funds.latest() == {}
