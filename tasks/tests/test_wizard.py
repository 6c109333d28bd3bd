"""Posting a task through the wizard, as a browser without JavaScript does it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from picomarket.lib.zones import Zone
from tasks import drafts, importing
from tasks.models import Category, Task
from tasks.tests.typed import TITLE, at, body, press_publish, what
from tests import make
from wallet import escrow, ledger

NOW = timezone.now()


STEPS: dict[str, dict[str, Any]] = {
    "who": {
        "zones": [Zone.ASIA],
        "countries_more": "nigeria, DE",
        "excluded_more": "India",
        "minimum_level": "2",
        "languages": "Spanish, fr",
        "country_share": "25",
    },
    "proof": {
        "label_1": "The photo",
        "kind_1": "screenshot",
        "label_2": "Five dishes",
        "kind_2": "text",
        "least_2": "30",
    },
    "pay": {"reward": "0.40", "slots": "12"},
    "review": {
        "claim_minutes": "45",
        "review_days": "5",
        "hourly_cap": "20",
        "opens_at": "09:00",
        "closes_at": "17:00",
        "clock": "Europe/Berlin",
    },
}


def test_the_whole_way_from_nothing_to_a_published_task(client: Client, ann: User) -> None:
    client.force_login(ann)
    client.post("/tasks/post/")
    draft = Task.objects.get()

    onward = [
        client.post(at(draft, step), data).headers["Location"] for step, data in {"what": what(), **STEPS}.items()
    ]
    page = press_publish(client, draft)

    assert onward == [at(draft, step) for step in ("who", "proof", "pay", "review", "quote")]
    task = Task.objects.get()
    assert (task.state, task.title, task.steps) == (Task.State.PUBLISHED, TITLE, ["Go there.", "Type it."])
    assert (task.zones, task.countries, task.excluded) == ([Zone.ASIA], ["DE", "NG"], ["IN"])
    assert (task.languages, task.country_share, task.hourly_cap) == (["es", "fr"], 25, 20)
    assert (task.opens_at, task.closes_at, task.clock) == (time(9), time(17), "Europe/Berlin")
    assert (task.minimum_level, task.minutes) == (Level.ADVANCED, 6)
    assert (task.reward, task.slots, task.claim_minutes, task.review_days) == (usd("0.40"), 12, 45, 5)
    proofs = list(task.proof_fields.order_by("position").values_list("kind", "label", "least"))
    assert proofs == [("screenshot", "The photo", 0), ("text", "Five dishes", 30)]
    assert escrow.held(task.pk) == usd("5.28")
    assert "Your task is published." in body(page)


@pytest.mark.parametrize(
    ("step", "wrong", "words"),
    [
        ("what", {"title": ""}, "Fill this in."),
        ("what", {"title": "Short"}, "at least 10 characters"),
        ("what", {"title": "x" * 121}, "at most 120 characters"),
        ("what", {"category": ""}, "Choose one."),
        ("what", {"minutes": "0"}, "Write a number from 1 to 240."),
        ("what", {"minutes": "ten"}, "Write a whole number in digits."),
        ("what", {"step_1": "", "step_3": " "}, "Write at least one step."),
        ("what", {"step_2": "y" * 1001}, "at most 1000 characters"),
        ("who", {"countries_more": "Nigera"}, "There is no country named “Nigera”. Did you mean Nigeria?"),
        ("who", {"countries_more": "Atlantis"}, "There is no country named “Atlantis”."),
        ("who", {"excluded_more": "Nigeria"}, "Nigeria cannot be both in and out"),
        ("who", {"minimum_level": "9"}, "Select a valid choice."),
        ("proof", {"label_1": "", "label_2": ""}, "Ask for at least one proof"),
        ("proof", {"label_1": "z" * 201}, "at most 200 characters"),
        ("proof", {"least_2": "-1"}, "Write a number from 0 to 5,000."),
        ("proof", {"kind_1": "telepathy"}, "Select a valid choice."),
        ("proof", {"kind_1": "line", "pattern_1": "(a+)+", "example_1": "bbb"}, "A worker could not hand this in"),
        ("proof", {"kind_1": "text", "least_1": "9", "example_1": "short"}, "A worker could not hand this in"),
        ("proof", {"kind_1": "number", "highest_1": "9", "example_1": "10"}, "A worker could not hand this in"),
        ("pay", {"reward": "0.09"}, "The least is $0.10."),
        ("pay", {"reward": "1000.01"}, "The most is $1,000.00."),
        ("pay", {"reward": "ten cents"}, "Write an amount in dollars, like 5 or 0.25."),
        ("pay", {"reward": "0,40"}, "Write the amount with a point"),
        ("pay", {"slots": "0"}, "Write a number from 1 to 10,000."),
        ("pay", {"slots": "10001"}, "Write a number from 1 to 10,000."),
        ("review", {"claim_minutes": "4"}, "Write a number from 5 to 120."),
        ("review", {"claim_minutes": "121"}, "Write a number from 5 to 120."),
        (
            "review",
            {"claim_minutes": "5"},
            "You said that it takes 8 minutes. Let a worker hold a slot for 8 minutes at",
        ),
        ("review", {"review_days": "15"}, "Write a number from 1 to 14."),
    ],
)
def test_bad_input_is_told_and_everything_typed_is_kept(
    client: Client, ann: User, step: str, wrong: dict[str, str], words: str
) -> None:
    draft = make.draft(ann, category=Category.objects.get(slug="web-research"), minutes=8)
    before = Task.objects.filter(pk=draft.pk).values().get()
    client.force_login(ann)
    typed = {**(what() if step == "what" else STEPS[step]), **wrong}

    page = client.post(at(draft, step), typed)

    assert words in body(page)
    form = page.context["form"]
    assert {name: form[name].value() for name in typed} == {
        name: str(value) if name == "category" else value for name, value in typed.items()
    }
    assert Task.objects.filter(pk=draft.pk).values().get() == before


def test_a_step_is_added_and_taken_out_without_losing_the_rest(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    added = client.post(at(draft, "what"), what(step_2="Look.", add="1", minutes="soon"))
    taken_out = client.post(at(draft, "what"), what(step_2="Look.", step_4="Send it.", remove="2"))

    assert [field.value() for _number, (field,) in added.context["form"].rows] == ["Go there.", "Look.", "Type it.", ""]
    assert added.context["form"]["minutes"].value() == "soon"
    assert [field.value() for _number, (field,) in taken_out.context["form"].rows] == [
        "Go there.",
        "Type it.",
        "Send it.",
    ]
    assert make.fresh(draft).steps == draft.steps


def test_there_is_an_end_to_steps(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    steps = {f"step_{number}": f"Step {number}" for number in range(1, 30)}

    page = client.post(at(draft, "what"), what(**steps, add="1"))
    client.post(at(draft, "what"), what(**steps))

    assert len(page.context["form"].rows) == 20
    assert 'name="add"' not in body(page)
    assert len(make.fresh(draft).steps) == 20


def test_a_proof_is_added_and_taken_out_with_all_its_parts(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    page = client.post(at(draft, "proof"), {**STEPS["proof"], "label_3": "An address", "kind_3": "url", "remove": "1"})

    form = page.context["form"]
    rows = [[form[f"{part}_{number}"].value() for part in ("label", "kind", "least")] for number in (1, 2)]
    assert rows == [["Five dishes", "text", "30"], ["An address", "url", ""]]


def test_countries_are_added_one_by_one_and_taken_out_by_their_tick(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)
    level = {"minimum_level": "1"}

    stays = client.post(at(draft, "who"), {**level, "countries_more": "Kenya", "stay": "1"})
    client.post(at(draft, "who"), {**level, "countries": ["KE"], "countries_more": "Ghana; Togo", "stay": "1"})
    shown = body(client.get(at(draft, "who")))
    client.post(at(draft, "who"), {**level, "countries": ["GH", "TG"]})

    assert stays.headers["Location"] == at(draft, "who")
    assert shown.count("checked") == 4
    assert make.fresh(draft).countries == ["GH", "TG"]


def test_the_pay_step_asks_for_the_least_of_the_chosen_countries(client: Client, ann: User) -> None:
    draft = make.draft(ann, zones=[Zone.AMERICA_OCEANIA])
    client.force_login(ann)

    page = body(client.get(at(draft, "pay")))

    assert "At least $0.30 for this category and these countries." in page
    assert "$0.285" in page


def test_the_quote_shows_the_price_and_the_task_as_workers_see_it(client: Client, ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.20"), slots=10)
    client.force_login(ann)

    page = body(client.get(at(draft, "quote")))

    for words in ("10 slots at", "$2.00", "Commission 10%", "$2.20", "$100.00", "$97.80", "$0.19", "Open the page."):
        assert words in page


def test_the_quote_names_what_is_missing_and_leads_there(client: Client, ann: User) -> None:
    draft = make.draft(ann, title="", reward=usd("0.01"), proofs=[])
    client.force_login(ann)

    page = client.get(at(draft, "quote"))

    assert [lack.step for lack in page.context["lacks"]] == ["what", "proof", "pay"]
    states = {str(step["label"]): step["state"] for step in page.context["steps"]}
    assert [label for label, state in states.items() if state == "done"] == ["Who", "Time"]
    assert at(draft, "proof") in body(page)
    assert "/publish/" not in body(page)


def test_without_enough_money_the_quote_leads_to_the_deposit_and_back(client: Client, ann: User) -> None:
    draft = make.draft(ann, reward=usd("10.01"), slots=10)
    client.force_login(ann)

    page = body(client.get(at(draft, "quote")))

    assert "$10.11</data> more is needed to publish." in page
    assert f"/wallet/deposit/?amount=10.11&amp;next=/tasks/{draft.public_id}/draft/quote/" in page
    assert "/publish/" not in page


def test_publishing_without_the_money_charges_nothing_and_says_how_much(client: Client, ann: User) -> None:
    draft = make.draft(ann, reward=usd("10.01"), slots=10)
    client.force_login(ann)

    page = body(client.post(f"/tasks/{draft.public_id}/publish/", {"total": "110.11"}, follow=True))

    assert "Nothing was charged: $10.11 more is needed. Your draft is kept." in page
    assert make.fresh(draft).state == Task.State.DRAFTED
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def test_a_quote_that_is_out_of_date_is_not_charged(client: Client, ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.20"), slots=10)
    client.force_login(ann)

    page = body(client.post(f"/tasks/{draft.public_id}/publish/", {"total": "1.10"}, follow=True))

    assert "The price changed since you saw it." in page
    assert make.fresh(draft).state == Task.State.DRAFTED


def test_pressing_publish_twice_charges_once(client: Client, ann: User) -> None:
    draft = make.draft(ann, reward=usd("0.20"), slots=10)
    client.force_login(ann)

    press = {"total": "2.20"}
    ends = [client.post(f"/tasks/{draft.public_id}/publish/", press, follow=True) for _press in range(2)]

    assert [end.redirect_chain[-1][0] for end in ends] == [f"/tasks/{draft.public_id}/manage/"] * 2
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("97.80")


def test_starting_twice_goes_on_with_the_untouched_draft(client: Client, ann: User) -> None:
    client.force_login(ann)

    client.post("/tasks/post/")
    client.post("/tasks/post/")

    assert Task.objects.of(ann).count() == 1


def test_unfinished_drafts_are_listed_with_the_step_to_go_on_at(client: Client, ann: User, ben: User) -> None:
    ready, half = make.draft(ann, title="Ready to be published"), make.draft(ann, title="Half of a task", proofs=[])
    make.draft(ben, title="Somebody else's draft")
    client.force_login(ann)

    page = client.get("/tasks/post/")

    assert page.context["drafts"] == [(half, at(half, "proof")), (ready, at(ready, "quote"))]


def test_a_discarded_draft_is_gone(client: Client, ann: User) -> None:
    draft = make.draft(ann)
    client.force_login(ann)

    client.post(f"/tasks/{draft.public_id}/discard/")

    assert make.fresh(draft).state == Task.State.DISCARDED
    for step in ("what", "quote"):
        assert client.get(at(draft, step)).status_code == 404


def test_a_published_task_has_no_wizard_any_more(client: Client, ann: User) -> None:
    task = make.task(ann)
    client.force_login(ann)

    assert client.get(at(task, "pay")).headers["Location"] == f"/tasks/{task.public_id}/manage/"
    assert client.post(at(task, "pay"), STEPS["pay"]).headers["Location"] == f"/tasks/{task.public_id}/manage/"
    assert make.fresh(task).reward == usd("0.10")


@pytest.mark.parametrize("step", ["what", "who", "proof", "pay", "review", "quote", "nonsense"])
def test_a_strangers_draft_is_not_there(client: Client, ann: User, cleo: User, step: str) -> None:
    draft = make.draft(ann)
    client.force_login(cleo)

    assert client.get(at(draft, step)).status_code == 404
    assert client.post(at(draft, step), {"title": "Mine"}).status_code == 404


@pytest.mark.parametrize("verb", ["publish", "discard", "duplicate"])
def test_a_strangers_draft_is_not_acted_on(client: Client, ann: User, cleo: User, verb: str) -> None:
    draft = make.draft(ann)
    client.force_login(cleo)

    assert client.post(f"/tasks/{draft.public_id}/{verb}/", {"total": "1.10"}).status_code == 404
    assert make.fresh(draft).state == Task.State.DRAFTED


@pytest.mark.parametrize("path", ["/tasks/post/", "/tasks/", "/tasks/x/draft/what/", "/tasks/x/manage/"])
def test_posting_asks_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/account/login/?next={path}"


def test_a_draft_with_a_file_and_no_title_is_gone_on_with_and_not_taken_for_a_new_one(
    client: Client, ann: User
) -> None:
    draft = drafts.start(ann, now=NOW)
    importing.upload(draft, file=SimpleUploadedFile("rows.csv", b"name\nA\n"), by=ann, now=NOW)
    client.force_login(ann)

    assert drafts.begin(ann, now=NOW) != draft
    assert "No title yet" in body(client.get("/tasks/post/"))


def test_a_deposit_larger_than_what_is_missing_says_why(client: Client, ann: User) -> None:
    client.force_login(ann)

    little, much = (body(client.get(at(make.draft(ann, reward=usd(one)), "quote"))) for one in ("9.20", "10.01"))

    assert "$1.20</data> more is needed to publish." in little
    assert "$5.00</data> is the least that can be deposited." in little
    assert "is the least that can be deposited" not in much


def test_the_pay_step_says_what_all_slots_cost_and_what_is_missing_for_it(client: Client, ann: User) -> None:
    draft = make.draft(ann, slots=10)
    client.force_login(ann)

    saved = body(client.get(at(draft, "pay")))
    typed = {"draft": draft.public_id, "at": "pay", "reward": "3", "slots": "100"}
    dear = body(client.post("/tasks/post/advice/", typed))

    assert ("For all 10 slots" in saved, "$1.10" in saved, "more than you can spend" in saved) == (True, True, False)
    assert ("For all 100 slots" in dear, "$330.00" in dear) == (True, True)
    assert "That is " in dear
    assert "$230.00</data> more than you can spend now." in dear


def test_the_card_of_a_draft_without_a_title_has_one(client: Client, ann: User) -> None:
    client.force_login(ann)

    page = client.get(at(make.draft(ann, title=""), "quote"))

    assert body(page).count("Untitled draft") == 2
    assert "Give the task a title." in body(page)
    assert make.fresh(Task.objects.get()).title == ""
