"""Posting from a layout of another marketplace, as its employer goes through it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.rules import Rules
from tasks import drafts, leaving, taking_over, templates
from tasks.layouts import source
from tasks.models import Category, Layout, Task
from tasks.tests import layouts
from tests import make

URL = "/tasks/post/layout/"
HOSTILE = """<title>Say what you see in <b>it</b></title>
<p onclick="alert(1)">Open <a href="javascript:alert(1)">it</a> <script>alert(1)</script>
&lt;script&gt;alert(1)&lt;/script&gt;</p><label>&lt;img src=x onerror=alert(1)&gt;<input required></label>
"""


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def begun(client: Client, text: str) -> tuple[Task, Any]:
    """The draft of a layout that was pasted, and the page that is shown then."""
    answer = client.post(URL, {"text": text}, follow=True)
    assert answer.redirect_chain, said(answer)
    return Task.objects.get(public_id=answer.redirect_chain[-1][0].split("/")[2]), answer


def test_what_was_pasted_becomes_a_draft_whose_parts_are_listed_with_their_lines(anns: Client, ann: User) -> None:
    draft, answer = begun(anns, layouts.FEELING)
    page = said(answer)

    assert (draft.employer, draft.state) == (ann, Task.State.DRAFTED)
    assert draft.title == "How does the writer of a review feel?"
    assert draft.steps[-1] == "{{review_text}}"
    assert list(draft.proof_fields.values_list("kind", "label", "options")) == [
        ("choice", "The writer feels", ["Good", "Neither", "Bad"])
    ]
    assert "<h3>Title</h3>" in page
    assert '<code dir="ltr">feeling → Answer.1</code>' in page
    assert 'How does the writer of a review feel?</bdi></strong> <span class="soft small nowrap"> line 5' in page
    assert "Colours, fonts and arrangement. The page looks as every task does, on phones too." in page
    assert "lines 6, 7" in page
    assert "review text → review_text" in page
    assert '<code class="nowrap" dir="ltr">review_text</code>' in page


def test_a_file_goes_the_way_to_a_preview_of_its_rows(anns: Client) -> None:
    file = SimpleUploadedFile("layout.html", layouts.PICTURE.encode())
    answer = anns.post(URL, {"file": file, "text": ""})
    draft = Task.objects.get()
    rows = f"/tasks/{draft.public_id}/draft/rows/"
    asked = said(anns.get(rows))
    make.upload(draft, "image_url\nhttps://pictures.example/1.jpg\nhttps://pictures.example/2.jpg\n")
    onward = said(anns.get(rows))

    page = said(anns.get(f"/tasks/{draft.public_id}/draft/rows/preview/"))

    assert answer["Location"] == f"/tasks/{draft.public_id}/draft/layout/"
    assert 'needs a column of each name: <code class="nowrap" dir="ltr">image_url</code>' in asked
    # The kind of work is chosen there.
    assert f'/tasks/{draft.public_id}/draft/what/" ' in onward or f"/tasks/{draft.public_id}/draft/what/" in onward
    assert "https://pictures.example/1.jpg" in page


def test_the_draft_goes_the_usual_way_to_its_quote(anns: Client, ann: User) -> None:
    draft, _answer = begun(anns, layouts.SURVEY)
    address = f"/tasks/{draft.public_id}/draft/what/"
    shown = said(anns.get(address))
    category = str(Category.objects.get(slug="surveys").pk)
    typed = {"title": draft.title, "category": category, "minutes": "5", "step_1": draft.steps[0]}

    answer = anns.post(address, typed)
    answer = anns.get(f"/tasks/{draft.public_id}/draft/proof/")

    assert f"/tasks/{draft.public_id}/draft/layout/" in shown
    assert answer.context["form"].initial["highest_3"] == "300"
    assert not answer.context["form"].errors


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Choose the file of your layout, or paste its source."),
        ("<p>Look.</p>", "This layout has no field to fill in."),
        ("Only words", "There is no HTML in it, only words."),
        ("<p>" * 100_000, "which no layout is."),
    ],
)
def test_what_cannot_be_taken_over_says_why_and_is_kept(anns: Client, text: str, words: str) -> None:
    answer = anns.post(URL, {"text": text})

    assert answer.status_code == 422
    assert words in said(answer)
    assert answer.context["form"]["text"].value() == text
    assert not Task.objects.exists()


def test_what_stands_in_a_file_is_kept_for_the_next_try(anns: Client) -> None:
    file = SimpleUploadedFile("a.html", "<p>Größe?</p>".encode())

    answer = anns.post(URL, {"file": file, "text": "old"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert answer.context["form"]["text"].value() == "<p>Größe?</p>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is nothing in it."),
        (b"\xff\xfe\xfa", "This file is not in UTF-8."),
        (b"PK\x03\x04", "This is no HTML file."),
        (b"<input>" * (source.LARGEST // 4), "larger than 256"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(anns: Client, data: bytes, words: str) -> None:
    answer = anns.post(URL, {"file": SimpleUploadedFile("a.html", data)})

    assert answer.status_code == 422
    assert words in said(answer)


def test_more_than_can_be_sent_at_once_says_so(anns: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = anns.post(URL, {"text": "<p>" * 1000})

    assert answer.status_code == 400
    assert "Go back, where it still stands, and send less of it." in said(answer)


def test_nothing_of_its_html_is_ever_served(anns: Client) -> None:
    draft, answer = begun(anns, HOSTILE)
    pages = [said(answer)]
    pages += [
        said(anns.get(f"/tasks/{draft.public_id}/{page}/"))
        for page in ("draft/what", "draft/proof", "draft/quote", "preview")
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "javascript:" not in page
        assert "onclick=" not in page
        assert "<img src=x" not in page


def test_what_the_policy_forbids_is_said_of_a_draft_from_a_layout_too(anns: Client) -> None:
    draft, _answer = begun(anns, "<p>Click on the ads on the page and wait.</p><p>What came?</p><input>")

    page = said(anns.get(f"/tasks/{draft.public_id}/draft/what/"))

    assert 'class="charge' in page or "data-charge" in page


def test_a_draft_nothing_was_written_in_is_taken(anns: Client, ann: User) -> None:
    empty = drafts.start(ann, now=timezone.now())

    draft, _answer = begun(anns, layouts.SOUND)

    assert draft == empty
    assert Task.objects.count() == 1


def test_a_draft_nothing_was_written_in_leads_to_the_layouts(anns: Client, ann: User) -> None:
    empty = drafts.start(ann, now=timezone.now())
    shown = said(anns.get(f"/tasks/{empty.public_id}/draft/what/"))
    draft, _answer = begun(anns, layouts.SOUND)

    assert (URL in shown, "It takes the place of what stands in this draft." in shown) == (True, True)
    assert draft == empty
    # From another draft a new one would be made.
    assert URL not in said(anns.get(f"/tasks/{draft.public_id}/draft/what/"))


def test_layouts_are_taken_over_so_often_an_hour(anns: Client, settings: Settings) -> None:
    settings.RULES = Rules(uploads_an_hour=0)

    answer = anns.post(URL, {"text": layouts.SOUND})

    assert answer.status_code == 429
    assert "You can try again at" in said(answer)
    assert answer.context["form"]["text"].value() == layouts.SOUND


def test_what_came_over_is_for_its_employer_alone(client: Client, ann: User, ben: User) -> None:
    draft = taking_over.begin(layouts.SOUND, by=ann, now=timezone.now())
    address = f"/tasks/{draft.public_id}/draft/layout/"

    answers = []
    for person in (ann, ben):
        client.force_login(person)
        answers.append(client.get(address).status_code)
    drafts.discard(draft, by=ann, now=timezone.now())
    client.force_login(ann)

    assert answers == [200, 404]
    assert client.get(address).status_code == 404


def test_what_came_over_goes_with_its_person(ann: User) -> None:
    taking_over.begin(layouts.SOUND, by=ann, now=timezone.now())

    leaving.forget(ann)

    assert not Layout.objects.exists()


def test_a_bound_of_zero_is_kept_in_a_template(ann: User) -> None:
    draft = taking_over.begin(layouts.SURVEY, by=ann, now=timezone.now())

    kept = templates.keep(draft, by=ann, now=timezone.now())
    copy = templates.use(kept, by=ann, now=timezone.now())

    assert copy.proof_fields.get(position=3).lowest == Decimal(0)
