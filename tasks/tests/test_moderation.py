"""Looks before publication: who may decide, what each end does, and that the money stays right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import keeping
from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from tasks import drafts, looks, moderation, publishing, quotes
from tasks.models import Look, Task
from tests import make
from tests.threads import at_once
from wallet import escrow, ledger

from .counting import count_queries

NOW = timezone.now()
CAPTCHA = "Type the captcha you see."
REASON, FIX = "The captcha is not yours to give away.", "Leave the captcha out."


@pytest.fixture
def tess(db: None) -> User:
    """Tess is staff too."""
    return make.person("tess", country="IE", staff=True)


def queued(employer: User, **fields: Any) -> Look:
    draft = make.draft(employer, **{"steps": [CAPTCHA], **fields})
    return publishing.publish(draft, by=employer, now=NOW).looks.get()


def spendable(person: User) -> Any:
    return ledger.balance_of(ledger.spendable(person.pk))


def told(person: User) -> str:
    return Notice.objects.of(person)[0].headline


def test_approving_publishes_at_once_and_charges_what_was_agreed(ann: User, sam: User) -> None:
    look = queued(ann)

    task = moderation.approve(look, by=sam, now=NOW)

    assert (task.state, make.fresh(look).state) == (Task.State.PUBLISHED, Look.State.APPROVED)
    assert (spendable(ann), escrow.held(task.pk)) == (usd("98.90"), usd("1.10"))
    assert told(ann) == f"Your task is published: {task.title}"


def test_where_the_money_is_gone_it_is_a_draft_again_and_needs_no_second_look(ann: User, sam: User) -> None:
    look = queued(ann, slots=800)
    make.task(ann, slots=300)

    task = moderation.approve(look, by=sam, now=NOW)
    assert (task.state, make.fresh(look).state) == (Task.State.DRAFTED, Look.State.APPROVED)
    assert told(ann) == f"Approved, not yet published: {task.title}"
    assert spendable(ann) == usd("67")

    make.deposit(ann, "50")
    assert publishing.publish(task, by=ann, now=NOW).state == Task.State.PUBLISHED


def test_what_was_approved_needs_a_look_again_once_it_is_changed(ann: User, sam: User) -> None:
    look = queued(ann, slots=800)
    make.task(ann, slots=300)
    task = moderation.approve(look, by=sam, now=NOW)

    task = drafts.write(task, by=ann, fields={"steps": [CAPTCHA, "And another captcha."], "slots": 1})

    assert publishing.publish(task, by=ann, now=NOW).state == Task.State.QUEUED


def test_a_price_that_changed_while_it_waited_is_not_charged(ann: User, sam: User, settings: Any) -> None:
    look = queued(ann)
    settings.RULES = Rules(employer_commission=20)

    task = moderation.approve(look, by=sam, now=NOW)

    assert (task.state, spendable(ann)) == (Task.State.DRAFTED, usd("100"))


def test_the_quote_an_employer_agreed_to_holds_as_long_as_the_task_waits(ann: User, sam: User, settings: Any) -> None:
    draft = make.draft(ann, steps=[CAPTCHA])
    shown = quotes.give(draft, by=ann, now=NOW).price.cost * draft.slots
    look = publishing.publish(draft, by=ann, now=NOW, agreed=shown).looks.get()
    settings.RULES = Rules(employer_commission=20)

    task = moderation.approve(look, by=sam, now=NOW + timedelta(days=1))

    assert task.state == Task.State.PUBLISHED
    assert escrow.held(task.pk) == shown


def test_declining_says_why_and_what_to_change(ann: User, sam: User, client: Client) -> None:
    look = queued(ann)

    task = moderation.decline(look, reason=REASON, fix=FIX, by=sam, now=NOW)

    assert (task.state, spendable(ann)) == (Task.State.DRAFTED, usd("100"))
    client.force_login(ann)
    assert "Declined: see what to change" in client.get("/tasks/").content.decode()
    page = client.get(f"/tasks/{task.public_id}/draft/quote/").content.decode()
    assert REASON in page
    assert FIX in page
    assert "Nothing was changed since it was declined." in page


def test_what_was_declined_is_not_sent_again_as_it_was(ann: User, sam: User) -> None:
    task = moderation.decline(queued(ann), reason=REASON, fix=FIX, by=sam, now=NOW)

    with pytest.raises(looks.Unchanged):
        publishing.publish(task, by=ann, now=NOW)


def test_a_changed_draft_is_sent_again_by_one_click_and_looked_at_anew(ann: User, sam: User, client: Client) -> None:
    task = moderation.decline(queued(ann), reason=REASON, fix=FIX, by=sam, now=NOW)
    drafts.write(task, by=ann, fields={"steps": ["Open the page."]})
    client.force_login(ann)
    assert "Send it again" in client.get(f"/tasks/{task.public_id}/draft/quote/").content.decode()

    client.post(f"/tasks/{task.public_id}/publish/", {"total": "1.10"})

    again = task.looks.open().get()
    assert again.cause == Look.Cause.AGAIN
    assert moderation.approve(again, by=sam, now=NOW).state == Task.State.PUBLISHED


def test_nobody_looks_at_their_own(sam: User) -> None:
    make.deposit(sam, "20")
    look = queued(sam)

    with pytest.raises(moderation.OwnTask):
        moderation.approve(look, by=sam, now=NOW)
    assert list(Look.objects.free_for(sam, NOW)) == []


def test_who_keeps_a_look_has_it_alone_for_a_while(ann: User, sam: User, tess: User) -> None:
    look = queued(ann)
    keeping.take(look, by=sam, now=NOW)

    with pytest.raises(keeping.Kept, match="Sam has had this for 14 minutes"):
        moderation.decline(look, reason=REASON, fix=FIX, by=tess, now=NOW + timedelta(minutes=14))
    assert list(Look.objects.free_for(tess, NOW)) == []

    later = NOW + timedelta(minutes=15)
    assert moderation.approve(look, by=tess, now=later).state == Task.State.PUBLISHED


@pytest.mark.parametrize(("reason", "fix"), [("No.", FIX), (REASON, " ")])
def test_a_decline_without_words_is_refused(ann: User, sam: User, reason: str, fix: str) -> None:
    look = queued(ann)

    with pytest.raises(moderation.TooShort):
        moderation.decline(look, reason=reason, fix=fix, by=sam, now=NOW)
    assert make.fresh(look).is_open


def test_what_was_taken_back_cannot_be_decided(ann: User, sam: User) -> None:
    look = queued(ann)
    looks.take_back(look.task, by=ann, now=NOW)

    with pytest.raises(moderation.Decided):
        moderation.approve(look, by=sam, now=NOW)


def test_the_queue_goes_by_promise_then_risk_then_age(ann: User) -> None:
    mild, grave = queued(ann), queued(ann, steps=[CAPTCHA, "Have a vpn ready."])
    late = queued(ann)
    Look.objects.filter(pk=late.pk).update(due_at=NOW - timedelta(hours=1))

    assert list(Look.objects.open().by_urgency(NOW)) == [late, grave, mild]


@pytest.mark.race
def test_of_two_who_decide_at_once_one_does(committed_db: None) -> None:
    ann, sam, tess = make.person("ann"), make.person("sam", staff=True), make.person("tess", staff=True)
    make.deposit(ann, "20")
    look = queued(ann)

    results = at_once(
        lambda: moderation.approve(look, by=sam, now=NOW),
        lambda: moderation.decline(look, reason=REASON, fix=FIX, by=tess, now=NOW),
        lambda: moderation.approve(look, by=tess, now=NOW),
    )

    assert sum(isinstance(one, moderation.Decided) for one in results) == 2
    task = Task.objects.get()
    held = usd("1.10") if task.state == Task.State.PUBLISHED else usd("0")
    assert escrow.held(task.pk) == held


@pytest.mark.race
def test_an_approval_and_taking_it_back_at_once_are_one_of_both(committed_db: None) -> None:
    ann, sam = make.person("ann"), make.person("sam", staff=True)
    make.deposit(ann, "20")
    look = queued(ann)

    results = at_once(
        lambda: moderation.approve(look, by=sam, now=NOW),
        lambda: looks.take_back(look.task, by=ann, now=NOW),
    )

    assert sum(isinstance(one, moderation.Decided | looks.NotWaiting) for one in results) == 1


# -- the desk


def test_the_desk_shows_the_task_with_what_was_found_marked(client: Client, ann: User, sam: User) -> None:
    look = queued(ann)
    client.force_login(sam)

    page = client.get(f"/admin/tasks/look/{look.pk}/change/").content.decode()

    assert "<mark>Type the captcha</mark>" in page
    assert '<option value="found-4" selected>' in page


def test_one_click_approves_and_leads_to_the_next(client: Client, ann: User, sam: User) -> None:
    look, other = queued(ann), queued(ann)
    client.force_login(sam)

    answer = client.post(f"/admin/tasks/look/{look.pk}/decide/", {"outcome": "approve"})

    assert answer["Location"] == f"/admin/tasks/look/{other.pk}/change/"
    assert make.fresh(look.task).state == Task.State.PUBLISHED


def test_a_ready_reason_is_enough_to_decline(client: Client, ann: User, sam: User) -> None:
    look = queued(ann)
    client.force_login(sam)

    client.post(f"/admin/tasks/look/{look.pk}/decide/", {"outcome": "decline", "ready": "found-4"})

    look = make.fresh(look)
    assert look.reason == "Rule 4, No captcha solving: “Type the captcha”"
    assert look.fix.startswith("Leave out the captchas")


def test_a_decline_without_a_reason_keeps_the_page(client: Client, ann: User, sam: User) -> None:
    look = queued(ann)
    client.force_login(sam)

    answer = client.post(f"/admin/tasks/look/{look.pk}/decide/", {"outcome": "decline", "fix": "Leave it out please."})

    assert "Write at least 10 characters." in answer.content.decode()
    assert "Leave it out please." in answer.content.decode()


def test_what_somebody_else_keeps_shows_who_and_no_buttons(client: Client, ann: User, sam: User, tess: User) -> None:
    look = queued(ann)
    client.force_login(sam)
    client.post(f"/admin/tasks/look/{look.pk}/take/")
    client.force_login(tess)

    page = client.get(f"/admin/tasks/look/{look.pk}/change/").content.decode()

    assert "Sam took this a moment ago." in page
    assert 'name="outcome"' not in page


def test_the_front_page_of_the_desk_counts_what_waits(client: Client, ann: User, sam: User) -> None:
    queued(ann)
    late = queued(ann)
    Look.objects.filter(pk=late.pk).update(due_at=NOW - timedelta(hours=1))
    client.force_login(sam)

    counts = {str(queue.name): queue.waiting.count for queue in client.get("/admin/").context["queues"]}

    assert counts["Tasks to look at"] == 1
    assert counts["Looks at tasks past their promise"] == 1


def test_the_list_asks_the_database_equally_often_for_one_and_for_thirty(client: Client, ann: User, sam: User) -> None:
    queued(ann, slots=1)
    client.force_login(sam)
    for_one = count_queries(client, "/admin/tasks/look/")
    for _number in range(29):
        queued(ann, slots=1)

    assert count_queries(client, "/admin/tasks/look/") == for_one


def test_a_declined_draft_is_not_said_to_be_read_as_it_is(ann: User, sam: User, client: Client) -> None:
    draft = make.draft(ann, steps=[CAPTCHA])
    client.force_login(ann)
    before = client.get(f"/tasks/{draft.public_id}/draft/quote/").content.decode()
    look = publishing.publish(draft, by=ann, now=NOW).looks.get()

    task = moderation.decline(look, reason=REASON, fix=FIX, by=sam, now=NOW)

    at = f"/tasks/{task.public_id}/draft/what/"
    typed = client.post(f"/tasks/{task.public_id}/judge/what/", {"title": task.title, "step_1": CAPTCHA})
    assert "Leave it if you mean something else" in before
    for page in (client.get(at), client.get(at.replace("what", "quote")), typed):
        assert "Leave it if you mean something else" not in page.content.decode()
        assert "Your draft was declined: change what the reason names." in page.content.decode()
