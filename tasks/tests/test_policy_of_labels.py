"""The policy on labels, which ask by naming what they want, and on steps that were let through or stopped wrongly."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import User
from picomarket.demo.work import BLUEPRINTS
from tasks import policy, qualifications, suspects
from tasks.drafts import Wanted
from tasks.models import Phrase, Subject, Task
from tasks.policy import Answer, Piece
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()

BLOCKED = [
    "Your PayPal password",
    "Your login and password",
    "Password",
    "What is your password?",
    "P.4.s.s.w.o.r.d of your mail",
    "p a s s w o r d",
    "Card number and CVV",
    "16-digit card number",
    "CVC?",
    "Card expiry date",
    "Last 4 digits of your card",
    "Security code on the back of your card",
    "Your M-Pesa PIN",
    "PIN",
    "The six-digit code you got by WhatsApp",
    "6 digit code",
    "Six digit number you got by SMS",
    "The code you received by text",
    "SMS verification code",
    "OTP",
    "One-time password",
    "Backup codes of your account",
    "Seed phrase",
    "The 12 recovery words of your wallet",
    "Private key of the wallet",
    "Login details",
    "Photo of your ID card",
]
QUEUED = [
    "Passport number",
    "ID card number",
    "Identity card",
    "Driver's licence number",
    "National ID number",
    "Your Instagram login",
    "Code that was sent to you",
    "Your mother's maiden name",
]
FINE = [
    "The code shown at the end",
    "Completion code",
    "Survey code",
    "Six-digit code shown at the end of the survey",
    "Prolific completion code",
    "Confirmation code of the survey",
    "The access code from the last page of the study",
    "Discount code on the page",
    "Coupon code",
    "ZIP code",
    "Postal code",
    "PIN code of your area",
    "Area code of the phone number",
    "Country code you see at the top",
    "Colour code",
    "Product code or bar code",
    "Source code of your solution",
    "QR code",
    "Error code shown",
    "Code word from the text",
    "Secret word at the end",
    "Is the password field visible?",
    "Is your password shown as dots?",
    "Screenshot of the password reset page",
    "How many characters must the password have?",
    "Error message for a wrong password",
    "Which password manager do you use?",
    "Which card do they accept?",
    "Does the page ask for a card number?",
    "Gift card design you like best",
    "Loyalty card price",
    "Number of cards on the table",
    "Did the SMS code arrive?",
    "Time until the code arrived, in seconds",
    "Was the one-time password accepted?",
    "Screenshot of the login page",
    "Time it took to sign in",
    "Colour of the pin on the map",
    "Does the PIN pad have a fifth row?",
    "Which documents do they accept as ID?",
    "Product ID",
    "Your worker ID on the survey site",
    "Photo of the receipt",
    "Which countries need a passport?",
    "Five-digit number on the meter",
    "Model number",
    "Order number",
    "Key of the song",
    "Picture of the cookie jar",
    "Number of five-star reviews",
    "Where did you have to think, and why?",
]
STEPS = [
    (
        Subject.CREDENTIALS,
        Answer.BLOCK,
        "Give me your WhatsApp number and forward me the six-digit code that arrives",
    ),
    (Subject.CREDENTIALS, Answer.BLOCK, "Send us the code that arrives on WhatsApp."),
    (Subject.CREDENTIALS, Answer.BLOCK, "Enter your card number and CVV."),
    (Subject.CREDENTIALS, Answer.BLOCK, "Type your recovery phrase."),
    (Subject.CREDENTIALS, Answer.LOOK, "Type your PayPal password on that page."),
    (Subject.REVIEWS, Answer.BLOCK, "Write a nice Trustpilot review about us"),
    (Subject.REVIEWS, Answer.BLOCK, "Leave an excellent review of our shop."),
    (Subject.REVIEWS, Answer.BLOCK, "Leave a verified purchase review."),
    (Subject.REVIEWS, Answer.LOOK, "V.0.t.e for my photo."),
    (Subject.OWN_MONEY, Answer.BLOCK, "Buy my book on Amazon and get refunded"),
    (Subject.FOLLOWERS, Answer.LOOK, "Watch my YouTube video for 3 minutes"),
    (Subject.FOLLOWERS, Answer.BLOCK, "Join my Telegram channel"),
    (Subject.FOLLOWERS, Answer.BLOCK, "F0llow m.y 1nstagram page."),
    (Subject.FOLLOWERS, Answer.LOOK, "Hit the subscribe button."),
    (Subject.CAPTCHAS, Answer.LOOK, "S0lve c.a.p.t.c.h.a"),
    (Subject.CAPTCHAS, Answer.BLOCK, "5 0 l v e  c a p t c h a s"),
    (Subject.AD_CLICKS, Answer.BLOCK, "C.l!ck two b.4.n.n.e.r a.d.s"),
]
FINE_STEPS = [
    "Count the 5-star reviews this shop has",
    "Count the reviews a shop has.",
    "Write down how many five-star reviews the shop has.",
    "Write the number of Google reviews the shop has.",
    "Say which review has the most stars.",
    "Send the code shown at the end.",
    "Give us the code you get at the end of the survey.",
    "Copy the completion code into the box.",
    "Is the password field visible?",
    "Watch the clip for 3 minutes and count the cars.",
    "Join the video call and say whether the sound works.",
    "Say whether the like button is visible.",
    "Say which of the cards on the table is the number seven.",
]


def judged(text: str, kind: str = "proof") -> policy.Judgement:
    return policy.judge_pieces([Piece(kind, 1, text)], now=NOW)


@pytest.mark.parametrize(
    ("label", "answer"), [*((one, Answer.BLOCK) for one in BLOCKED), *((one, Answer.LOOK) for one in QUEUED)]
)
def test_a_label_that_names_a_secret_asks_for_it(label: str, answer: Answer) -> None:
    judgement = judged(label)

    assert judgement.answer == answer
    assert judgement.charges[0].rule.subject == Subject.CREDENTIALS
    assert any(part.marked for part in judgement.charges[0].shown[0].excerpt)


@pytest.mark.parametrize("label", FINE)
def test_a_label_of_plain_work_passes(label: str) -> None:
    assert [charge.words for charge in judged(label).charges] == []


@pytest.mark.parametrize(("subject", "answer", "step"), STEPS)
def test_a_step_is_caught(subject: str, answer: Answer, step: str) -> None:
    judgement = judged(step, "step")

    assert (judgement.charges[0].rule.subject, judgement.answer) == (subject, answer)


@pytest.mark.parametrize("step", FINE_STEPS)
def test_a_step_of_plain_work_passes(step: str) -> None:
    assert [charge.words for charge in judged(step, "step").charges] == []


def test_every_label_of_the_demo_market_passes() -> None:
    stopped = {one.words for work in BLUEPRINTS for proof in work.proofs for one in judged(proof.label).charges}

    assert stopped == set()


def test_a_choice_or_an_example_shows_what_may_be_answered_and_does_not_ask() -> None:
    choices = policy.proof(1, "Which field is missing?", "", "Password", "Passport", "Verification code")
    asked = policy.proof(1, "Password", "Name", "Town")

    assert policy.judge_pieces([choices], now=NOW).charges == []
    assert policy.judge_pieces([asked], now=NOW).answer == Answer.BLOCK


def test_a_proof_of_a_draft_is_read_so(ann: User) -> None:
    draft = make.draft(ann, proofs=[Wanted("text", "Your PayPal password", 3)])

    (charge,) = policy.judge(draft, now=NOW).blocked

    assert charge.words.endswith("“Your PayPal password”")
    assert charge.findings[0].piece.name == "Proof 1"


def batch(employer: User, *, step: str, label: str) -> Task:
    """Three hundred rows, of which the 211th says password."""
    lines = [f"page {number}" for number in range(300)]
    lines[210] = "PayPal password"
    text, proofs = "\n".join(["what", *lines]), [Wanted("text", label, 3)]
    return make.batch_draft(employer, text, title="Look at pages", steps=[step], proofs=proofs)


def test_a_row_asks_where_the_label_has_its_words(ann: User) -> None:
    draft = batch(ann, step="Look at it.", label="Your {{what}}")

    (charge,) = policy.judge(draft, now=NOW).blocked

    assert charge.findings[0].piece.name == "Row 211, line 212 of the file"


def test_a_row_does_not_ask_where_only_a_step_has_its_words(ann: User) -> None:
    draft = batch(ann, step="Find the words “{{what}}”.", label="Where they stand")

    assert policy.judge(draft, now=NOW).charges == []
    assert suspects.are_known(draft, by=policy.known_phrases())


def test_a_question_of_a_test_asks_too(ann: User) -> None:
    with pytest.raises(qualifications.TestForbidden, match="“Card number”"):
        make.qualification(ann, words="Card number and town")


def test_what_excuses_a_phrase_does_so_in_its_own_sentence_only() -> None:
    Phrase.objects.create(words="moon cheese !cake", unless="^is|toy*", subject=Subject.ADULT, weight=100)

    said = ["Eat moon cheese.", "Eat a toy. Eat moon cheese.", "Say what moon cheese is."]
    excused = ["Is moon cheese good?", "Eat the toys and the moon cheese.", "Eat moon cheese cake."]

    assert [bool(judged(text, "step").charges) for text in said] == [True] * 3
    assert [bool(judged(text, "step").charges) for text in excused] == [False] * 3
