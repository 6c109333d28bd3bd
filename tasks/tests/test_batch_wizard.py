"""Posting a batch through the wizard, as a browser without JavaScript does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from picomarket.lib.money import usd
from tasks import drafts, importing
from tasks.drafts import Wanted
from tasks.models import Batch, Category, Task
from tasks.tests.typed import what
from tests import make
from wallet import escrow

FILE = "name,page\nCorner Bakery,https://bakery.example\nBlue Door\nRed Lion,https://redlion.example\n"


def at(draft: Task, step: str) -> str:
    return f"/tasks/{draft.public_id}/draft/{step}/"


def csv(text: str = FILE) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("shops.csv", text.encode())}


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def test_the_whole_way_from_a_file_to_a_published_batch(anns: Client) -> None:
    to_rows = anns.post("/tasks/post/", {"rows": "1"})["Location"]
    draft = Task.objects.get()
    anns.post(to_rows, csv())
    running = said(anns.get(to_rows))
    importing.check_due()
    checked = said(anns.get(to_rows))
    what = {
        "title": "Find the telephone number of {{name}}",
        "category": Category.objects.get(slug="web-research").pk,
        "minutes": "3",
        "step_1": "Open {{page}}.",
    }
    steps = {
        "what": what,
        "who": {"minimum_level": "1"},
        "proof": {"label_1": "The number of {{name}}", "kind_1": "text", "least_1": "3"},
        "pay": {"reward": "0.40", "answers": "2"},
        "review": {"claim_minutes": "15", "review_days": "3"},
    }
    onward = [anns.post(at(draft, step), data)["Location"] for step, data in steps.items()]
    quote = anns.get(at(draft, "quote"))
    anns.post(f"/tasks/{draft.public_id}/publish/", {"total": quote.context["quote"].total.plain()})

    assert to_rows == at(draft, "rows")
    assert "Being checked" in running
    assert "data-poll" in running
    assert ("Line 3" in checked, "This row has 1 cell, but the file has 2 columns." in checked) == (True, True)
    assert onward == [at(draft, step) for step in ("rows", "proof", "pay", "review", "quote")]
    task = Task.objects.get()
    assert (task.state, task.rows, task.answers, task.slots) == (Task.State.PUBLISHED, 2, 2, 4)
    assert escrow.held(task.pk) == usd("1.76")


def test_beginning_with_the_file_leaves_the_words_to_be_written(anns: Client) -> None:
    to_rows = anns.post("/tasks/post/", {"rows": "1"})["Location"]
    passed_by = anns.get(to_rows).context["steps"][:3]
    draft = Task.objects.get()
    anns.post(at(draft, "what"), what())
    written = anns.get(to_rows).context["steps"][:3]

    assert [step["state"] for step in passed_by] == ["next", "here", "next"]
    assert [step["state"] for step in written] == ["done", "here", "next"]


def test_the_step_of_the_rows_is_done_where_a_file_was_read_also_from_the_step_before(anns: Client, ann: User) -> None:
    draft = make.draft(ann, steps=["Open {{page}}."])
    make.upload(draft, "page\nhttps://example.org/1\n")

    steps = anns.get(at(draft, "what")).context["steps"]

    assert [(str(step["label"]), step["state"]) for step in steps[:2]] == [("What", "here"), ("Rows", "done")]


def test_no_file_chosen_is_said(anns: Client, ann: User) -> None:
    answer = anns.post(at(make.draft(ann), "rows"), {})

    assert answer.status_code == 422
    assert "Choose a file." in said(answer)


def test_an_empty_file_is_said(anns: Client, ann: User) -> None:
    draft = make.draft(ann)
    anns.post(at(draft, "rows"), csv(""))
    importing.check_due()

    assert "The file is empty." in said(anns.get(at(draft, "rows")))


def test_a_bad_file_can_be_taken_away_and_the_words_stay(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann, "name,name\n1,2\n")
    before = said(anns.get(at(draft, "rows")))

    anns.post(f"{at(draft, 'rows')}remove/")

    assert "Two columns are called name." in before
    assert Batch.objects.count() == 0
    assert make.fresh(draft).title == draft.title


def test_a_step_is_kept_on_the_way_to_the_file(anns: Client, ann: User) -> None:
    draft = make.draft(ann)
    typed = {
        "title": "Find the number of {{name}}",
        "category": draft.category_id,
        "minutes": "3",
        "step_1": "Look.",
        "rows": "1",
    }

    answer = anns.post(at(draft, "what"), typed)

    assert answer["Location"] == at(draft, "rows")
    assert make.fresh(draft).title == "Find the number of {{name}}"


def test_an_unknown_variable_stands_on_the_page_of_the_file_and_on_the_quote(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann, title="Find the number of {{nane}}")

    for step in ("rows", "quote"):
        assert "Title: your file has no column nane. Did you mean {{name}}?" in said(anns.get(at(draft, step)))


def test_an_unknown_variable_leads_to_where_it_stands(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann, steps=["Open {{pgae}}."], proofs=[Wanted("text", "Number of {{nmae}}", 3)])

    page = said(anns.get(at(draft, "rows")))

    assert f'<a href="{at(draft, "what")}#id_step_1">Step 1: your file has no column pgae.' in page
    assert f'<a href="{at(draft, "proof")}#id_label_1">Proof 1: your file has no column nmae.' in page
    assert f'href="{at(draft, "what")}"> Go on' in page
    assert 'id="id_step_1"' in said(anns.get(at(draft, "what")))
    assert 'id="id_label_1"' in said(anns.get(at(draft, "proof")))


def test_rows_that_lack_a_value_are_left_out_by_another_check(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann, "name,page\nA,https://a.example\nB,\n", steps=["Look at {{name}}."])
    drafts.write(draft, by=ann, fields={"steps": ["Open {{page}}."]})

    anns.post(f"{at(draft, 'rows')}again/")
    importing.check_due()

    assert make.fresh(draft).rows == 1


def test_the_price_step_asks_for_answers_and_keeps_what_is_typed(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann)

    answer = anns.post(at(draft, "pay"), {"reward": "0.40", "answers": "10"})

    assert 'value="10"' in said(answer)
    assert make.fresh(draft).answers == 1


def test_html_in_a_value_is_text_and_an_address_is_a_link(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann, "name,page\n<script>alert(1)</script>,https://a.example/x\n")

    page = said(anns.get(f"{at(draft, 'rows')}preview/"))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<a href="https://a.example/x"' in page


def test_the_preview_shows_the_first_three_rows(anns: Client, ann: User) -> None:
    draft = make.batch_draft(ann, rows=5)

    page = said(anns.get(f"{at(draft, 'rows')}preview/?row=3"))

    assert "Find the telephone number of Shop 3" in page
    assert "The number of Shop 3" in page
    assert ("?row=3" in page, "?row=4" in page) == (True, False)


def test_a_file_over_the_limit_is_refused_in_words(anns: Client, ann: User, settings: Any) -> None:
    settings.RULES = settings.RULES.__class__(batch_bytes=10)

    answer = anns.post(at(make.draft(ann), "rows"), csv())

    assert answer.status_code == 422
    assert "This file is larger than 10" in said(answer)


def test_the_limit_is_said_in_round_numbers(anns: Client, ann: User) -> None:
    assert "up to 100,000 rows and 50 MB." in said(anns.get(at(make.draft(ann), "rows")))


def test_a_stranger_finds_no_file(client: Client, ann: User, cleo: User) -> None:
    draft = make.batch_draft(ann)
    client.force_login(cleo)

    found = [
        client.get(at(draft, "rows")),
        client.post(at(draft, "rows"), csv()),
        client.get(f"{at(draft, 'rows')}preview/"),
    ]

    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert make.fresh(draft).rows == 3


def test_in_the_list_a_batch_is_one_card(client: Client, ann: User, ben: User) -> None:
    make.deposit(ann, "100")
    batch = make.batch(ann, rows=1204, reward=usd("0.10"))
    client.force_login(ben)

    page = said(client.get("/work/"))

    assert page.count("task-card__link") == 1
    assert ("1,204 rows left" in page, "{{" in page) == (True, False)
    assert "1,204 of 1,204" in said(client.get(batch.get_absolute_url()))


def test_the_page_of_a_batch_counts_rows_as_its_card_does(client: Client, ann: User, ben: User) -> None:
    make.deposit(ann, "100")
    batch = make.batch(ann, rows=3, answers=2, reward=usd("0.10"))
    client.force_login(ben)

    page = said(client.get(batch.get_absolute_url()))

    assert ("3 of 3" in page, "6 of 6" in page) == (True, False)


@pytest.mark.parametrize("has_file", [True, False])
def test_a_variable_no_column_has_is_said_where_it_stands_and_after(anns: Client, ann: User, has_file: bool) -> None:
    draft = make.batch_draft(ann) if has_file else make.draft(ann)
    category = Category.objects.get(slug="web-research").pk
    what = {"title": "Find a shop in {{city}}", "category": category, "minutes": "3", "step_1": "Open the page."}
    words = "Title: your file has no column city." if has_file else "Title: upload a file with a column called city"

    after = said(anns.post(at(draft, "what"), what, follow=True))
    here = said(anns.get(at(draft, "what")))
    typed = said(anns.post("/tasks/post/advice/", {**what, "draft": draft.public_id, "at": "what"}))

    assert [words in page for page in (after, here, typed)] == [True, True, True]
    assert after.count(words) == 1


def test_a_quick_post_says_that_variables_are_a_files_columns(anns: Client) -> None:
    typed = said(anns.post("/tasks/post/advice/", {"title": "Find a shop in {{city}}", "steps": "Look it up."}))

    assert "Title: upload a file with a column called city, or take {{city}} out." in typed
