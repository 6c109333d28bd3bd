"""Templates and the gallery of good examples."""

from __future__ import annotations

from datetime import time
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from picomarket.lib.money import usd
from tasks import advice, drafts, publishing, templates
from tasks.drafts import CONTENTS
from tasks.first_words import GALLERY
from tasks.models import Category, Task, Template
from tasks.tests.counting import count_queries
from tests import make

NOW = timezone.now()


def test_a_task_kept_and_used_is_the_same_task_again(ann: User) -> None:
    task = make.task(ann, countries=["BD"], reward=usd("0.123456"), opens_at=time(9), closes_at=time(17), daily_cap=3)

    draft = templates.use(templates.keep(task, by=ann, now=NOW), by=ann, now=NOW)

    again = make.fresh(draft)
    assert {name: getattr(again, name) for name in CONTENTS} == {name: getattr(task, name) for name in CONTENTS}
    assert [one.label for one in again.proof_fields.order_by("position")] == [
        one.label for one in task.proof_fields.order_by("position")
    ]
    assert publishing.publish(again, by=ann, now=NOW).state == Task.State.PUBLISHED


def test_a_draft_without_a_title_is_not_kept(ann: User) -> None:
    with pytest.raises(templates.Unkeepable):
        templates.keep(drafts.start(ann, now=NOW), by=ann, now=NOW)


def test_a_kind_of_work_that_is_no_more_is_chosen_anew(ann: User) -> None:
    template = templates.keep(make.draft(ann), by=ann, now=NOW)
    Template.objects.update(contents={**template.contents, "category_id": 424242})

    assert templates.use(make.fresh(template), by=ann, now=NOW).category is None


@pytest.mark.parametrize(("language", "_name"), settings.LANGUAGES)
def test_every_example_is_told_in_every_language_could_be_published_and_gets_no_advice(
    ann: User, language: str, _name: str
) -> None:
    make.deposit(ann, "500")
    with translation.override(language):
        for example in Template.objects.gallery():
            draft = templates.use(example, by=ann, now=NOW)
            assert [one.words for one in advice.on_draft(draft)] == [], draft.title
            assert publishing.publish(draft, by=ann, now=NOW).state == Task.State.PUBLISHED
            told = {draft.title, *draft.steps, *draft.proof_fields.values_list("label", flat=True)}
            assert language == "en" or not told & set(GALLERY)


def test_what_the_staff_changed_of_an_example_stays_as_they_wrote_it(ann: User) -> None:
    example = Template.objects.gallery()[0]
    example.title = "Try our form"
    Template.objects.filter(pk=example.pk).update(title=example.title)

    with translation.override("fr"):
        draft = templates.use(make.fresh(example), by=ann, now=NOW)

    assert draft.title == "Try our form"
    assert not set(draft.steps) & set(GALLERY)


def test_what_an_employer_keeps_is_never_told_otherwise(ann: User) -> None:
    kept = templates.keep(make.draft(ann, title=GALLERY[0]), by=ann, now=NOW)

    with translation.override("fr"):
        assert templates.use(kept, by=ann, now=NOW).title == GALLERY[0]


def test_every_word_of_the_gallery_is_marked_for_translators() -> None:
    kept = set()
    for title, _kind, _minutes, _reward, note, steps, proofs in import_module("tasks.migrations.0007_gallery").EXAMPLES:
        kept |= {title, note, *steps, *(label for _proof, label, _least in proofs)}

    assert kept == set(GALLERY)


def test_anybody_reads_the_gallery_and_a_member_uses_it(client: Client, ann: User) -> None:
    example = Template.objects.gallery()[0]
    assert example.title in client.get("/work/examples/").content.decode()
    assert client.post(f"/tasks/templates/{example.public_id}/use/").status_code == 302
    assert not Task.objects.exists()

    client.force_login(ann)
    answer = client.post(f"/tasks/templates/{example.public_id}/use/")

    assert answer.headers["Location"] == f"/tasks/{Task.objects.get().public_id}/draft/what/"
    client.post(f"/tasks/templates/{example.public_id}/forget/")
    assert Template.objects.filter(pk=example.pk).exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_my_templates_ask_the_database_the_same_however_many(client: Client, ann: User, rows: int) -> None:
    task = make.draft(ann)
    for _row in range(rows):
        templates.keep(task, by=ann, now=NOW)
    client.force_login(ann)

    assert count_queries(client, "/tasks/templates/") <= 8


def test_my_templates_are_mine(client: Client, ann: User, cleo: User) -> None:
    template = templates.keep(make.draft(ann), by=ann, now=NOW)
    client.force_login(cleo)

    assert template.title not in client.get("/tasks/templates/").content.decode()
    assert client.post(f"/tasks/templates/{template.public_id}/use/").status_code == 404
    client.force_login(ann)
    client.post(f"/tasks/templates/{template.public_id}/forget/")
    assert not Template.objects.of(ann).exists()


def test_staff_write_an_example(client: Client, sam: User, ann: User) -> None:
    client.force_login(sam)
    kind = Category.objects.get(slug="writing")
    typed = {
        "title": "Write 100 words on your town",
        "note": "",
        "category": kind.pk,
        "minutes": "15",
        "reward": "1.00",
        "slots": "10",
        "steps": "Write 100 words on what a visitor should see.\nUse no machine.",
        "asked": "text: Your words",
    }

    wrong = client.post("/admin/tasks/template/add/", {**typed, "asked": "drawing"})
    assert "Write each line like" in wrong.content.decode()
    assert client.post("/admin/tasks/template/add/", typed).status_code == 302

    example = Template.objects.get(title=typed["title"])
    draft = templates.use(example, by=ann, now=NOW)
    assert (draft.category, draft.reward, len(draft.steps)) == (kind, usd("1"), 2)
    page = client.get(f"/admin/tasks/template/{example.pk}/change/").content.decode()
    assert "text: Your words" in page
