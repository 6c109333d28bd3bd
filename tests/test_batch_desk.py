"""Support looks at the file of a batch: how far it is checked, what was left out, what is still to be done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from tests import make


def test_support_sees_what_was_left_out_and_changes_nothing(client: Client, ann: User) -> None:
    sue = make.person("sue", staff=True)
    sue.groups.add(Group.objects.get(name="Support"))
    draft = make.batch_draft(ann, rows=2)
    batch = make.upload(draft, 'name,city\nAda,"<b>London</b>"\nonly one\n')
    client.force_login(sue)

    lists = client.get("/admin/tasks/batch/").content.decode()
    page = client.get(f"/admin/tasks/batch/{batch.pk}/change/").content.decode()

    assert "rows.csv" in lists
    assert ("Batches and their files" in lists, "Good rows" in lists, "Lines left out" in lists) == (True, True, True)
    assert (draft.title in lists, ann.public_name in lists) == (True, True)
    assert ("A batch" in page, f"{batch.size}\xa0bytes" in page, ann.public_name in page) == (True, True, True)
    assert "Why it cannot be used" not in page
    assert date_format(localtime(batch.uploaded_at), "j M Y, H:i") in lists
    assert "Ada · &lt;b&gt;London&lt;/b&gt;" in page
    assert "This row has 1 cell, but the file has 2 columns." in page
    assert 'name="_save"' not in page
    assert client.post(f"/admin/tasks/batch/{batch.pk}/change/", {"name": "other"}).status_code == 403


def test_the_desk_shows_a_file_that_cannot_be_used(client: Client, ann: User) -> None:
    sue = make.person("sue", staff=True)
    sue.groups.add(Group.objects.get(name="Support"))
    batch = make.upload(make.batch_draft(ann, rows=2), "")
    client.force_login(sue)

    page = client.get(f"/admin/tasks/batch/{batch.pk}/change/").content.decode()

    assert "The file is empty." in page
    assert "Why it cannot be used" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_batches_asks_no_more_for_thirty(client: Client, ann: User, count: int) -> None:
    sue = make.person("sue", staff=True)
    sue.groups.add(Group.objects.get(name="Support"))
    for _number in range(count):
        make.batch_draft(ann, rows=1)
    client.force_login(sue)

    client.get("/admin/tasks/batch/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/tasks/batch/")

    assert len(asked) == 5
