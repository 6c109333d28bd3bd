"""A row of the desk's lists says itself what each of its cells is, because on a phone it has no columns."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import deeds, profiles, staff_log
from accounts.models import ReadyText, User


@pytest.fixture
def desk(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


def cells(desk: Client, name: str) -> list[tuple[str, ...]]:
    """Tag, role and name of each cell of the first row, and whether there is nothing in it."""
    page = desk.get(reverse(f"admin:{name}_changelist")).content.decode()
    (row,) = re.findall(r"<tbody.*?<tr.*?>(.*?)</tr>", page, re.DOTALL)[:1]
    return re.findall(r'<(td|th) role="(\w+)" data-label="([^"]*)"( data-nothing)?', row)


def test_each_cell_bears_its_role_and_the_name_of_its_column(desk: Client) -> None:
    row = cells(desk, "accounts_user")

    assert row[0] == ("th", "rowheader", "Name", "")
    assert {(tag, role) for tag, role, _name, _nothing in row[1:]} == {("td", "cell")}
    assert [name for _tag, _role, name, _nothing in row if not name] == []
    assert ("td", "cell", "Suspended", " data-nothing") in row


def test_the_box_that_ticks_a_row_needs_no_name(desk: Client) -> None:
    ReadyText.objects.create(kind=ReadyText.Kind.DISPUTE, title="<b>Zig</b>", text="Zag")

    assert cells(desk, "accounts_readytext")[:2] == [("td", "cell", "", ""), ("th", "rowheader", "Title", "")]


def test_what_somebody_typed_runs_its_own_way_in_lists_pages_and_histories(desk: Client, ben: User, sam: User) -> None:
    entry = staff_log.write(by=sam, about=ben, what="Held", reason="Is <b>it</b> yours?", of=ben, now=timezone.now())
    ReadyText.objects.create(kind=ReadyText.Kind.DISPUTE, title="Why?", text="It is missing.")
    change = reverse("admin:accounts_staffentry_change", args=[entry.pk])
    typed = '<bdi class="prewrap">Is &lt;b&gt;it&lt;/b&gt; yours?</bdi>'

    for page in (reverse("admin:accounts_staffentry_changelist"), change):
        assert typed in desk.get(page).content.decode()
    texts = desk.get(reverse("admin:accounts_readytext_changelist")).content.decode()
    assert {"Why?", "It is missing."} <= set(re.findall(r"<div>(?:<a .*?>)?<bdi>(.*?)</bdi>", texts))
    assert "called “<bdi>Zig &amp; Co.</bdi>”" in desk.get("/admin/find/", {"q": "Zig & Co."}).content.decode()
    told = deeds.told("Held: Is <b>it</b> yours?", "accounts.user")
    assert told == "Held: <bdi>Is &lt;b&gt;it&lt;/b&gt; yours?</bdi>"


def test_the_picture_of_yes_or_no_says_so_in_the_readers_language(desk: Client, sam: User) -> None:
    profiles.speak(sam, language="ar")

    page = desk.get(reverse("admin:accounts_user_changelist")).content.decode()

    assert set(re.findall(r'icon-(?:yes|no)\S*?svg" alt="(.*?)"', page)) == {"نعم"}
