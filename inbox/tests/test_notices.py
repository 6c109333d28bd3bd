from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy
from pytest_django import DjangoAssertNumQueries, Settings

from inbox import notices
from inbox.models import Notice
from inbox.topics import Topic
from picomarket.lib import locales, public
from picomarket.lib.money import usd
from tests import make

NOW = timezone.now()
Person = Any  # a row of accounts.User, which this app does not import


def text_of(client: Client, **query: str) -> str:
    return " ".join(client.get(reverse("inbox:notices"), query).content.decode().split())


def test_a_notice_is_told_in_plain_words(ben: Person) -> None:
    told = notices.tell(ben, subject=gettext_lazy("Approved"), body="Well done.", url="/work/", now=NOW)

    assert (told.subject, told.body, told.url, told.read_at, told.by_mail) == (
        "Approved",
        "Well done.",
        "/work/",
        None,
        False,
    )


def test_a_notice_knows_what_it_is_about(ben: Person) -> None:
    told = notices.tell(ben, subject="Your payout arrived", topic=Topic.MONEY, now=NOW)
    notices.tell_each([(ben, "No more rows for you", "", "/work/")], topic=Topic.TESTS, now=NOW)

    assert make.fresh(told).topic == Topic.MONEY
    assert list(Notice.objects.of(ben).values_list("topic", flat=True)) == ["tests", "money"]


def test_every_topic_says_what_it_tells(db: None) -> None:
    assert [topic for topic in Topic if not str(topic.help)] == []
    assert {topic for topic in Topic if topic.is_always_mailed} <= {topic for topic in Topic if topic.is_serious}


def test_a_subject_is_one_line_of_a_bounded_length(ben: Person) -> None:
    told = notices.tell(ben, subject="Rejected: a title\r\nBcc: everybody@example.org " + "x" * 300, now=NOW)

    assert told.subject.startswith("Rejected: a title Bcc: everybody@example.org xxx")
    assert len(told.subject) == 200


def test_words_kept_as_a_template_are_said_in_the_language_of_their_reader(ben: Person) -> None:
    given = {"what": {"words": "Yes"}, "money": {"micro": 95000}, "title": "{money}\nYes"}
    told = Notice(person=ben, subject="{what}, {money}: {title}", body="No", given=given, told_at=NOW)

    with translation.override("de"):
        german = told.headline, told.text

    assert (told.headline, told.text) == ("Yes, $0.095: {money} Yes", "No")
    assert german == ("Ja, 0,095 $: {money} Yes", "Nein")


def test_what_was_told_follows_its_reader_to_another_language(ben: Person) -> None:
    parts = {"answer": gettext_lazy("Yes"), "money": usd("1234.5"), "title": "{braces} stay"}
    day = locales.moment(datetime(2026, 11, 24, 10, tzinfo=UTC), "YEAR_MONTH_FORMAT")
    subject = format_lazy(gettext_lazy("{answer}, {money}: {title}"), **parts)
    body = format_lazy("{day}, {count:03d}, {later}", day=day, count=7, later=locales.later(partial(gettext, "No")))
    told = make.fresh(notices.tell(ben, subject=subject, body=body, now=NOW))

    with translation.override("es"):
        spanish = told.headline, told.text

    assert (told.headline, told.text) == ("Yes, $1,234.50: {braces} stay", "November 2026, 007, No")
    assert spanish == ("Sí, 1.234,50 US$: {braces} stay", "noviembre de 2026, 007, No")


def test_words_of_the_database_are_kept_as_what_they_are_and_not_in_every_language(ben: Person) -> None:
    body = format_lazy("{reason}: {none}", reason=locales.said_later("Yes"), none=locales.said_later(""))
    told = make.fresh(notices.tell(ben, subject="No", body=body, now=NOW))

    assert told.recipe["body"]["given"] == {"reason": {"words": "Yes"}, "none": ""}
    with translation.override("es"):
        assert told.text == "Sí: "


def test_what_is_counted_is_counted_in_the_language_of_its_reader(ben: Person) -> None:
    words = ngettext_lazy("%(count)s notice since yesterday", "%(count)s notices since yesterday", 2)
    told = make.fresh(notices.tell(ben, subject=words, now=NOW))

    with translation.override("es"):
        assert told.headline == ngettext("%(count)s notice since yesterday", "%(count)s notices since yesterday", 2)
        assert told.headline != told.subject


def test_final_words_are_not_filled(ben: Person) -> None:
    told = notices.tell(ben, subject="Yes {money}", body="{title}", now=NOW)

    with translation.override("de"):
        assert (told.headline, told.text) == ("Yes {money}", "{title}")


def test_sql_names_notices_as_the_rest_does(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inbox_public_id(sha256(uuid_send(gen_random_uuid()))) FROM generate_series(1, 500)")
        names = [name for (name,) in cursor.fetchall()]

    assert len(set(names)) == 500
    assert all(re.fullmatch(rf"[{public.ALPHABET}]{{{public.LENGTH}}}", name) for name in names)


def test_the_newest_notice_comes_first_and_unread_ones_say_so(client: Client, ben: Person) -> None:
    read = notices.tell(ben, subject="The first thing", now=NOW)
    notices.follow(read, now=NOW)
    notices.tell(ben, subject="The second thing", now=NOW)
    client.force_login(ben)

    text = text_of(client)

    assert text.index("The second thing") < text.index("The first thing")
    assert text.count('class="notice notice--unread"') == 1
    assert "1 unread" in text


def test_an_empty_inbox_says_what_it_will_hold(client: Client, ben: Person) -> None:
    client.force_login(ben)

    assert "Here stands what happens to your work and your money" in text_of(client)


def test_following_a_notice_reads_it_once_and_leads_on(client: Client, ben: Person) -> None:
    told = notices.tell(ben, subject="Approved", url="/wallet/", now=NOW)
    client.force_login(ben)

    first = client.get(reverse("inbox:follow", args=[told.public_id]))
    read_at = make.fresh(told).read_at
    client.get(reverse("inbox:follow", args=[told.public_id]))

    assert first["Location"] == "/wallet/"
    assert read_at is not None
    assert make.fresh(told).read_at == read_at


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_else(client: Client, ben: Person, url: str) -> None:
    told = notices.tell(ben, subject="Approved", url=url, now=NOW)
    client.force_login(ben)

    assert client.get(reverse("inbox:follow", args=[told.public_id]))["Location"] == reverse("inbox:notices")


def test_a_notice_is_its_owners_alone(client: Client, ben: Person, cleo: Person) -> None:
    told = notices.tell(ben, subject="A secret", url="/wallet/", now=NOW)
    client.force_login(cleo)

    assert client.get(reverse("inbox:follow", args=[told.public_id])).status_code == 404
    assert "A secret" not in text_of(client)
    assert make.fresh(told).read_at is None


def test_marking_all_read_touches_only_ones_own(client: Client, ben: Person, cleo: Person) -> None:
    for person in (ben, ben, cleo):
        notices.tell(person, subject="Approved", now=NOW)
    client.force_login(ben)

    response = client.post(reverse("inbox:read"))

    assert response["Location"] == reverse("inbox:notices")
    assert Notice.objects.of(ben).unread().count() == 0
    assert Notice.objects.of(cleo).unread().count() == 1


def test_marking_read_takes_a_post(client: Client, ben: Person) -> None:
    client.force_login(ben)

    assert client.get(reverse("inbox:read")).status_code == 405


def test_strangers_are_asked_to_sign_in(client: Client, ben: Person) -> None:
    told = notices.tell(ben, subject="Approved", now=NOW)

    for url in (reverse("inbox:notices"), reverse("inbox:follow", args=[told.public_id])):
        assert client.get(url)["Location"].startswith(reverse("account_login"))


def test_a_long_list_goes_on_behind_its_last_row(client: Client, ben: Person) -> None:
    notices.tell_each(((ben, f"Notice {number:02}", "", "/work/") for number in range(31)), now=NOW)
    client.force_login(ben)

    first = client.get(reverse("inbox:notices"))
    notices.tell(ben, subject="Told meanwhile", now=NOW)
    second = client.get(reverse("inbox:notices"), {"after": first.context["more"]})

    assert [len(page.context["rows"]) for page in (first, second)] == [30, 1]
    assert [row.headline for row in second.context["rows"]] == ["Notice 00"]
    assert second.context["more"] == ""


def test_the_list_is_sifted_by_topic_and_by_what_is_unread(client: Client, ben: Person) -> None:
    notices.follow(notices.tell(ben, subject="Paid out", topic=Topic.MONEY, now=NOW), now=NOW)
    notices.tell(ben, subject="On its way", topic=Topic.MONEY, now=NOW)
    notices.tell(ben, subject="Level", topic=Topic.LEVEL, now=NOW)
    client.force_login(ben)

    def shown(**query: str) -> list[str]:
        return [row.headline for row in client.get(reverse("inbox:notices"), query).context["rows"]]

    assert shown(topic="money") == ["On its way", "Paid out"]
    assert shown(topic="money", unread="on") == ["On its way"]
    assert shown(unread="on") == ["Level", "On its way"]
    assert len(shown(topic="nonsense", after="nobody")) == 3
    assert "None of these" in text_of(client, topic="news")


def test_one_notice_is_marked_read_alone(client: Client, ben: Person, cleo: Person) -> None:
    first, second = (notices.tell(ben, subject=words, now=NOW) for words in ("One", "Two"))
    client.force_login(cleo)
    stranger = client.post(reverse("inbox:read_one", args=[first.public_id]))
    client.force_login(ben)

    client.post(reverse("inbox:read_one", args=[first.public_id]))

    assert stranger.status_code == 404
    assert [make.fresh(one).read_at is None for one in (first, second)] == [False, True]


def test_those_of_one_topic_are_marked_read_together(client: Client, ben: Person) -> None:
    for topic in (Topic.MONEY, Topic.MONEY, Topic.LEVEL):
        notices.tell(ben, subject="News", topic=topic, now=NOW)
    client.force_login(ben)

    client.post(reverse("inbox:read"), {"topic": "money"})

    assert [one.topic for one in Notice.objects.of(ben).unread()] == ["level"]


def test_what_was_told_long_ago_is_forgotten(ben: Person, settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, notice_days=30)
    for days in (40, 30, 29, 0):
        notices.tell(ben, subject=f"{days} days ago", now=NOW - timedelta(days=days, minutes=1))

    gone = notices.sweep_old(now=NOW)

    assert gone == 2
    assert [one.headline for one in Notice.objects.of(ben)] == ["0 days ago", "29 days ago"]


def test_what_people_wrote_is_shown_as_text(client: Client, ben: Person) -> None:
    notices.tell(ben, subject="<script>alert(1)</script>", body="<b>bold</b>", now=NOW)
    client.force_login(ben)

    text = text_of(client)

    assert "<script>alert" not in text
    assert "&lt;b&gt;bold&lt;/b&gt;" in text


@pytest.mark.parametrize("told", [1, 30])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    client: Client, ben: Person, told: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    notices.tell_each(((ben, "Approved", "", "/work/") for _number in range(told)), now=NOW)
    client.force_login(ben)

    with django_assert_max_num_queries(14):
        text_of(client)
