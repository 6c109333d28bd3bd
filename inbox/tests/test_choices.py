"""What people choose to be told of each topic, and that it holds whoever writes the notice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inbox import choices, notices
from inbox.choices import Way
from inbox.models import Choice, DigestHour, Notice
from inbox.topics import Mail, Topic

NOW = timezone.now()
Person = Any  # a row of accounts.User, which this app does not import


def told(person: Person, topic: Topic, *, mail: bool = False, mail_to: str = "") -> Notice:
    row = notices.tell(person, subject="News", topic=topic, mail=mail, mail_to=mail_to, now=NOW)
    return Notice.objects.get(pk=row.pk)


def told_by_sql(person: Person, topic: Topic) -> Notice:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inbox_tell(ARRAY[%s::bigint], 'News', '', ARRAY['{}'::jsonb], ARRAY['/work/'], false, %s, %s)",
            [person.pk, NOW, topic],
        )
    return Notice.objects.of(person)[0]


def test_without_a_choice_what_cannot_wait_is_mailed(ben: Person) -> None:
    urgent, other = told(ben, Topic.ALERTS, mail=True), told(ben, Topic.ALERTS)

    assert [(one.by_mail, one.in_digest, one.read_at) for one in (urgent, other)] == [
        (True, False, None),
        (False, False, None),
    ]


@pytest.mark.parametrize(
    ("mail", "urgent", "other"),
    [
        (Mail.ALL, (True, False), (True, False)),
        (Mail.DAILY, (False, True), (False, True)),
        (Mail.NONE, (False, False), (False, False)),
    ],
)
def test_what_was_chosen_is_put_on_each_notice(
    ben: Person, cleo: Person, mail: Mail, urgent: tuple[bool, bool], other: tuple[bool, bool]
) -> None:
    choices.choose(ben, ways={Topic.ALERTS: Way(mail=mail)})

    rows = told(ben, Topic.ALERTS, mail=True), told(ben, Topic.ALERTS)
    elsewhere = told(ben, Topic.NEWS, mail=True), told(cleo, Topic.ALERTS, mail=True)

    assert [(row.by_mail, row.in_digest) for row in rows] == [urgent, other]
    assert [(row.by_mail, row.in_digest) for row in elsewhere] == [(True, False)] * 2


def test_a_choice_holds_for_notices_that_sql_writes(ben: Person) -> None:
    choices.choose(ben, ways={Topic.PAY: Way(mail=Mail.DAILY), Topic.NEWS: Way(site=False, mail=Mail.ALL)})

    daily, quiet = told_by_sql(ben, Topic.PAY), told_by_sql(ben, Topic.NEWS)

    assert (daily.in_digest, daily.by_mail, daily.read_at) == (True, False, None)
    assert (quiet.in_digest, quiet.by_mail, quiet.read_at) == (False, True, NOW)


def test_what_does_not_count_as_new_stands_there_read(client: Client, ben: Person) -> None:
    choices.choose(ben, ways={Topic.ALERTS: Way(site=False)})

    told(ben, Topic.ALERTS)

    assert not Notice.objects.of(ben).unread().exists()
    assert [one.headline for one in Notice.objects.of(ben)] == ["News"]


def test_a_letter_to_an_address_somebody_left_goes_out_whatever_they_chose(ben: Person) -> None:
    choices.choose(ben, ways={Topic.NEWS: Way(mail=Mail.NONE)})

    assert told(ben, Topic.NEWS, mail_to="before@example.org").by_mail is True


def test_a_row_is_kept_only_where_it_differs(ben: Person) -> None:
    choices.choose(ben, ways={Topic.ALERTS: Way(mail=Mail.NONE), Topic.NEWS: choices.usual(Topic.NEWS)})
    choices.choose(ben, ways={Topic.NEWS: Way(site=False)})
    choices.choose(ben, ways={Topic.ALERTS: choices.usual(Topic.ALERTS)})

    assert [(one.topic, one.site) for one in Choice.objects.all()] == [("news", False)]
    assert choices.ways_of(ben)[Topic.NEWS] == Way(site=False)


@pytest.mark.parametrize(
    ("topic", "way"),
    [(Topic.PAY, Way(site=False)), (Topic.MONEY, Way(mail=Mail.NONE)), (Topic.ACCOUNT, Way(mail=Mail.DAILY))],
)
def test_money_and_standing_are_not_silenced(ben: Person, topic: Topic, way: Way) -> None:
    with pytest.raises(ValueError, match=topic):
        choices.choose(ben, ways={topic: way})


def typed(**changed: str) -> dict[str, str]:
    """The page as it comes, with what was changed in it."""
    usual = {f"mail_{topic}": "urgent" for topic in Topic} | {f"site_{topic}": "on" for topic in Topic}
    return usual | {"hour": "8"} | changed


def test_the_page_shows_and_keeps_what_was_chosen(client: Client, ben: Person) -> None:
    client.force_login(ben)
    url = reverse("inbox:choices")

    answer = client.post(url, typed(mail_alerts="daily", mail_pay="none", site_alerts="", hour="20"))

    assert answer["Location"] == url
    assert {one.topic: (one.site, one.mail) for one in Choice.objects.all()} == {
        "alerts": (False, "daily"),
        "pay": (True, "none"),
    }
    assert choices.hours_of([ben.pk]) == {ben.pk: 20}
    page = client.get(url).content.decode()
    assert '<option value="20" selected>20:00</option>' in page
    assert "The staff&#x27;s desk" not in page


def test_the_usual_hour_needs_no_row(client: Client, ben: Person) -> None:
    client.force_login(ben)
    for hour in ("20", "8"):
        client.post(reverse("inbox:choices"), typed(hour=hour))

    assert DigestHour.objects.count() == 0


@pytest.mark.parametrize("changed", [{"mail_money": "none"}, {"mail_alerts": "often"}, {"hour": "24"}])
def test_what_is_not_offered_changes_nothing(client: Client, ben: Person, changed: dict[str, str]) -> None:
    client.force_login(ben)

    answer = client.post(reverse("inbox:choices"), typed(mail_news="none", **changed))

    assert answer.status_code == 422
    assert "Choose one of what is offered." in answer.content.decode()
    assert Choice.objects.count() == 0


def test_who_knows_the_pages_words_cannot_silence_what_is_serious(client: Client, ben: Person) -> None:
    client.force_login(ben)

    client.post(reverse("inbox:choices"), typed(site_money="", site_account=""))

    assert Choice.objects.count() == 0


def test_a_notice_says_why_it_was_told_and_leads_to_the_choice(client: Client, ben: Person, ann: Person) -> None:
    row = told(ben, Topic.LEVEL)
    why = reverse("inbox:why", args=[row.public_id])

    client.force_login(ben)
    assert why in client.get(reverse("inbox:notices")).content.decode()
    page = client.get(why).content.decode()
    client.force_login(ann)

    assert "You rose or fell to another level." in page
    assert 'href="#topic-level"' in page
    assert f'action="{reverse("inbox:choices")}"' in page
    assert client.get(why).status_code == 404
