"""The pages of messages: where they are come by, what strangers see, what is kept when something is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from submissions import claims
from tasks.models import PersonReport
from tests import make
from threads import writing
from threads.models import Message, MessagePicture, Thread

from .conftest import signed_in

NOW = timezone.now()
WORDS = "Does the second step mean the whole page?"


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


def begun(ann: User, ben: User, words: str = WORDS) -> Thread:
    return writing.write(writing.about_task(make.task(ann), ben), by=ben, words=words, now=NOW).thread


def test_the_pages_of_work_lead_to_writing(ann: User, ben: User) -> None:
    task = make.task(ann)
    done = make.submission(task, ben)
    of_task, of_work = (
        reverse(f"threads:on_{kind}", args=[row.public_id]) for kind, row in (("task", task), ("submission", done))
    )

    assert of_task in html(signed_in(ben).get(task.get_absolute_url()))
    assert of_work in html(signed_in(ben).get(done.get_absolute_url()))
    assert of_work in html(signed_in(ann).get(done.review_url))
    assert of_work in html(signed_in(ann).get(reverse("submissions:desk", args=[task.public_id])))
    assert of_task not in html(signed_in(ann).get(task.get_absolute_url()))


def test_the_first_message_makes_the_thread_and_leads_there(ann: User, ben: User) -> None:
    url = reverse("threads:on_task", args=[make.task(ann).public_id])
    assert signed_in(ben).get(url).status_code == 200

    page = signed_in(ben).post(url, {"words": WORDS, "pictures": [make.picture()]}, follow=True)

    assert page.redirect_chain[-1][0] == Thread.objects.get().get_absolute_url()
    assert WORDS in html(page)
    assert signed_in(ben).get(url).status_code == 302


def test_words_that_are_held_back_are_kept_and_marked(ann: User, ben: User) -> None:
    thread = begun(ann, ben)

    url = reverse("threads:write", args=[thread.public_id])
    page = signed_in(ben).post(url, {"words": "Write me: ben@mail.example <b>"})

    assert page.status_code == 422
    assert "<mark>ben@mail.example</mark> &lt;b&gt;" in html(page)
    assert "Write me: ben@mail.example &lt;b&gt;</textarea>" in html(page)
    assert Message.objects.count() == 1


def test_scripts_and_marks_are_shown_as_they_were_typed(ann: User, ben: User) -> None:
    thread = begun(ann, ben, "<script>alert(1)</script> **bold**")

    page = html(signed_in(ann).get(thread.get_absolute_url()))

    assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold**" in page


def test_both_sides_read_public_names_only(ann: User, ben: User) -> None:
    thread = begun(ann, ben)

    page = html(signed_in(ann).get(thread.get_absolute_url()))

    assert "Ben" in page
    assert ben.email not in page


def test_strangers_find_no_thread_no_picture_and_nothing_to_report(ann: User, ben: User, cleo: User) -> None:
    done = make.submission(make.task(ann), ben)
    url = reverse("threads:on_submission", args=[done.public_id])
    signed_in(ben).post(url, {"words": WORDS, "pictures": [make.picture()]})
    thread, message, picture = Thread.objects.get(), Message.objects.get(), MessagePicture.objects.get()
    report = reverse("threads:report", args=[message.public_id])

    assert signed_in(ann).get(picture.small_url).status_code == 200
    for page in (url, thread.get_absolute_url(), picture.get_absolute_url(), report):
        assert signed_in(cleo).get(page).status_code == 404
    # One does not report oneself.
    assert signed_in(ben).get(report).status_code == 404


@pytest.mark.parametrize("becomes", ["claimed", "expired", "submitted"])
def test_what_a_thread_is_about_is_there_for_both_sides(ann: User, ben: User, becomes: str) -> None:
    task = make.task(ann)
    done = make.submission(task, ben) if becomes == "submitted" else claims.claim(task, by=ben, now=NOW)
    thread = writing.write(writing.about_submission(done), by=ben, words=WORDS, now=NOW).thread
    if becomes == "expired":
        claims.expire_due(now=NOW + timedelta(days=1))

    for person in (ann, ben):
        client = signed_in(person)
        leads_to = client.get(thread.get_absolute_url()).context["subject_url"]
        assert client.get(leads_to).status_code == 200


def test_opening_a_thread_reads_it(ann: User, ben: User) -> None:
    thread, client = begun(ann, ben), signed_in(ann)
    assert "1 new" in html(client.get(reverse("threads:threads")))

    client.get(thread.get_absolute_url())

    assert "1 new" not in html(client.get(reverse("threads:threads")))


def test_every_page_says_how_many_messages_are_unread(ann: User, ben: User) -> None:
    thread = begun(ann, ben)
    for words in ("And the third?", "And the fourth?"):
        writing.write(thread, by=ben, words=words, now=NOW)

    theirs, own = (html(signed_in(one).get(reverse("tasks:mine"))) for one in (ann, ben))

    assert "3 unread messages" in theirs
    assert "unread message" not in own


def test_a_message_is_reported_and_the_desk_shows_it_with_those_before(ann: User, ben: User, sue: User) -> None:
    thread = begun(ann, ben)
    rude = writing.write(thread, by=ben, words="You are an idiot, aren't you?", now=NOW)

    url = reverse("threads:report", args=[rude.public_id])
    signed_in(ann).post(url, {"reason": "abuse", "words": "This is an insult."})

    case = PersonReport.objects.get()
    page = html(signed_in(sue).get(reverse("admin:tasks_personreport_change", args=[case.pk])))
    assert "You are an idiot, aren&#x27;t you?" in page
    assert WORDS in page
    warning = f"/admin/accounts/user/{ben.pk}/change/?kind=warning&amp;ids={rude.public_id}#decide"
    assert f'href="{warning}"' in page
    assert f'value="{rude.public_id}"' in html(signed_in(sue).get(warning.replace("&amp;", "&")))


def test_a_picture_is_told_apart_from_what_is_none(ann: User, ben: User) -> None:
    thread = begun(ann, ben)
    bad = SimpleUploadedFile("shot.png", make.picture().read()[:20])

    answer = signed_in(ben).post(reverse("threads:write", args=[thread.public_id]), {"words": WORDS, "pictures": [bad]})

    assert answer.status_code == 422
    assert "not a picture we can read" in html(answer)
    assert WORDS in html(answer)


def test_equal_names_are_told_apart_in_the_list(ann: User) -> None:
    task = make.task(ann)
    for email, name in [("one", "Ben"), ("two", "ben"), ("three", "Cleo")]:
        other = make.person(email)
        User.objects.filter(pk=other.pk).update(name=name)
        writing.write(writing.about_task(task, User.objects.get(pk=other.pk)), by=ann, words=WORDS, now=NOW)

    page = html(signed_in(ann).get(reverse("threads:threads")))

    parts = {one.name: one.public_id[:4] for one in User.objects.exclude(pk=ann.pk)}
    assert f"<bdi>Ben ({parts['Ben']})</bdi>" in page
    assert f"<bdi>ben ({parts['ben']})</bdi>" in page
    assert "<bdi>Cleo</bdi>" in page
    inside = [html(signed_in(ann).get(one.get_absolute_url())) for one in Thread.objects.order_by("pk")]
    assert [f"ben ({parts['ben']})" in inside[1], f"Ben ({parts['Ben']})" in inside[0]] == [True, True]
    assert "Cleo (" not in inside[2]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_no_more_for_many(
    ann: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    task = make.task(ann)
    for number in range(count):
        writing.write(writing.about_task(task, make.person(f"w{number}")), by=ann, words=WORDS, now=NOW)
    client = signed_in(ann)
    client.get(reverse("threads:threads"))

    with django_assert_num_queries(5):
        client.get(reverse("threads:threads"))


@pytest.mark.parametrize("count", [1, 30])
def test_a_thread_asks_no_more_for_many_messages(
    ann: User, ben: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thread = begun(ann, ben)
    for _number in range(count):
        writing.write(thread, by=ben, words=WORDS, pictures=[make.picture(9, 9)], now=NOW)
    client = signed_in(ann)
    client.get(thread.get_absolute_url())

    with django_assert_num_queries(8):
        client.get(thread.get_absolute_url())
