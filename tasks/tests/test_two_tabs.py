"""A draft that is changed elsewhere while its page is open, and what a refused page says."""

from __future__ import annotations

from django.test import Client

from accounts.models import User
from tasks.tests.typed import at, body, what
from tests import make


def test_a_draft_saved_in_one_tab_is_not_overwritten_from_another(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    opened = client.get(at(draft, "what")).context["form"].mark

    client.post(at(draft, "what"), {**what(), "title": "A title from the first tab", "seen": opened})
    second = client.post(at(draft, "what"), {**what(), "title": "A title from the second tab", "seen": opened})

    assert make.fresh(draft).title == "A title from the first tab"
    assert "perhaps in another tab" in body(second)
    assert "A title from the second tab" in body(second)
    assert "Saved there: A title from the first tab" in body(second)
    assert not {"minutes", "category"} & second.context["form"].errors.keys()
    seen = second.context["form"].mark
    client.post(at(draft, "what"), {**what(), "title": "A title from the second tab", "seen": seen})
    assert make.fresh(draft).title == "A title from the second tab"


def test_what_another_tab_saved_is_said_as_the_form_says_it(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    who = client.get(at(draft, "who")).context["form"].mark
    steps = client.get(at(draft, "what")).context["form"].mark
    client.post(at(draft, "who"), {"minimum_level": "2", "zones": ["asia"], "per_worker": "1"})
    client.post(at(draft, "what"), {**what(), **{f"step_{number}": f"Step {number} there" for number in range(1, 5)}})

    second = client.post(at(draft, "who"), {"minimum_level": "1", "per_worker": "1", "seen": who})
    shorter = client.post(at(draft, "what"), {**what(), "seen": steps})

    level = dict(second.context["form"].fields["minimum_level"].choices)[2]
    assert second.context["form"].errors["minimum_level"] == [f"Saved there: {level}"]
    assert second.context["form"].errors["zones"] == ["Saved there: Asia"]
    assert second.context["reach"].could == client.get(at(make.draft(ann), "who")).context["reach"].could
    assert "Counted when it can be read" not in body(second)
    assert "Saved there too: Step 4 there" in shorter.context["form"].non_field_errors()


def test_a_form_that_is_refused_counts_people_by_what_it_says(client: Client, ann: User, ben: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    nobody = {"minimum_level": "3", "per_worker": "1"}

    page = client.post(at(draft, "who"), {**nobody, "excluded_more": "Atlantis"})

    assert page.context["form"].errors.keys() == {"excluded_more"}
    assert page.context["reach"].could == 0
    assert client.get(at(draft, "who")).context["reach"].could > 0
    assert "Counted when it can be read" in body(page)


def test_a_row_added_to_the_page_does_not_hide_that_another_tab_saved(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    opened = client.get(at(draft, "what")).context["form"].mark
    client.post(at(draft, "what"), {**what(), "title": "A title from the first tab", "seen": opened})

    grown = client.post(at(draft, "what"), {**what(), "add": "1", "seen": opened})

    assert f'name="seen" value="{opened}"' in body(grown)


def test_what_belongs_to_no_field_stands_in_the_summary_as_words(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    opened = client.get(at(draft, "what")).context["form"].mark
    client.post(at(draft, "what"), {**what(), "title": "A title from the first tab", "seen": opened})

    page = body(client.post(at(draft, "what"), {**what(), "title": "A title from the second tab", "seen": opened}))

    summary = page.partition("data-summary")[2].partition("</div>")[0]
    assert "perhaps in another tab" in summary
    assert "errorlist" not in summary
