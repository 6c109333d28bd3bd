"""A row of the desk's lists says itself what each of its cells is, because on a phone it has no columns."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

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
