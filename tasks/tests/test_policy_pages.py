"""What people see of the policy: its page, the wizard, the quote, the card and the page of a task."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from tasks import drafts, publishing
from tasks.models import Edition, Look, Task
from tests import make
from wallet import ledger

from .typed import at, body, press_publish, what

NOW = timezone.now()
ADS = "Open the page. Then click two banner ads."


def test_anybody_reads_the_policy_with_examples(client: Client, db: None) -> None:
    page = body(client.get("/policy/"))

    assert "No clicks on ads" in page
    assert "Click two banner ads on my site." in page


def test_an_edition_being_written_is_nobodys_to_read(client: Client, db: None) -> None:
    Edition.objects.create(number=2)

    assert client.get("/policy/2/").status_code == 404


def test_an_older_edition_leads_to_the_one_in_force(client: Client, db: None) -> None:
    Edition.objects.create(number=2, effective_at=NOW)

    assert "This is not the version in force." in body(client.get("/policy/1/"))


def test_a_forbidden_step_is_shown_at_once_with_the_phrase_marked(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    answer = client.post(at(draft, "what"), what(step_1=ADS), follow=True)

    assert answer.redirect_chain[-1][0] == at(draft, "what")
    assert "<mark>click two banner ads</mark>" in body(answer)
    assert "rule 1, No clicks on ads" in body(answer)
    assert make.fresh(draft).steps[0] == ADS


def test_what_is_being_typed_is_judged_and_nothing_saved(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    page = body(client.post(f"/tasks/{draft.public_id}/judge/what/", what(step_2=ADS)))

    assert 'data-charge="step_2"' in page
    assert "<mark>click two banner ads</mark>" in page
    assert make.fresh(draft).steps == draft.steps


def test_a_proof_being_typed_is_judged_with_what_is_saved(client: Client, ann: User) -> None:
    draft = make.draft(ann, steps=["Use the referral link."])
    client.force_login(ann)

    page = body(client.post(f"/tasks/{draft.public_id}/judge/proof/", {"label_1": "That you joined by our referral"}))

    assert "This cannot be published:" in page
    assert client.post(f"/tasks/{draft.public_id}/judge/pay/").status_code == 404


def test_a_label_being_typed_asks_and_its_choices_do_not(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    choices = {"kind_1": "choice", "options_1": "Your town\nPassport"}

    asks = body(client.post(f"/tasks/{draft.public_id}/judge/proof/", {"label_1": "Your PayPal password"}))
    fine = body(client.post(f"/tasks/{draft.public_id}/judge/proof/", {"label_1": "What is missing?", **choices}))

    assert 'data-charge="label_1"' in asks
    assert "<mark>Your PayPal password</mark>" in asks
    assert "<mark>" not in fine


def test_what_is_marked_is_escaped(client: Client, ann: User) -> None:
    draft = make.draft(ann, steps=["<b>Click</b> two banner ads"])
    client.force_login(ann)

    page = body(client.get(at(draft, "quote")))

    assert "&lt;b&gt;<mark>Click&lt;/b&gt; two banner ads</mark>" in page


def test_a_forbidden_proof_is_shown_in_its_step(client: Client, ann: User) -> None:
    draft = make.draft(ann, proofs=[drafts.Wanted("screenshot", "Upload a photo of your passport")])
    client.force_login(ann)

    assert "<mark>" in body(client.get(at(draft, "proof")))
    assert "<mark>" not in body(client.get(at(draft, "what")))


def test_the_quote_has_no_button_for_what_is_forbidden(client: Client, ann: User) -> None:
    draft = make.draft(ann, steps=[ADS])
    client.force_login(ann)

    page = body(client.get(at(draft, "quote")))
    answer = client.post(f"/tasks/{draft.public_id}/publish/", {"total": "1.10"}, follow=True)

    assert f'action="/tasks/{draft.public_id}/publish/"' not in page
    assert "Rule 1, No clicks on ads: “click two banner ads”" in body(answer)
    assert make.fresh(draft).state == Task.State.DRAFTED


def test_a_task_keeps_the_edition_its_employer_accepted(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    press_publish(client, draft)
    Edition.objects.create(number=2, effective_at=timezone.now())

    assert make.fresh(draft).edition.number == 1


def test_a_policy_that_changed_meanwhile_is_shown_again(ann: User) -> None:
    draft = make.draft(ann)
    Edition.objects.create(number=2, effective_at=NOW)

    with pytest.raises(publishing.PolicyChanged):
        publishing.publish(draft, by=ann, now=NOW, edition=1)


def test_what_needs_a_look_says_so_before_and_after(client: Client, ann: User) -> None:
    draft = make.draft(ann, steps=["Type the captcha you see."])
    client.force_login(ann)
    assert "Send it for a look" in body(client.get(at(draft, "quote")))

    page = body(press_publish(client, draft))

    assert make.fresh(draft).state == Task.State.QUEUED
    assert "Waiting for a look" in page
    assert "Rule 4, No captcha solving: “Type the captcha”" in page
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def test_what_waits_is_nobodys_to_see_or_change(client: Client, ann: User, ben: User) -> None:
    draft = queued(ann)
    client.force_login(ann)

    assert client.get(at(draft, "what"))["Location"] == at(draft, "quote")
    with pytest.raises(publishing.NotNow):
        drafts.write(draft, by=ann, fields={"title": "Another title altogether"})
    with pytest.raises(publishing.NotNow):
        publishing.publish(draft, by=ann, now=NOW)
    client.force_login(ben)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert list(client.get("/work/").context["page"]) == []


def test_what_waits_stands_among_the_drafts(client: Client, ann: User) -> None:
    draft = queued(ann)
    client.force_login(ann)

    page = client.get("/tasks/")

    assert list(page.context["drafts"]) == [draft]
    assert "Waiting for a look" in body(page)


def test_an_employer_takes_it_back(client: Client, ann: User) -> None:
    draft = queued(ann)
    client.force_login(ann)

    answer = client.post(f"/tasks/{draft.public_id}/take-back/", follow=True)

    assert "It is a draft again." in body(answer)
    assert make.fresh(draft).state == Task.State.DRAFTED
    assert draft.looks.get().state == Look.State.WITHDRAWN


def test_the_first_tasks_of_a_new_employer_wait_where_the_operator_says_so(ann: User, settings: Any) -> None:
    settings.RULES = Rules(first_looks=1)

    first = publishing.publish(make.draft(ann), by=ann, now=NOW)
    assert (first.state, first.looks.get().cause) == (Task.State.QUEUED, Look.Cause.FIRST)

    settings.RULES = Rules()
    make.task(ann)
    settings.RULES = Rules(first_looks=1)
    assert make.task(ann).state == Task.State.PUBLISHED


def test_workers_see_the_risks_before_they_claim(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, steps=["Sign up for the newsletter with your e-mail address."])
    client.force_login(ben)

    feed, page = body(client.get("/work/")), body(client.get(task.get_absolute_url()))

    assert "Asks for e-mail" in feed
    assert "Asks to sign up" in feed
    assert "Use an alias that you can drop" in page


def test_the_promise_is_a_day_from_then(ann: User) -> None:
    look = queued(ann).looks.get()

    assert look.due_at - look.asked_at == timedelta(hours=24)


def queued(employer: User) -> Task:
    draft = make.draft(employer, steps=["Type the captcha you see."])
    return publishing.publish(draft, by=employer, now=NOW)


def test_a_step_that_stays_says_that_it_is_saved(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    page = body(client.post(at(draft, "what"), what(step_2=ADS), follow=True))

    assert "This is saved. Change what is marked before you go on." in page
    assert ADS in make.fresh(draft).steps
