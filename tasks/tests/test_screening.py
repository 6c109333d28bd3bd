"""What a task promises who does not qualify: asked beside the reward, fixed once published, carried along."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from picomarket.lib.money import usd
from tasks import drafts, templates
from tasks.models import Task
from tests import make

NOW = timezone.now()


def said(answer: Any) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def pay(anns: Client, draft: Task, **typed: str) -> Any:
    url = reverse("tasks:draft", args=[draft.public_id, "pay"])
    return anns.post(url, {"reward": "0.20", "slots": "10", **typed})


def test_it_is_saved_with_the_reward_and_shown_in_the_quote(ann: User, anns: Client) -> None:
    draft = make.draft(ann)

    pay(anns, draft, screen_out="0.05")

    quote = said(anns.get(reverse("tasks:draft", args=[draft.public_id, "quote"])))
    assert make.fresh(draft).screen_out == usd("0.05")
    assert "Who turns out not to qualify receives $0.0475." in quote
    assert "$2.20" in quote


def test_nothing_typed_is_nothing_promised(ann: User, anns: Client) -> None:
    draft = make.draft(ann, screen_out=usd("0.05"))

    pay(anns, draft, screen_out="")

    assert make.fresh(draft).screen_out == usd("0")
    assert make.fresh(draft).screen_out_price is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0.11", "Pay at most $0.10: half the reward."),
        ("0.009", "The least is $0.01."),
        ("a dime", "Write an amount in dollars, like 5 or 0.25."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(ann: User, anns: Client, typed: str, words: str) -> None:
    draft = make.draft(ann)

    answer = pay(anns, draft, screen_out=typed)

    assert words in said(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert make.fresh(draft).screen_out == usd("0")


def test_quick_post_asks_for_it_too(ann: User, anns: Client) -> None:
    typed = {
        "title": "Tell us about your dog",
        "category": str(make.draft(ann).category_id),
        "steps": "Say whether you have a dog.",
        "minutes": "3",
        "label": "Its name",
        "kind": "text",
        "reward": "0.20",
        "slots": "10",
        "screen_out": "0.10",
    }

    refused = anns.post(reverse("tasks:quick"), {**typed, "screen_out": "0.15"})
    anns.post(reverse("tasks:quick"), typed)

    assert "Pay at most $0.10: half the reward." in said(refused)
    assert Task.objects.get(title=typed["title"]).screen_out == usd("0.10")


def test_a_copy_a_template_and_the_preview_carry_it(ann: User, anns: Client) -> None:
    task = make.task(ann, screen_out=usd("0.05"))

    copy = drafts.duplicate(task, by=ann, now=NOW)
    used = templates.use(templates.keep(task, by=ann, now=NOW), by=ann, now=NOW)
    preview = said(anns.get(reverse("submissions:preview", args=[copy.public_id])))
    managed = said(anns.get(reverse("tasks:manage", args=[task.public_id])))

    assert copy.screen_out == used.screen_out == usd("0.05")
    assert "You receive $0.0475 for finding out" in preview
    assert "of which the worker receives $0.0475" in managed


@pytest.mark.parametrize("sum_", ["0.009999", "0.050001"])
def test_the_database_holds_it_too(ann: User, sum_: str) -> None:
    task = make.task(ann, reward=usd("0.10"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(screen_out=usd(sum_))
