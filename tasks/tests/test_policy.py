"""The policy engine: what it finds, what it lets pass, and that it says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from picomarket.demo.work import BLUEPRINTS
from picomarket.lib.rules import Rules
from tasks import drafts, excerpts, policy, publishing
from tasks.drafts import Wanted
from tasks.models import Edition, Phrase, Risk, Rule, Subject
from tasks.policy import Answer, Piece
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()

BLOCKED = {
    Subject.AD_CLICKS: ["Click two banner ads", "Haz clic en los anuncios", "Tap on the first sponsored ad"],
    Subject.REVIEWS: ["Leave a 5 star review in the store", "Rate our app five stars", "Write a positive review"],
    Subject.FOLLOWERS: [
        "Follow my Instagram page and our Instagram account: like and follow",
        "Subscribe to my channel",
    ],
    Subject.CAPTCHAS: ["Solve 100 captchas an hour", "Captcha typing from home"],
    Subject.ACCOUNTS: ["Create ten mail accounts and send them to us", "We buy verified accounts"],
    Subject.BOUNTIES: ["Join by my referral link"],
    Subject.CREDENTIALS: ["Send us the verification code", "Upload a photo of your passport", "Tell me the OTP"],
    Subject.INSTALLS: ["Download the APK from our page", "Allow unknown sources"],
    Subject.OWN_MONEY: [
        "Deposit at least 10 USD",
        "Buy the book, show the receipt and get your money back",
        "Pay with your own card, send the receipt",
        "Pay with your card and send us the receipt",
        "Buy it out of your own pocket",
    ],
    Subject.ADULT: ["Describe a porn video", "Make a fake passport"],
    Subject.HARVESTING: ["Collect 50 email addresses of group members", "Give us the phone numbers of your friends"],
    Subject.VPN: ["Connect with a VPN to the USA"],
}
FINE = [
    "Count the banners on the page, but open none of them.",
    "Click the button in the middle. Say which ads you see.",
    "Say whether you would recommend this app to a friend, and why.",
    "Install our app from the official store and try its search.",
    "Say whether you like the first or the second picture better.",
    "Type what the receipt says: shop, day and sum.",
    "Say which advertisement you remember.",
    "Open an account for yourself and say which step was unclear.",
    "Write down the follow-up question you would ask.",
    "Type the sum that was paid and the shop from the receipt.",
    "Say in your own words what money means to you.",
    "Say whether one can pay there by card, and with which.",
]


def judged(*steps: str, title: str = "A plain title") -> policy.Judgement:
    pieces = [Piece("title", 0, title), *(Piece("step", number, text) for number, text in enumerate(steps, start=1))]
    return policy.judge_pieces(pieces, now=NOW)


def subjects(judgement: policy.Judgement) -> set[str]:
    return {charge.rule.subject for charge in judgement.charges}


@pytest.mark.parametrize(("subject", "text"), [(one, text) for one, texts in BLOCKED.items() for text in texts])
def test_what_a_rule_forbids_is_blocked_with_the_rule_named(subject: str, text: str) -> None:
    judgement = judged(text)

    assert judgement.blocked[0].rule.subject == subject
    assert judgement.answer == Answer.BLOCK


@pytest.mark.parametrize("text", FINE)
def test_plain_work_passes(text: str) -> None:
    assert subjects(judged(text)) == set()


def test_every_task_of_the_demo_market_passes() -> None:
    """Two hundred honest tasks: none waits for a look, none is blocked."""
    stopped = {
        charge.words
        for blueprint in BLUEPRINTS
        for about in blueprint.subjects
        for charge in judged(*(one.format(*about.words) for one in (blueprint.title, *blueprint.steps))).charges
    }

    assert stopped == set()


@pytest.mark.parametrize(
    "text",
    [
        "CLICK two BANNER ads",
        "clíck two bánner áds",
        "cl1ck two b4nner ad5",
        "c.l.i.c.k two b-a-n-n-e-r a.d.s",
        "c l i c k  a d s",
        "c l i c k a d s",
        "cl.ick on the a*ds",
        "cl\u200bick the a\u200bds",
        "\u0441l\u0456\u0441k the \u0430ds",  # Cyrillic letters that look like Latin ones
    ],
)
def test_tricks_with_letters_are_seen_through(text: str) -> None:
    judgement = judged(text)

    assert (judgement.answer, subjects(judgement)) == (Answer.BLOCK, {Subject.AD_CLICKS})


@pytest.mark.parametrize(
    "text",
    ["Do not click ads.", "Never click on any ads.", "Clicking ads is not allowed.", "Don’t click the ads"],
)
def test_a_no_to_it_asks_for_a_look_and_does_not_block(text: str) -> None:
    assert judged(text).answer == Answer.LOOK


def test_a_no_elsewhere_does_not_help() -> None:
    assert judged("Do not hurry. Click two banner ads.").answer == Answer.BLOCK


def test_words_in_different_steps_weigh_together() -> None:
    assert judged("Type the captcha.").answer == Answer.LOOK
    assert judged("Use the referral link.", "Use our referral.").answer == Answer.BLOCK


def test_a_phrase_weighs_once_however_often_it_stands_there() -> None:
    assert judged("Pass the VPN test.", "Close the VPN.", "Forget the VPN.").charges[0].weight == 50


def test_the_sentence_is_shown_with_the_phrase_marked() -> None:
    charge = judged("Open the page.", "Look around. Then click <b>two</b> banner ads. Say what you see.").blocked[0]

    finding = charge.findings[0]
    assert (finding.piece.name, finding.piece.step) == ("Step 2", "what")
    assert [(part.words, part.marked) for part in finding.excerpt] == [
        ("Then ", False),
        ("click <b>two</b> banner ads", True),
        (".", False),
    ]


def test_a_sentence_with_two_phrases_is_shown_once_with_both_marked() -> None:
    charge = judged("Type the captcha, then solve 100 captchas an hour. Look around. Solve 100 captchas.").charges[0]

    names, passages = zip(*charge.passages, strict=True)
    assert len(charge.shown) == sum(part.marked for passage in passages for part in passage)
    assert names == ("Step 1",) * len(passages)
    assert len({"".join(part.words for part in passage) for passage in passages}) == len(passages)


def test_charges_of_a_step_stand_in_the_order_of_its_form_each_at_its_first_field() -> None:
    judgement = judged(
        "Use a VPN.", "Open the page.", "Click two ads. Then type captchas.", title="Leave a good review"
    )

    assert [(one.rule.subject, one.field) for one in judgement.within("what")] == [
        (Subject.REVIEWS, "title"),
        (Subject.VPN, "step_1"),
        (Subject.AD_CLICKS, "step_3"),
        (Subject.CAPTCHAS, "step_3"),
    ]
    assert judgement.within("proof") == []


def test_what_lies_within_something_found_is_not_said_twice() -> None:
    charge = judged("Click two banner ads.").blocked[0]

    assert len(charge.findings) > 1
    assert charge.words == "Rule 1, No clicks on ads: “Click two banner ads”"


def test_stretches_that_overlap_are_marked_as_one() -> None:
    parts = excerpts.marked("one two three", [slice(0, 7), slice(4, 13)])

    assert "".join(part.words for part in parts) == "one two three"
    assert all(part.marked for part in parts)


def test_sentences_with_something_found_in_them_are_shown_each_once() -> None:
    text = "Use a proxy or a tunnel here. Look around. Close the tunnel.\nDone."
    found = [slice(6, 11), slice(17, 23), slice(53, 59)]

    shown = [[(part.words, part.marked) for part in passage] for passage in excerpts.passages(text, found)]

    assert shown == [
        [("Use a ", False), ("proxy", True), (" or a ", False), ("tunnel", True), (" here.", False)],
        [("Close the ", False), ("tunnel", True), (".", False)],
    ]


def test_an_edition_without_a_rule_charges_nobody_with_it() -> None:
    Rule.objects.filter(subject=Subject.VPN).delete()

    assert judged("Use a VPN.").charges == []


def test_an_edition_counts_from_its_day_on() -> None:
    later = Edition.objects.create(number=2, effective_at=NOW + timedelta(days=1))

    assert policy.edition(now=NOW) != later
    assert policy.edition(now=NOW + timedelta(days=2)) == later


def test_the_operator_sets_the_weights(settings: pytest.FixtureRequest) -> None:
    settings.RULES = Rules(policy_look_weight=40, policy_block_weight=200)  # type: ignore[attr-defined]

    assert judged("Click two banner ads").answer == Answer.LOOK


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("Enter your e-mail address.", Risk.EMAIL),
        ("Give your phone number.", Risk.PHONE),
        ("Install the app from the store.", Risk.INSTALL),
        ("Sign up for the newsletter.", Risk.SIGN_UP),
        ("Go to the payment page and stop there.", Risk.PAYMENT),
        ("Say your full name and town.", Risk.PERSONAL),
    ],
)
def test_what_a_task_asks_of_people_is_labelled(ann: User, text: str, risk: str) -> None:
    draft = make.draft(ann, steps=[text])

    assert risk in draft.risks
    assert judged(text).answer == Answer.LABEL


@pytest.mark.parametrize(
    ("said", "risks"),
    [
        ("You do not have to sign up or install anything.", []),
        ("Open it in your browser; nothing is installed.", []),
        ("There is nothing to install.", []),
        ("If nothing is shown, install the app again.", [Risk.INSTALL]),
    ],
)
def test_a_risk_that_is_said_no_to_is_none(ann: User, said: str, risks: list[Risk]) -> None:
    assert make.draft(ann, steps=[said]).risks == risks


def test_every_change_judges_anew(ann: User) -> None:
    draft = make.draft(ann, steps=["Enter your phone number."])
    assert draft.risks == [Risk.PHONE]

    draft = drafts.write(draft, by=ann, fields={"steps": ["Open the page."]})
    assert draft.risks == []

    draft = drafts.write(draft, by=ann, fields={}, proofs=[Wanted("text", "Your e-mail address")])
    assert draft.risks == [Risk.EMAIL]


def test_every_rule_of_the_first_policy_has_phrases_that_can_block() -> None:
    for subject in Subject.values:
        assert Phrase.objects.filter(subject=subject, weight__gte=50).exists()
        rule = Rule.objects.get(subject=subject)
        assert rule.allowed_examples
        assert rule.forbidden_examples


def test_what_the_policy_gives_as_examples_is_judged_so() -> None:
    rules = list(Rule.objects.all())
    missed = [text for rule in rules for text in rule.forbidden_examples if rule.subject not in subjects(judged(text))]
    wronged = [text for rule in rules for text in rule.allowed_examples if judged(text).blocked]

    assert (missed, wronged) == ([], [])


def test_a_very_long_text_is_read_in_time() -> None:
    started = timezone.now()

    judged(*["click here or there and say a d s or not " * 24] * 20)

    assert (timezone.now() - started).total_seconds() < 5


@pytest.mark.parametrize("number", [1, 60])
def test_the_rows_of_a_batch_are_read_as_a_worker_reads_them(ann: User, number: int) -> None:
    lines = [f"Look at,page {row}" for row in range(60)]
    lines[number - 1] = "Click,two banner ads"
    text = "\n".join(["verb,what", *lines])
    proofs, title = [Wanted("text", "What you saw", 3)], "Do this: {{verb}} {{what}}"
    draft = make.batch_draft(ann, text, title=title, steps=["{{verb}} {{what}}."], proofs=proofs)

    (charge,) = policy.judge(draft, now=NOW).blocked

    assert charge.rule.subject == Subject.AD_CLICKS
    (finding,) = [one for one in charge.findings if one.weight == 100]
    assert (finding.piece.step, finding.piece.name) == ("rows", f"Row {number}, line {number + 1} of the file")
    with pytest.raises(publishing.Forbidden, match="Click two banner ads"):
        publishing.publish(draft, by=ann, now=NOW)
