"""Formatting in steps: a little of it, safe whatever is typed, and read through by the policy."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import urlize

from accounts.models import User
from picomarket.demo.work import BLUEPRINTS
from tasks import discovery, formatting, policy
from tasks.discovery import Wish
from tasks.filling import Step
from tasks.forms import QuickForm
from tasks.forms.quick import steps_in
from tasks.models import Subject
from tasks.policy import Answer, Piece
from tests import make

pytestmark = pytest.mark.django_db
ATTRIBUTES = ' target="_blank" rel="nofollow noopener noreferrer ugc"'


def shown(step: str, **values: str) -> str:
    """As HTML, without what every link has."""
    return formatting.html(Step.of(step, values) if values else step).replace(ATTRIBUTES, "")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("**bold** and *slanted*", "<strong>bold</strong> and <em>slanted</em>"),
        ("Type `a*b*c` there", "Type <code>a*b*c</code> there"),
        ("See [the menu](https://x.org/menu).", 'See <a href="https://x.org/menu">the menu</a> (x.org).'),
        ("See [x.org/menu](https://x.org/menu/).", 'See <a href="https://x.org/menu/">x.org/menu</a>.'),
        ("Say:\n- a name\n- a *price*\n\nDone.", "Say:<ul><li>a name</li><li>a <em>price</em></li></ul>Done."),
        ("One\n- dash", "One<ul><li>dash</li></ul>"),
        ("- one line with a dash", "<ul><li>one line with a dash</li></ul>"),
        ("**over\nlines**", "**over<br>lines**"),
    ],
)  # fmt: skip
def test_a_step_is_formatted(typed: str, html: str) -> None:
    assert shown(typed) == html


def test_every_link_is_told_to_bring_no_credit_and_to_open_beside_the_page() -> None:
    for typed in ("https://x.org/", "[menu](https://x.org/)"):
        assert f'<a href="https://x.org/"{ATTRIBUTES}>' in formatting.html(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "1. Open it.\n2. Look.\n\n* a star\n* another",
        "Compare my_first_file.txt with my_second_file.txt and __init__.py.",
        "Count *.jpg and *.png, 2*3*4 and 2 * 3 * 4.",
        "Open https://x.org/__a__/*b*/c_(d)?e=f_g, then www.x.org/_a_ and x.org/__b__/ (or https://y.org).",
        "f[0](x), [see below], # no title\n> no quote\n    no code\n---",
        "![a](b.png) <https://x.org/> &amp; &lt; \\* C:\\_a\\_b",
        '5 < 6 & 7 > 3 "quoted" it\'s',
    ],
)
def test_a_plain_step_looks_as_it_always_did(typed: str) -> None:
    before = urlize(typed, nofollow=True, autoescape=True).replace("\n", "<br>").replace(' rel="nofollow"', "")

    assert shown(typed) == before.replace("&quot;", '"').replace("&#x27;", "'")


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_lines_stay_lines(line: str) -> None:
    assert shown(f"One.{line}Two.{line}{line}Three.") == "One.<br>Two.<br><br>Three."


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b>bold</b> <img src=x onerror=alert(1)> <!-- --> <a href='https://x.org/'>",
        "**<b onclick=alert(1)>** `<script>`",
        "- <script>a</script>\n- </ul><script>b</script>",
        "[<img src=x>](https://x.org/)",
        '[x](https://x.org/"onclick="alert(1)) [y](https://x.org/ "<b onclick=a>")',
    ],
)
def test_html_stays_text(typed: str) -> None:
    html = re.sub(r"</?(strong|em|code|ul|li)>|<br>|<a href=\"[^\"<>]*\">|</a>", "", shown(typed))

    assert ("<" in html, ">" in html) == (False, False)


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)"),
        *("data:text/html,<b>", "vbscript:a", "file:///etc/passwd", "//x.org/", "/admin/", "mailto:a@x.org", "x", ""),
        *("https://", "https:x.org", "https://good.org\\@x.org/", "https://good.org@x.org/", "https://[::1/"),
    ],
)
def test_what_leads_nowhere_on_the_web_becomes_no_link(target: str) -> None:
    html = shown(f"[words]({target})")

    assert "words" in html
    assert 'href="' not in html.replace('href="https://x.org/"', "").replace('href="https://good.org', "")
    assert ">words<" not in html


def test_words_that_name_another_address_have_the_true_host_beside_them() -> None:
    assert (
        shown("[https://bank.org/](https://thief.org/a)")
        == '<a href="https://thief.org/a">https://bank.org/</a> (thief.org)'
    )
    assert shown("[](https://thief.org/a)") == '<a href="https://thief.org/a">https://thief.org/a</a> (thief.org)'


@pytest.mark.parametrize(
    "value",
    [
        *(
            "**b**",
            "*",
            "**",
            "_",
            "`",
            "`c`",
            "[e](https://evil.org",
            "](",
            ")",
            "- a\n- b",
            "\n- a",
            "{{v}}",
            "{{w}}",
        ),
        *("<script>alert(1)</script>", "</strong>", "\U000f0000", "\U000f0001\U000f0000", '" onclick="a', "\\"),
    ],
)
def test_a_value_is_text_and_the_formatting_around_it_holds(value: str) -> None:
    html = shown(
        "**a {{v}} b** *{{v}}* `{{v}}` [the {{v}} page](https://x.org/)\n- {{v}}\n- {{v}}", v=value, w="filled"
    )
    text = shown("{{v}}", v=value)

    marks = re.sub(r"[^<>]*(<[^<>]+>)[^<>]*", r"\1", html.replace("<br>", ""))
    assert marks == (
        "<strong></strong><em></em><code></code>"
        '<a href="https://x.org/"></a><ul><li></li><li></li></ul>'
    ) or "evil" in value  # fmt: skip
    assert f"<strong>a {text} b</strong> <em>{text}</em>" in html
    assert html.endswith(f"<ul><li>{text}</li><li>{text}</li></ul>")
    assert "filled" not in html


def test_a_value_can_fill_a_target_and_lead_nowhere_but_to_the_web() -> None:
    assert shown("[it]({{v}})", v="https://x.org/1") == '<a href="https://x.org/1">it</a> (x.org)'
    assert shown("[it]({{v}})", v="javascript:alert(1)") == "[it](javascript:alert(1))"
    assert shown("[it]({{v}})", v="a) [b](https://x.org/").startswith("[it](a) [b](")
    assert shown("[it](https://x.org/?q={{v}})", v="a&b=c d").startswith(
        '<a href="https://x.org/?q=a%26b%3Dc+d">it</a>'
    )
    assert "(evil.org)" in shown("[it](https://{{v}})", v="evil.org/x.org")


def test_an_address_in_a_value_is_a_link_that_shows_all_of_itself() -> None:
    assert (
        shown("Open {{v}}.", v="https://x.org/_a_/1") == 'Open <a href="https://x.org/_a_/1">https://x.org/_a_/1</a>.'
    )


def test_whoever_has_no_row_yet_reads_what_the_target_is_called() -> None:
    assert shown("[the page]([page of the shop])") == "the page ([page of the shop])"


@pytest.mark.parametrize(
    "text",
    [
        *("**cl**ick two banner *ads*", "c**l**i**c**k the `ad`s", "***click*** the __ads__", "cl**1**ck the ads"),
        *("[click ads](https://x.org)", "[cl](https://x.org)ick two ads", "[click](https://x.org/a) **[ads](https://y.org)**"),
        *("See [this](https://x.org/click-ads)", "- click\u00a0\u200b **ads**\n- wait"),
    ],
)  # fmt: skip
def test_the_policy_sees_through_marks(text: str) -> None:
    judgement = policy.judge_pieces([Piece("step", 1, text)], now=timezone.now())

    assert (judgement.answer, [charge.rule.subject for charge in judgement.blocked]) == (
        Answer.BLOCK,
        [Subject.AD_CLICKS],
    )


def test_what_is_found_is_marked_where_it_was_typed() -> None:
    charge = policy.judge_pieces(
        [Piece("step", 1, "Then **cl**ick [two](https://x.org) *ads*.")], now=timezone.now()
    ).blocked[0]

    assert charge.findings[0].phrase in "cl**ick [two](https://x.org) *ads"
    assert "ads" in charge.findings[0].phrase


def test_formatted_words_are_found_by_search(ann: User, ben: User) -> None:
    task = make.task(ann, steps=["Bake **sourdough** from [the recipe](https://x.org/a) with `rye`, *slowly*."])

    for words in ("sourdough", "recipe", "rye", "slowly", "x.org"):
        assert list(discovery.find(Wish(words=words), ben, now=timezone.now()).open) == [task], words


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("Read **all** of it.\n- first *slanted*\n- second `<b>`", "Read all of it. first slanted second <b>"),
        ("Open [the page](https://x.org/a) & wait.", "Open the page (x.org) & wait."),
        ("2*3*4 is <i>", "2*3*4 is <i>"),
    ],
)
def test_where_no_formatting_can_stand_a_step_is_one_line_without_marks(step: str, text: str) -> None:
    assert formatting.plain(step) == text


def test_steps_are_formatted_wherever_they_are_read(client: Client, ann: User, ben: User) -> None:
    task = make.batch(ann, steps=["Open **{{page}}**.", "Copy the number of {{name}}."])
    client.force_login(ben)
    before = client.get(f"/tasks/{task.public_id}/").content.decode()
    held = make.claim(task, ben)

    work = client.get(held.get_absolute_url()).content.decode()

    assert "Open <strong>[page]</strong>." in before
    assert f'<strong><a href="https://example.org/1"{ATTRIBUTES}>https://example.org/1</a></strong>' in work


def test_a_quick_post_takes_dashed_lines_for_the_list_of_the_step_before() -> None:
    assert steps_in("Open it.\n\n- a\n - b\nLook.") == ["Open it.\n- a\n- b", "Look."]
    assert steps_in("- Open it.\n- Look.") == ["- Open it.", "- Look."]
    assert "belong to the step before" in str(QuickForm().fields["steps"].help_text)


def test_both_ways_to_post_say_how_to_format(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    for address in (f"/tasks/{draft.public_id}/draft/what/", "/tasks/post/quick/"):
        page = client.get(address).content.decode()
        assert ("How to format" in page, "<strong>bold</strong>" in page, "**bold**" in page) == (True, True, True), (
            address
        )


def test_the_demo_market_shows_it() -> None:
    assert any("<ul>" in formatting.html(step) for blueprint in BLUEPRINTS for step in blueprint.steps)
