"""The roles of the staff: which queue and which list each sees, and that there is nothing else for them.

The table in docs/operations.md says the same to people.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db

# The lists of the desk and who reads them; the superuser reads all.
S, M, F, A = roles.SUPPORT, roles.MODERATOR, roles.FINANCE, roles.ADMIN
READS: dict[str, set[str]] = {
    "accounts_user": {S, M, F, A},
    "accounts_sanction": {S, M, A},
    "accounts_link": {S, M, A},
    "accounts_identity": {S},
    "accounts_staffentry": {A},
    "accounts_rulechange": {A},
    "accounts_readytext": {A},
    "disputes_dispute": {S},
    "disputes_appeal": {S},
    "threads_ticket": {S},
    "referrals_referral": {S},
    "submissions_proposal": {S},
    "submissions_submission": {S, A},
    "tasks_task": {S, M, A},
    "tasks_batch": {S, M, A},
    "tasks_look": {S, M, A},
    "tasks_report": {S, M, A},
    "tasks_personreport": {S, M, A},
    "tasks_edition": {S, M, A},
    "tasks_phrase": {S, M, A},
    "tasks_pass": {S, A},
    "tasks_category": {A},
    "tasks_minimumreward": {A},
    "tasks_template": {A},
    "wallet_payout": {S, F, A},
    "wallet_deposit": {S, F, A},
    "wallet_account": {F, A},
    "wallet_transfer": {F, A},
    "wallet_payoutbatch": {F, A},
    "wallet_adjustment": {F, A},
    "wallet_bookcheck": {F, A},
    "wallet_seal": {F, A},
    "wallet_invoice": {F, A},
    "wallet_payoutmethod": {F},
    "wallet_railevent": {F},
    "wallet_fundsrecord": {F},
}
QUEUES = {
    "Disputes to decide": {S},
    "Appeals in disputes": {S},
    "Tickets to answer": {S},
    "Referrals held": {S},
    "Rejections to co-sign": {S},
    "Tasks to look at": {S, M, A},
    "Reports of people": {S, M, A},
    "Appeals against sanctions": {S, M, A},
    "Bans to agree to": {S, M, A},
    "People to answer": {S, M, A},
    "Identities to check": {S},
    "Payouts held": {S, F, A},
    "Payout batches to look at": {F, A},
    "Deposits to look for": {S, F, A},
    "Deposits for a second person": {S, F, A},
    "Rails contradict the books": {F},
    "Adjustments waiting for a second person": {F, A},
}
ROLES = pytest.mark.parametrize("role", roles.ROLES)


def somebody(role: str) -> Client:
    person = make.person("rana")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(person)
    return client


@ROLES
def test_a_role_reads_its_lists_and_gets_no_other(role: str) -> None:
    client = somebody(role)

    answers = {name: client.get(reverse(f"admin:{name}_changelist")).status_code for name in READS}

    assert answers == {name: 200 if role in readers else 403 for name, readers in READS.items()}


@ROLES
def test_the_front_page_shows_a_role_its_queues(role: str) -> None:
    shown = {str(queue.name) for queue in somebody(role).get("/admin/").context["queues"]}

    assert shown & QUEUES.keys() == {name for name, readers in QUEUES.items() if role in readers}


@ROLES
def test_no_role_gives_access_or_touches_what_one_signs_in_with(role: str) -> None:
    client = somebody(role)
    ben = make.person("ben")

    assert client.post(f"/admin/accounts/user/{ben.pk}/change/", {"is_staff": "on"}).status_code == 403
    for page in ("auth/group/", "auth/group/add/", "mfa/authenticator/"):
        assert client.get(f"/admin/{page}").status_code == 403


def test_nobody_of_the_staff_writes_the_addresses_people_sign_in_with(sam: User) -> None:
    client = Client()
    client.force_login(sam)

    for page in ("account/emailaddress/", "account/emailaddress/add/"):
        assert client.get(f"/admin/{page}").status_code == 404


def test_every_list_of_the_desk_has_a_place_in_the_table() -> None:
    ours = ("accounts", "wallet", "tasks", "submissions", "disputes", "referrals", "threads")
    registered = {
        f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry if m._meta.app_label in ours
    }

    # Only a superuser reads these.
    assert registered - READS.keys() == {"wallet_billingdetails"}


def test_the_page_for_operators_says_who_sees_which_queue() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "operations.md").read_text()
    rows = re.findall(r"^\| ([^|]+) \| (✓?) ?\| (✓?) ?\| (✓?) ?\| (✓?) ?\|$", text, re.MULTILINE)
    said = {name: {role for role, mark in zip((S, M, F, A), marks, strict=True) if mark} for name, *marks in rows}

    assert said == QUEUES
