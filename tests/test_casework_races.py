"""Two of the staff decide a case at the same moment, which neither took, with real threads and real commits."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import KeptCase, StaffEntry, User
from disputes import cases
from disputes.models import Dispute
from tests import make
from tests.test_casework import DECISIONS, NOW, ONE_BY_ONE, REASON, a_case, desk
from tests.threads import at_once
from threads.models import Said

pytestmark = pytest.mark.race


@pytest.fixture
def staff(committed_db: None) -> list[Client]:
    return [desk("rana"), desk("tom")]


def both(staff: list[Client], url: str, *typed: dict[str, str]) -> list[str]:
    """Both press at once; what each of them reads then."""
    presses = [partial(one.post, url, words, follow=True) for one, words in zip(staff, typed, strict=True)]
    return [answer.content.decode() for answer in at_once(*presses)]


def test_two_who_decide_a_dispute_at_once_decide_it_once(staff: list[Client]) -> None:
    ann, ben = make.person("ann", country="DE"), make.person("ben")
    make.deposit(ann, "20")
    case = cases.open_case(make.rejected(make.task(ann), ben, now=NOW), by=ben, words=REASON, now=NOW)
    url = reverse("admin:disputes_dispute_decide", args=[case.pk])

    uphold, dismiss = ({"outcome": end, "words": REASON, "early": "on"} for end in ("upheld", "dismissed"))
    read = both(staff, url, uphold, dismiss)

    decided = Dispute.objects.get()
    assert sorted("What you chose was not kept." in one for one in read) == [False, True]
    assert decided.decided_by == User.objects.get(name="Rana" if decided.is_upheld else "Tom")
    assert StaffEntry.objects.filter(key=case.public_id, about=ben).count() == 1
    assert not KeptCase.objects.exists()


@ONE_BY_ONE
def test_two_who_were_led_to_the_same_case_decide_it_once_and_one_is_told(kind: str, staff: list[Client]) -> None:
    ann, ben = make.person("ann", country="DE"), make.person("ben")
    make.deposit(ann, "20")
    case = a_case(kind, ann, ben)

    read = both(staff, reverse(f"admin:{kind}_decide", args=[case.pk]), DECISIONS[kind], DECISIONS[kind])

    assert not make.fresh(case).is_open
    assert StaffEntry.objects.filter(kind=case._meta.label_lower).count() == 1
    assert sorted('class="warning"' in one for one in read) == [False, True]
    assert not KeptCase.objects.exists()


def test_two_who_answer_a_ticket_at_once_answer_it_once(staff: list[Client]) -> None:
    ticket = make.ticket(make.person("ben"))
    url = reverse("admin:threads_ticket_answer", args=[ticket.pk])
    page = reverse("admin:threads_ticket_change", args=[ticket.pk])
    seen = [str(one.get(page).context["seen"]) for one in staff]

    read = both(staff, url, *({"outcome": "answered", "words": REASON, "seen": moment} for moment in seen))

    assert sorted("decided about this while you wrote." in one for one in read) == [False, True]
    assert Said.objects.filter(ticket=ticket).exclude(author=ticket.person).count() == 1
