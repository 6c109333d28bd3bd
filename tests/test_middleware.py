"""What holds for every page."""

from __future__ import annotations

from django.test import Client

from accounts.models import User
from tests import make


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(ann: User, client: Client) -> None:
    task = make.task(ann)
    page = f"/tasks/{task.public_id}/manage/"

    answer = client.post(f"/tasks/{task.public_id}/pause/", headers={"referer": f"http://testserver{page}"})

    assert answer.headers["Location"] == f"/account/login/?next={page}"


def test_a_form_that_asks_for_the_password_again_leads_back_to_its_page(ben: User, client: Client) -> None:
    client.force_login(ben)

    answer = client.post("/wallet/method/remove/", headers={"referer": "http://testserver/wallet/method/"})

    assert answer.headers["Location"] == "/account/reauthenticate/?next=/wallet/method/"


def test_a_form_from_elsewhere_leads_to_the_front_page(ann: User, client: Client) -> None:
    task = make.task(ann)

    answer = client.post(f"/tasks/{task.public_id}/pause/", headers={"referer": "https://evil.example/x"})

    assert answer.headers["Location"] == "/account/login/?next=/"
