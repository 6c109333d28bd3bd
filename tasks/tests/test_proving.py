"""The step that says what workers hand in: every kind, with what it must be like."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tasks import drafts, templates
from tasks.drafts import Wanted
from tasks.models import ProofField, Task
from tests import make

EVERY = [
    Wanted("line", "Code", 2, example="AB12", pattern="[A-Z]{2}[0-9]{2}"),
    Wanted("number", "Age", lowest=Decimal(18), highest=Decimal("99.5")),
    Wanted("choice", "Open?", options=("Yes", "No")),
    Wanted("screenshot", "Pages", most=3),
    Wanted("file", "The table", files="tables", most=2),
]


@pytest.fixture
def draft(ann: User) -> Task:
    return make.draft(ann)


def send(client: Client, draft: Task, **typed: Any) -> Any:
    client.force_login(draft.employer)
    return client.post(reverse("tasks:draft", args=[draft.public_id, "proof"]), typed)


def asked(task: Task) -> list[Wanted]:
    return [Wanted.of(field) for field in task.proof_fields.order_by("position")]


def test_every_kind_is_kept_with_what_it_heeds_and_nothing_else(client: Client, draft: Task) -> None:
    send(
        client,
        draft,
        label_1="Code",
        kind_1="line",
        least_1=2,
        example_1="AB12",
        pattern_1="[A-Z]{2}[0-9]{2}",
        label_2="Age",
        kind_2="number",
        lowest_2="18",
        highest_2="99.5",
        pattern_2="ignored",
        label_3="Open?",
        kind_3="choice",
        options_3="Yes\r\n\r\nNo\r\nYes",
        least_3=9,
        label_4="Pages",
        kind_4="screenshot",
        most_4="3",
        files_4="tables",
        label_5="The table",
        kind_5="file",
        files_5="tables",
        most_5="2",
    )

    assert asked(draft) == EVERY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind_1": "choice", "options_1": "Only one"}, "Write at least two choices, one a line."),
        ({"kind_1": "choice", "options_1": "\n".join(map(str, range(21)))}, "Offer at most 20 choices."),
        ({"kind_1": "line", "pattern_1": "([A-Z"}, "This pattern cannot be read."),
        ({"kind_1": "number", "lowest_1": "5", "highest_1": "4"}, "The highest must not be below the lowest."),
        ({"kind_1": "line", "example_1": "{{name}}"}, "not here."),
        ({"kind_1": "choice", "options_1": "{{a}}\nNo"}, "not here."),
    ],
)
def test_what_cannot_be_is_said_and_the_form_keeps_it(
    client: Client, draft: Task, typed: dict[str, str], said: str
) -> None:
    before = asked(draft)

    page = send(client, draft, label_1="What?", **typed).content.decode()

    assert said in page
    assert "What?" in page
    assert asked(draft) == before


def test_copies_and_templates_ask_for_the_same(ann: User) -> None:
    task = make.draft(ann)
    drafts.write(task, by=ann, fields={}, proofs=EVERY)

    copy = drafts.duplicate(task, by=ann, now=timezone.now())
    again = templates.use(templates.keep(task, by=ann, now=timezone.now()), by=ann, now=timezone.now())

    assert asked(copy) == asked(again) == EVERY


def test_the_database_refuses_a_choice_of_nothing(ann: User, draft: Task) -> None:
    with pytest.raises(IntegrityError, match="task_proof_choices"), transaction.atomic():
        ProofField.objects.create(task=draft, position=9, kind="choice", label="Which?")
