"""What the policy publishes as allowed and as not allowed is judged so, in every language and wherever it is pasted."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from tasks import policy
from tasks.models import Rule, Template
from tasks.policy import Answer, Judgement, Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LANGUAGES = [code for code, _name in settings.LANGUAGES]
KINDS = ["title", "step", "proof"]


def judged(example: str, kind: str) -> Judgement:
    return policy.judge_pieces([Piece(kind, 1, gettext(example))], now=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_as_allowed_passes(language: str, kind: str) -> None:
    with translation.override(language):
        stopped = [
            charge.words
            for rule in Rule.objects.all()
            for example in rule.allowed_examples
            for charge in judged(example, kind).charges
        ]

    assert stopped == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_as_not_allowed_is_stopped_by_its_rule(language: str, kind: str) -> None:
    def is_stopped(rule: Rule, example: str) -> bool:
        charges = judged(example, kind).charges
        return any(one.rule == rule and one.answer >= Answer.LOOK for one in charges)

    with translation.override(language):
        passed = [
            gettext(one) for rule in Rule.objects.all() for one in rule.forbidden_examples if not is_stopped(rule, one)
        ]

    assert passed == []


def test_every_task_of_the_gallery_passes() -> None:
    stopped = [
        charge.words
        for one in Template.objects.gallery()
        for kind, texts in (
            ("title", [one.title]),
            ("step", one.contents["steps"]),
            ("proof", [proof["label"] for proof in one.proofs]),
        )
        for text in texts
        for charge in judged(text, kind).charges
    ]

    assert stopped == []
