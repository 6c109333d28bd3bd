"""Challenge questions and completion codes: the wrong one hands nothing in, and rejects nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from submissions import proofs, review, timeline, vouching
from submissions.models import Submission
from tasks import codes, drafts
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from wallet import ledger

State = Submission.State
CODE = Wanted("code", "The code of the last page", site="https://forms.example/s")
PAYS = Wanted("code", "The code of the last page", site="https://forms.example/s", approves=True)
QUESTION = (("label", "Which?"), ("kind", "challenge"), ("answers", "This"))
FOUR = {f"{part}_{number}": text for number in range(1, 5) for part, text in QUESTION}
CHALLENGE = Wanted("challenge", "Which word stands under the logo?", answers=("Forward", "Vorwärts"))


def held_for(ann: User, ben: User, *wanted: Wanted) -> Submission:
    codes.key_of(ann, now=timezone.now())
    return make.claim(make.task(ann, proofs=list(wanted)), ben, now=timezone.now())


def code_for(held: Submission) -> str:
    key = codes.key_of(held.task.employer, now=timezone.now())
    ids = {"task": held.task.public_id, "worker": held.worker.public_id, "nonce": held.public_id}
    return codes.code(key.secret, **ids)


def hand_in(held: Submission, text: str) -> Submission:
    return proofs.hand_in(held, by=held.worker, texts={"proof-1": text}, files={}, now=timezone.now())


@pytest.mark.parametrize("said", ["Forward", " forward. ", "VORWÄRTS"])
def test_a_right_answer_is_taken_however_it_is_typed(ann: User, ben: User, said: str) -> None:
    assert hand_in(held_for(ann, ben, CHALLENGE), said).state == State.SUBMITTED


def test_a_wrong_answer_hands_nothing_in_and_can_be_tried_again(ann: User, ben: User) -> None:
    held = held_for(ann, ben, CHALLENGE)

    with pytest.raises(proofs.Incomplete, match="not the right answer"):
        hand_in(held, "Backward")

    assert make.fresh(held).state == State.CLAIMED
    assert held.proofs.get().text == "Backward"
    assert hand_in(held, "forward").state == State.SUBMITTED


def test_no_page_of_a_worker_shows_the_right_answers(client: Client, ann: User, ben: User) -> None:
    held = held_for(ann, ben, CHALLENGE)
    client.force_login(ben)

    pages = [client.get(held.get_absolute_url()), client.get(held.task.get_absolute_url())]
    refused = client.post(f"/submissions/{held.public_id}/deliver/", {"proof-1": "Backward"})

    for page in (*pages, refused):
        assert "Which word stands under the logo?" in page.content.decode()
        assert "orward" not in page.content.decode().replace("Backward", "")


def test_the_work_page_leads_to_the_site_with_who_comes(client: Client, ann: User, ben: User) -> None:
    held = held_for(ann, ben, CODE)
    client.force_login(ben)

    page = client.get(held.get_absolute_url()).content.decode()

    ids = f"task={held.task.public_id}&amp;worker={ben.public_id}&amp;nonce={held.public_id}"
    assert f'href="https://forms.example/s?{ids}"' in page


def test_only_the_right_code_hands_in(client: Client, ann: User, ben: User, cleo: User) -> None:
    held = held_for(ann, ben, CODE)
    hers = code_for(make.claim(held.task, cleo, now=timezone.now()))
    client.force_login(ben)

    refused = client.post(f"/submissions/{held.public_id}/deliver/", {"proof-1": hers})
    taken = client.post(f"/submissions/{held.public_id}/deliver/", {"proof-1": code_for(held)})

    assert refused.status_code == 422
    assert "This is not the code for your work." in refused.content.decode()
    assert taken.status_code == 302
    assert make.fresh(held).state == State.SUBMITTED


def test_a_right_code_approves_at_once_where_the_employer_said_so(ann: User, ben: User, cleo: User) -> None:
    pays, waits = held_for(ann, ben, PAYS), held_for(ann, cleo, CODE)
    for held in (pays, waits):
        hand_in(held, code_for(held))

    done = [vouching.check_due(now=timezone.now()), vouching.check_due(now=timezone.now())]

    pays, waits = make.fresh(pays), make.fresh(waits)
    assert done == [1, 0]
    assert (pays.state, waits.state) == (State.APPROVED, State.SUBMITTED)
    assert ledger.balance_of(ledger.earned(ben.pk)) == pays.task.price.receives
    assert "Approved by its completion code" in [event["what"] for event in timeline.events(pays)]


def test_somebody_looks_at_what_a_suspended_person_hands_in_with_a_code(ann: User, ben: User, sam: User) -> None:
    held = held_for(ann, ben, PAYS)
    make.suspended(ben, sam, now=timezone.now())
    hand_in(held, code_for(held))

    assert vouching.check_due(now=timezone.now()) == 0

    assert make.fresh(held).state == State.SUBMITTED


def test_the_worker_reads_that_a_code_pays_at_once(client: Client, ann: User, ben: User, cleo: User) -> None:
    pays, waits = held_for(ann, ben, PAYS), held_for(ann, cleo, CODE)
    pages = []
    for held in (pays, waits):
        client.force_login(held.worker)
        pages.append(client.get(held.task.get_absolute_url()).content.decode())
        hand_in(held, code_for(held))
        pages.append(client.get(held.get_absolute_url()).content.decode())

    assert ["is approved and paid" in page for page in pages] == [True, True, False, False]


def test_work_nobody_reviewed_is_not_said_to_be_approved_by_a_code(ann: User, ben: User) -> None:
    late = make.submission(make.task(ann), ben, now=timezone.now() - timedelta(days=4))

    review.approve_unreviewed(now=timezone.now())

    assert "Approved by itself: not reviewed in time" in [event["what"] for event in timeline.events(make.fresh(late))]


def test_both_are_asked_for_in_the_wizard_and_go_along_with_a_copy(client: Client, ann: User) -> None:
    client.force_login(ann)
    draft = make.draft(ann)
    asked = {
        "label_1": "The code",
        "kind_1": "code",
        "site_1": "https://forms.example/s",
        "approves_1": "True",
        "label_2": "Which word?",
        "kind_2": "challenge",
        "answers_2": "Forward\nVorwärts",
    }

    saved = client.post(f"/tasks/{draft.public_id}/draft/proof/", asked)
    shown = client.get(f"/tasks/{draft.public_id}/draft/proof/").content.decode()
    copy = drafts.duplicate(Task.objects.get(pk=draft.pk), by=ann, now=timezone.now())

    assert saved.status_code == 302
    assert re.search(r'value="True"\s+selected', shown)
    assert "Forward\nVorwärts</textarea>" in shown
    code, challenge = copy.proof_fields.order_by("position")
    assert (code.kind, code.site, code.approves) == ("code", "https://forms.example/s", True)
    assert (challenge.kind, challenge.answers) == ("challenge", ["Forward", "Vorwärts"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"label_1": "Code", "kind_1": "code"}, "Write the address of the page that gives the code."),
        ({"label_1": "Code", "kind_1": "code", "site_1": "nowhere"}, "Enter a valid URL."),
        ({"label_1": "Word?", "kind_1": "challenge", "answers_1": " "}, "Write at least one right answer."),
        (FOUR, "Ask at most 3 challenge questions."),
    ],
)
def test_what_is_missing_is_said_beside_it(client: Client, ann: User, asked: dict[str, str], said: str) -> None:
    client.force_login(ann)
    draft = make.draft(ann)

    page = client.post(f"/tasks/{draft.public_id}/draft/proof/", asked)

    assert said in page.content.decode()


def test_a_task_that_pays_by_code_is_worth_what_it_says(ann: User, ben: User) -> None:
    held = held_for(ann, ben, PAYS)
    hand_in(held, code_for(held))

    vouching.check_due(now=timezone.now())

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
