"""Layouts are read into steps and questions, whatever is in them; what does not come over is named with its line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tasks.forms import proving, quick, wizard
from tasks.layouts import notes, questions, steps
from tasks.layouts.layout import read
from tasks.layouts.questions import Question
from tasks.models import ProofField
from tasks.tests import layouts
from tasks.tests.layouts import ASKED, of_kind


def question(html: str) -> Question:
    (one,) = read(html).questions
    return one


def said(one: Question) -> dict[str, Any]:
    """What differs from a bare line of text."""
    bare = Question("line", "", 0)
    names = ("kind", "label", "least", "example", "pattern", "options", "lowest", "highest", "most", "files")
    return {name: getattr(one, name) for name in names if getattr(one, name) != getattr(bare, name)}


@pytest.mark.parametrize(
    ("name", "title", "words", "asked", "variables"),
    [
        (
            "picture",
            "Which animal does the picture show?",
            [
                "Open this picture: {{image_url}}",
                "Look at the **whole** picture.",
                "- Toys do not count.\n- Drawings count.",
                "**How to decide**\nZoom in.",
                "Choose the **largest** animal.",
            ],
            [("choice", "Which animal does the picture show?")],
            ["image_url"],
        ),
        (
            "feeling",
            "How does the writer of a review feel?",
            [
                "Read the review. See [our guide](https://guide.example/feelings).",
                "- Feeling \N{EM DASH} When\n- Good \N{EM DASH} They would buy again.",
                "{{review_text}}",
            ],
            [("choice", "The writer feels")],
            ["review_text"],
        ),
        (
            "sound",
            "Write down what is said in the recording.",
            [
                "Write down what is said in the recording.",
                "Leave out coughs & fillers.",
                "Listen to this: {{audio_url}}",
            ],
            [("line", "Transcription")],
            ["audio_url"],
        ),
        (
            "survey",
            "A short survey about how you travel to work",
            ["Answer for a normal week.", "Thank you", "Open this page: https://map.example/"],
            [
                ("choice", "How do you mostly travel?"),
                ("line", "Which of these have you used this week? (write all that fit: A taxi, None)"),
                ("number", "How many minutes does it take?"),
                ("line", "When did you last work from home?"),
                ("choice", "Country"),
                ("text", "What would make it better? (at most 500 characters)"),
            ],
            [],
        ),
        (
            "turkle",
            "Translate each sentence into Spanish",
            ["Hint: {{hint}}"],
            [("text", "{{sentence_1}}"), ("text", "{{sentence_2}}"), ("choice", "Is it polite?")],
            ["hint", "sentence_1", "sentence_2"],
        ),
        (
            "fields",
            "Is the shop open?",
            ["Open this picture: {{image}}"],
            [("choice", "Is the shop open?"), ("text", "Anything else?")],
            ["image"],
        ),
    ],
)
def test_layouts_become_a_title_steps_and_questions(
    name: str, title: str, words: list[str], asked: list[tuple[str, str]], variables: list[str]
) -> None:
    found = read(layouts.ALL[name])

    assert found.title == title
    assert [step.words for step in found.steps] == words
    assert [(one.kind, one.label) for one in found.questions] == asked
    assert found.variables == variables


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("picture", {"script": [2], "picture": [4]}),
        (
            "feeling",
            {"style": [6, 7], "hidden_input": [9], "renamed": [12], "values": [14], "script": [18]},
        ),
        ("sound", {"picture": [4], "invented": [5]}),
        (
            "survey",
            {
                "values": [6],
                "optional": [9, 16],
                "many_of": [9],
                "date": [12],
                "filled_in": [14],
                "longest": [15],
                "too_many": [16],
                "concealed": [17],
                "frame": [18],
                "drawing": [18],
            },
        ),
        ("fields", {"picture": [1], "values": [3], "logic": [5], "optional": [6]}),
        ("turkle", {"logic": [2], "lost_file": [6], "script": [6], "button": [6]}),
    ],
)
def test_what_came_otherwise_or_not_at_all_is_named_with_its_line(name: str, kinds: dict[str, list[int]]) -> None:
    assert of_kind(read(layouts.ALL[name])) == kinds


def test_lines_of_what_came_over_are_those_of_the_file() -> None:
    found = read(layouts.FEELING)

    assert (found.title_line, [step.line for step in found.steps]) == (5, [10, 11, 12])
    assert [one.line for one in found.questions] == [14]


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ("<label for=a>Name:</label><input id=a placeholder=Ada>", {"label": "Name", "example": "Ada"}),
        ("<label>Name * <input placeholder='${hint}'></label>", {"label": "Name"}),
        ("<b>What is it?</b><input name=x>", {"label": "What is it?"}),
        ("<input name=imageLabel_1>", {"label": "Image label 1"}),
        ("<input aria-label='The name' name=x>", {"label": "The name"}),
        ("<input>", {"label": "Your answer"}),
        ("<textarea name=a minlength=30></textarea>", {"kind": "text", "label": "A", "least": 30}),
        ("<input name=a pattern='[A-Z]{2}'>", {"label": "A", "pattern": "[A-Z]{2}"}),
        ("<input name=a pattern='(?=x)x'>", {"label": "A"}),
        ("<input type=url name=site>", {"kind": "url", "label": "Site"}),
        ("<input type=number name=n min=1 max=2.5>", {"kind": "number", "label": "N", "lowest": 1, "highest": 2.5}),
        ("<input type=number name=n min=9 max=1>", {"kind": "number", "label": "N"}),
        ("<input type=number name=n min=1e99 max=NaN>", {"kind": "number", "label": "N"}),
        (
            "<crowd-slider name=n min=1 max=5></crowd-slider>",
            {"kind": "number", "label": "N", "lowest": 1, "highest": 5},
        ),
        ("<input type=file name=p accept='image/*' multiple>", {"kind": "screenshot", "label": "P", "most": 4}),
        ("<input type=file name=p accept=audio/mpeg>", {"kind": "file", "label": "P", "files": "sound"}),
        ("<input type=file name=p>", {"kind": "file", "label": "P"}),
        (
            "<input type=email name=m>",
            {"label": "M", "pattern": r"[^@\s]+@[^@\s]+\.[^@\s]+", "example": "name@example.org"},
        ),
        ("<input type=time name=t>", {"label": "T", "pattern": "[0-9]{2}:[0-9]{2}", "example": "14:30"}),
        (
            "<label><input type=checkbox> I agree</label>",
            {"kind": "choice", "label": "I agree", "options": ["Yes", "No"]},
        ),
        (
            "<crowd-checkbox name=ok>It is sharp</crowd-checkbox>",
            {"kind": "choice", "label": "It is sharp", "options": ["Yes", "No"]},
        ),
        (
            "<p>Is it?</p><crowd-radio-group><crowd-radio-button>Yes</crowd-radio-button>\n<crowd-radio-button>No",
            {"kind": "choice", "label": "Is it?", "options": ["Yes", "No"]},
        ),
        (
            '<crowd-classifier header="Mood?" categories=\'["Up", "Down"]\'><p>${t}</p></crowd-classifier>',
            {"kind": "choice", "label": "Mood?", "options": ["Up", "Down"]},
        ),
        (
            "<crowd-classifier-multi-select header='Which?' categories=\"['A', 'B']\"></crowd-classifier-multi-select>",
            {"label": "Which? (write all that fit: A, B)"},
        ),
        (
            "<crowd-input label='A word' max-length=9 required></crowd-input>",
            {"label": "A word (at most 9 characters)"},
        ),
        ("<crowd-text-area name=all_said></crowd-text-area>", {"kind": "text", "label": "All said"}),
        (
            "<p>Which?</p><input type=radio name=r value=1>One<br><input type=radio name=r value=2>Two",
            {"kind": "choice", "label": "Which?", "options": ["One", "Two"]},
        ),
        (
            "<table><tr><td>Taste<td><input type=radio name=r value=1><td><input type=radio name=r value=2></table>",
            {"kind": "choice", "label": "Taste", "options": ["1", "2"]},
        ),
        ("<p>Which?</p><input type=radio name=r value='${a}'><input type=radio name=r value='${b}'>", {"label": None}),
        ("<input type=radio name=r value=Only>", {"label": "R (Only)"}),
        ("<select name=s multiple><option>A<option>B</select>", {"label": "S (write all that fit: A, B)"}),
    ],
)
def test_a_control_becomes_what_it_asks_for(html: str, becomes: dict[str, Any]) -> None:
    one = said(question(html))

    if becomes == {"label": None}:
        becomes = {"label": "Which? ({{a}}, {{b}})"}
    assert one == becomes


def test_more_choices_than_can_be_offered_stand_in_a_step_or_are_named() -> None:
    few = read(f"<select name=s>{''.join(f'<option>Choice {n}' for n in range(30))}</select>")
    many = read(f"<select name=s>{''.join(f'<option>Choice {n}' for n in range(300))}</select>")

    assert few.steps[0].words.startswith("S:\n- Choice 0\n- Choice 1\n")
    assert [one.kind for one in (*few.questions, *many.questions)] == ["line", "line"]
    assert of_kind(few).keys() == {"written", "optional", "invented"}
    assert of_kind(many).keys() == {"written", "options_lost", "optional", "invented", "no_title"}


def test_a_long_question_stands_in_a_step_and_is_called_by_its_beginning() -> None:
    found = read(f"<label>{'Is this so? ' * 40}<input></label>")

    assert len(found.questions[0].label) == questions.LONGEST_LABEL
    assert found.steps[0].words == ("Is this so? " * 40).strip()


def test_there_are_at_most_twenty_steps_and_short_ones_are_joined() -> None:
    joined = read("".join(f"<p>Paragraph {n}.</p>" for n in range(50)) + ASKED)
    over = read("".join(f"<p>{'word ' * 190}{n}</p>" for n in range(30)) + ASKED)
    divided = read(f"<p>{'A sentence. ' * 300}</p>{ASKED}")

    assert len(joined.steps) == steps.MOST_STEPS
    assert "\n".join(step.words for step in joined.steps).startswith("Paragraph 0.\nParagraph 1.")
    assert "steps_over" not in of_kind(joined)
    assert (len(over.steps), "steps_over" in of_kind(over)) == (20, True)
    assert max(len(step.words) for step in (*over.steps, *divided.steps)) <= steps.LONGEST_STEP
    assert "".join(step.words for step in divided.steps[:-1]).count("sentence") == 300


@pytest.mark.parametrize(
    ("html", "step"),
    [
        ("<p>A <b>bold</b>word and <i>slanted</i>, <code>code</code>.</p>", "A boldword and *slanted*, `code`."),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("<p>Stars * stay and <b>a*b</b></p>", "Stars * stay and a*b"),
        ("<p><a href='javascript:alert(1)'>Press</a> it</p>", "Press it"),
        ("<p><a href='https://a.example/(x)'>there</a></p>", "there https://a.example/(x)"),
        ("<p><a href='${url}'>there</a></p>", "[there]({{url}})"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt; 1 < 2</p>", "<script>alert(1)</script> 1 < 2"),
        ("<p>Do this:</p><ul><li>a</li><li>b</li></ul>", "Do this:\n- a\n- b"),
        ("<img src='https://p.example/a.png' alt='A map'>", "A map: https://p.example/a.png"),
        ("<p>The text ${a b-c} and ${1x}</p>", "The text {{a_b_c}} and {{v_1x}}"),
    ],
)
def test_words_keep_what_a_step_can_show(html: str, step: str) -> None:
    assert read(html + "<hr>" + ASKED).steps[0].words == step


def test_two_variables_never_become_one() -> None:
    found = read(f"<p>Compare ${{a b}}, ${{a-b}} and ${{a b}}.</p>{ASKED}")

    assert found.steps[0].words == "Compare {{a_b}}, {{a_b_2}} and {{a_b}}."
    assert next(one for one in notes.kept(found.notes) if one["kind"] == "renamed")["about"] == [
        "a b \N{RIGHTWARDS ARROW} a_b",
        "a-b \N{RIGHTWARDS ARROW} a_b_2",
    ]


def test_what_a_layout_may_hold_is_what_the_wizard_takes() -> None:
    assert questions.MOST_QUESTIONS == proving.MOST_PROOFS
    assert (questions.MOST_OPTIONS, questions.LONGEST_OPTION) == (proving.MOST_OPTIONS, proving.LONGEST_OPTION)
    assert (steps.MOST_STEPS, steps.LONGEST_STEP) == (wizard.MOST_STEPS, quick.LONGEST_STEP)
    assert questions.LONGEST_STEP == steps.LONGEST_STEP
    kinds = {"line", "text", "url", "number", "choice", "screenshot", "file"}
    assert kinds <= set(ProofField.Kind.values)
    assert set(questions.SENT.values()) - kinds <= set(ProofField.Files.values)
    assert Decimal(1) == question("<input type=number name=n min=1>").lowest


def test_whatever_came_otherwise_has_words() -> None:
    assert set(notes.WORDS) == set(notes.Kind)
    assert set(notes.Kind) > notes.OTHERWISE


def test_much_of_a_kind_is_named_as_far_as_anybody_reads() -> None:
    found = read("".join(f"<input type=hidden name=field{n}>\n" for n in range(30)) + ASKED)

    (one,) = [one for one in notes.said(notes.kept(found.notes), otherwise=False) if one.kind == "hidden_input"]

    assert (len(one.lines), one.more) == (notes.MOST_NAMED, True)
    assert f"field11, {notes.ELLIPSIS}." in one.words
