"""The market on a phone's own screen, and what its service worker keeps there: one page, the same for everybody."""

from __future__ import annotations

import re

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve, reverse
from PIL import Image

from accounts.models import User


def test_a_phone_finds_what_it_asks_for(client: Client, db: None) -> None:
    page = client.get(reverse("tasks:feed")).content.decode()
    address = re.search(r'rel="manifest" href="([^"]+)"', page)
    assert address
    answer = client.get(address[1])

    said = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["lang"], said["dir"]) == ("en", "ltr")
    assert [resolve(one["url"]).view_name for one in said["shortcuts"]] == [
        *("tasks:feed", "submissions:mine", "tasks:mine", "wallet:home"),
    ]
    for icon in said["icons"][1:]:
        width, height = Image.open(str(finders.find(icon["src"].removeprefix("/static/")))).size
        assert icon["sizes"] == f"{width}x{height}"


def test_what_the_worker_keeps_is_there_and_nobody_s(client: Client, ben: User) -> None:
    client.force_login(ben)

    script = client.get(reverse("worker")).content.decode()
    page = client.get(reverse("offline")).content.decode()

    kept = re.search(r"FILES = \[PAGE, (.+)\]", script)
    assert kept
    assert all(finders.find(path.removeprefix("/static/")) for path in re.findall(r'"([^"]+)"', kept[1]))
    assert "You are offline" in page
    assert ben.name not in page
    assert "csrf" not in page
