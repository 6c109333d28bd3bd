"""What holds for every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests import make


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(ann: User, client: Client) -> None:
    task = make.task(ann)
    page = f"/tasks/{task.public_id}/manage/"

    answer = client.post(f"/tasks/{task.public_id}/pause/", headers={"referer": f"http://testserver{page}"})

    assert answer.headers["Location"] == f"/account/login/?next={page}%23unsent"


@pytest.mark.parametrize(
    "page", ["/admin/wallet/deposit/?state__exact=%00", "/admin/wallet/payout/?rail=a%00b", "/wallet/lines/?pocket=%00"]
)
def test_an_address_with_a_nul_in_it_is_turned_away(sam: User, client: Client, page: str) -> None:
    client.force_login(sam)

    assert client.get(page).status_code == 400


def test_a_percent_sign_before_two_noughts_is_no_nul(sam: User, client: Client) -> None:
    client.force_login(sam)

    assert client.get("/admin/wallet/deposit/?q=%2500").status_code == 200


def test_an_address_with_nothing_at_it_shows_the_markets_page_in_development_too(client: Client, settings: Any) -> None:
    settings.DEBUG = True

    page = client.get("/nothing/here/")

    assert (page.status_code, "There is nothing at this address" in page.content.decode()) == (404, True)
    assert "DEBUG = True" in client.get("/nothing/here/?technical").content.decode()


def test_a_form_from_elsewhere_leads_to_the_front_page(ann: User, client: Client) -> None:
    task = make.task(ann)

    answer = client.post(f"/tasks/{task.public_id}/pause/", headers={"referer": "https://evil.example/x"})

    assert answer.headers["Location"] == "/account/login/?next=/%23unsent"
