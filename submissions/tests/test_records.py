"""Work records: signed by the market, checked by anybody with the link, said as the person chose."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from picomarket.lib import signing
from submissions import records
from submissions.models import RecordKey, WorkRecord
from tests import make

NOW = timezone.now()


def made(person: User, *said: str) -> WorkRecord:
    return records.make(person, said=said, now=NOW)


def content(record: WorkRecord) -> dict[str, Any]:
    found = records.read(record)
    assert found.content is not None
    return dict(found.content)


def page(client: Client, record: WorkRecord) -> str:
    return " ".join(client.get(record.get_absolute_url()).content.decode().split())


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_record_says_what_was_done(ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)
    make.confirmed(make.task(ann), ben)

    said = content(made(ben))

    assert (said["level"], said["approved"], said["rejected"], said["success_rate"]) == ("starter", 1, 1, 50)
    assert (said["latest_verdicts"], said["latest_success_rate"], said["points"]) == (2, 50, 14)
    assert said["categories"] == [{"name": "Website testing", "approved": 1}]


def test_what_a_person_did_not_choose_is_not_in_it(ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)

    shy, open_ = content(made(ben)), content(made(ben, *records.CHOOSABLE))

    assert not set(records.CHOOSABLE) & set(shy)
    assert (open_["name"], open_["country"], open_["earnings"]["received"]) == ("Ben", "BD", "0.095")
    assert ben.email not in json.dumps(open_)


def test_a_test_that_was_passed_is_a_badge(ann: User, ben: User) -> None:
    test = make.qualification(ann, title="English reading")
    make.attempt(test, ben, *make.RIGHT)

    assert content(made(ben, "tests"))["tests"] == [{"title": "English reading", "passed": f"{NOW:%Y-%m-%d}"}]


def test_anybody_checks_a_record_by_the_published_keys_alone(client: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)
    record = made(ben, "name")

    kept = json.loads(client.get(reverse("submissions:record_file", args=[record.public_id, "json"])).content)
    keys = client.get("/.well-known/picomarket-keys.json").json()["keys"]
    signed, signature = kept["signed"].rsplit(".", 1)
    head, body = (json.loads(unpadded(part)) for part in signed.split("."))
    (key,) = [one for one in keys if one["kid"] == head["kid"]]
    Ed25519PublicKey.from_public_bytes(unpadded(key["x"])).verify(unpadded(signature), signed.encode())

    assert (key["kty"], key["crv"], head["alg"]) == ("OKP", "Ed25519", "EdDSA")
    assert body == kept["record"] == content(record)
    assert body["check"].endswith(record.get_absolute_url())


def test_a_stranger_reads_that_it_is_genuine_and_what_it_says(client: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)

    text = page(client, made(ben, "name", "country"))

    for words in ("This record is genuine.", "<bdi>Ben</bdi>", "Bangladesh", "Starter", "1 task approved"):
        assert words in text
    assert "Withdraw" not in text


def test_one_letter_changed_is_not_genuine(client: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)
    record = made(ben)
    head, body, signature = record.signed.split(".")
    forged = base64.urlsafe_b64encode(unpadded(body).replace(b'"approved":1', b'"approved":9')).rstrip(b"=").decode()
    WorkRecord.objects.filter(pk=record.pk).update(signed=f"{head}.{forged}.{signature}")

    assert "This record is not genuine." in page(client, record)
    for kind in ("json", "pdf"):
        assert client.get(reverse("submissions:record_file", args=[record.public_id, kind])).status_code == 404


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "e30.e30.e30", "x" * 500])
def test_what_is_no_signature_at_all_is_not_genuine(ben: User, token: str) -> None:
    record = made(ben)
    record.signed = token

    assert records.read(record).content is None


def test_a_signature_by_a_key_of_somebody_else_is_not_genuine(ben: User, settings: Settings) -> None:
    record = made(ben)
    said = content(record)
    settings.SIGNING_KEY = "a key of another market"

    record.signed = signing.sign(said, key=signing.key_for(records.PURPOSE))

    assert records.read(record).content is None


def test_old_records_stay_checkable_when_the_key_changes(client: Client, ben: User, settings: Settings) -> None:
    before = made(ben)
    settings.SIGNING_KEY = "a new long random text"
    after = made(ben)

    assert records.read(before).key != records.read(after).key
    assert [bool(records.read(one).content) for one in (before, after)] == [True, True]
    assert len(client.get(reverse("submissions:record_keys")).json()["keys"]) == 2


def test_the_key_is_the_same_in_every_process_and_another_one_for_another_purpose() -> None:
    one, same, other = (signing.public_key(signing.key_for(purpose)) for purpose in ("a", "a", "b"))

    assert (one == same, one == other) == (True, False)


def test_a_key_is_kept_once(ben: User) -> None:
    made(ben)
    made(ben)

    assert RecordKey.objects.count() == 1


def test_a_withdrawn_record_says_nothing_more(client: Client, ann: User, ben: User) -> None:
    record = made(ben, "name")
    client.force_login(ben)

    client.post(reverse("submissions:withdraw_record", args=[record.public_id]))
    answer = client.get(record.get_absolute_url())

    assert answer.status_code == 410
    assert "This record was withdrawn" in answer.content.decode()
    assert make.fresh(record).signed == ""
    assert client.get(reverse("submissions:record_file", args=[record.public_id, "json"])).status_code == 404


def test_nobody_withdraws_what_is_not_theirs(client: Client, ben: User, cleo: User) -> None:
    record = made(ben)
    client.force_login(cleo)

    assert client.post(reverse("submissions:withdraw_record", args=[record.public_id])).status_code == 404
    assert make.fresh(record).signed


def test_the_form_makes_what_was_ticked(client: Client, ben: User) -> None:
    client.force_login(ben)

    answer = client.post(reverse("submissions:records"), {"said_earnings": "on"})

    record = WorkRecord.objects.get()
    assert answer["Location"] == record.get_absolute_url()
    assert set(records.CHOOSABLE) & set(content(record)) == {"earnings"}


def test_who_has_very_many_records_withdraws_one_first(client: Client, ben: User) -> None:
    for _number in range(records.MOST_STANDING):
        made(ben)

    with pytest.raises(records.TooManyRecords):
        made(ben)


def test_a_record_is_a_pdf_too(client: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)
    User.objects.filter(pk=ben.pk).update(name="বেন")

    answer = client.get(reverse("submissions:record_file", args=[made(ben, *records.CHOOSABLE).public_id, "pdf"]))

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_the_same_however_long_it_is(
    client: Client, ben: User, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        made(ben)
    client.force_login(ben)

    with django_assert_max_num_queries(8):
        client.get(reverse("submissions:records"))
