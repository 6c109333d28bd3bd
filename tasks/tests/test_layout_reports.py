"""What a layout says is neither contradicted nor made up in the draft: labels, titles and the notes on what is gone."""

from __future__ import annotations

import pytest

from tasks.layouts import notes, source
from tasks.layouts.layout import read
from tasks.tests.layouts import ASKED, PICTURE, of_kind

NONE = "(write “none” if you have nothing)"
BOXES = """<crowd-form>
<crowd-bounding-box name="boxes" header="Draw boxes around every bicycle" labels="['bicycle', 'scooter']">
<full-instructions header="Bounding box instructions">Use the tool to draw tight boxes.</full-instructions>
</crowd-bounding-box>
<crowd-radio-group><crowd-radio-button name="clear" value="clear">Clear</crowd-radio-button>
<crowd-radio-button name="blurry" value="blurry">Blurry</crowd-radio-button></crowd-radio-group>
</crowd-form>
"""


def words(html: str, *, otherwise: bool) -> str:
    return " ".join(one.words for one in notes.said(notes.kept(read(html).notes), otherwise=otherwise))


@pytest.mark.parametrize(
    ("html", "label", "kind"),
    [
        ("<label>Comments (optional)<textarea name=c></textarea></label>", f"Comments {NONE}", "none_written"),
        ("<label>Comments - Optional:<input></label>", f"Comments {NONE}", "none_written"),
        ("<label>Comments optional <input></label>", f"Comments {NONE}", "none_written"),
        ("<label>Optional comments <input></label>", f"Comments {NONE}", "none_written"),
        ("<label>[optional] Comments <input required></label>", f"Comments {NONE}", "none_written"),
        ("<input name=comments placeholder=Optional>", f"Comments {NONE}", "none_written"),
        ("<label>Your mail (optional) <input type=email></label>", "Your mail", "optional"),
        ("<label>Price (optional) <input type=number></label>", "Price", "optional"),
        ("<label>More (optional) <textarea minlength=20></textarea></label>", "More", "optional"),
        ("<label>What here is optional <input></label>", "What here is optional", "optional"),
    ],
)
def test_a_label_never_says_that_an_answer_may_be_left_out(html: str, label: str, kind: str) -> None:
    found = read(html)

    assert found.questions[0].label == label
    assert {"none_written", "optional"} & of_kind(found).keys() == {kind}
    assert "ptional" not in found.questions[0].example


def test_a_choice_that_was_optional_is_named() -> None:
    found = read(
        "<fieldset><legend>How sure? (optional)</legend><label><input type=radio name=r>Very</label>"
        "<label><input type=radio name=r>Not</label></fieldset>"
    )

    assert (found.questions[0].kind, found.questions[0].label) == ("choice", "How sure?")
    assert of_kind(found)["optional"] == [1]


CLASSIFIER = "<crowd-classifier header='What does it convey?' categories=\"['Joy', 'Fear']\">"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (f"<title>Say how it feels</title><h1>Another heading</h1>{CLASSIFIER}", "Say how it feels"),
        (f"<p>Read it all.</p>{CLASSIFIER}<h2>A heading of the page</h2>", "A heading of the page"),
        (f"<h1>Instructions</h1><h3>A smaller heading</h3>{CLASSIFIER}<p>Joy is this.</p>", "What does it convey?"),
        (f"<h3>A smaller heading</h3><p>Joy is this.</p>{ASKED}", "A smaller heading"),
        (f"<p>Look at the picture below.</p>{ASKED}", "Look at the picture below."),
        (BOXES, "Draw boxes around every bicycle"),
        (PICTURE, "Which animal does the picture show?"),
    ],
)
def test_the_title_is_what_says_most_plainly_that_it_is_one(html: str, title: str) -> None:
    assert read(html).title == title


@pytest.mark.parametrize(
    ("bounds", "kinds"),
    [
        ("min=0 max=9999 step=0.01", {"stride"}),
        ("min=0 max=many", {"highest"}),
        ("min=few max=9", {"lowest"}),
        ("min=9 max=1", {"lowest", "highest"}),
        ("min=0 max=9 step=1", set()),
    ],
)
def test_only_the_bound_that_was_lost_is_named(bounds: str, kinds: set[str]) -> None:
    found = read(f"<label>Total <input type=number required {bounds}></label>")

    assert of_kind(found).keys() - {"no_title"} == kinds


@pytest.mark.parametrize(
    ("html", "variables", "about"),
    [
        ('<p>Copy:</p>\n{{button type="clipboard" value=query}}', ["query"], '{{button type="clipboard" value=query}}'),
        ("<p>{{query}}</p>\n{{button\nvalue=query shown=true}}", ["query"], "{{button value=query shown=true}}"),
        ('<p>Copy it.</p>\n{{button label="Go"}}', [], '{{button label="Go"}}'),
    ],
)
def test_a_helper_in_braces_is_no_variable(html: str, variables: list[str], about: str) -> None:
    found = read(f"{html}\n<hr>{ASKED}")
    (helper,) = [one for one in notes.kept(found.notes) if one["kind"] == "helper"]

    assert found.variables == variables
    assert "\n".join(step.words for step in found.steps).count("{{query}}") == len(variables)
    assert (helper["about"], helper["lines"]) == ([about], [2])
    assert "renamed" not in of_kind(found)


@pytest.mark.parametrize(
    ("html", "label"),
    [
        (BOXES, "Your answer"),
        ("<crowd-slider name=n min=1 max=9></crowd-slider>", "N"),
        ("<input name=url_found placeholder='https://'>", "Url found"),
        ("<input name=q1 placeholder='The name of the shop'>", "The name of the shop"),
        ("<input name=shop placeholder='The name of the shop'>", "Shop"),
        ("<input placeholder='https://'>", "Your answer"),
    ],
)
def test_a_label_that_is_made_up_is_named(html: str, label: str) -> None:
    assert read(html).questions[0].label == label
    assert f"“{label}” had no label" in words(html, otherwise=True)


def test_a_label_that_is_there_is_not_said_to_be_made_up() -> None:
    assert "invented" not in of_kind(read("<label>Shop <input name=s></label><p>Which?</p><input name=w>"))


def test_the_labels_of_a_tool_stand_in_a_step() -> None:
    found = read(BOXES)

    assert found.steps[0].words == "Labels: bicycle, scooter"
    assert "The labels of the tool crowd-bounding-box." in words(BOXES, otherwise=True)


@pytest.mark.parametrize("bare", ["<b>Instructions</b>", "<h3>Instructions:</h3>", "<h2>Steps</h2>", "<p>Your task"])
def test_a_heading_that_says_nothing_is_no_step(bare: str) -> None:
    found = read(f"<div>{bare}</div><p>Find the address of the shop.</p>{ASKED}")

    assert [step.words for step in found.steps] == ["Find the address of the shop.", "Look at it well."]


def test_a_form_with_a_password_alone_is_told_that_none_is_asked_for() -> None:
    with pytest.raises(source.Unreadable, match="passwords are never asked for here"):
        read("<p>Your password <input type=password name=pw></p>")


@pytest.mark.parametrize("text", ['{"view": {"type": "view.list"', ' [{"markup": "<p>Look</p><input>"}]', "{}"])
def test_json_is_said_to_be_none_of_what_is_read(text: str) -> None:
    with pytest.raises(source.Unreadable, match="This is JSON, which is not read here"):
        read(text)


def test_braces_at_the_beginning_are_no_json() -> None:
    assert read(f"{{{{name}}}} {ASKED}").variables == ["name"]
