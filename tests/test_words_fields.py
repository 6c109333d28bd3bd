"""What people write to each other reads as it was written."""

from __future__ import annotations

import pytest

from disputes.forms import AnswerForm
from tasks.forms.questions import PublicQuestionForm
from threads.forms import MessageForm


@pytest.mark.parametrize("form", [AnswerForm, MessageForm, PublicQuestionForm])
def test_words_too_long_are_counted_in_plain_words(form: type) -> None:
    (error,) = form({"words": "x" * 5000}).errors["words"]

    assert error.startswith("Write at most ")
    assert error.endswith("These are 5000.")


@pytest.mark.parametrize("form", [AnswerForm, MessageForm, PublicQuestionForm])
def test_no_mark_writes_words_backwards(form: type) -> None:
    typed = form({"words": "See the picture \u202egpj.exe of\nyesterday"})

    assert typed.is_valid()
    assert typed.cleaned_data["words"] == "See the picture gpj.exe of\nyesterday"
