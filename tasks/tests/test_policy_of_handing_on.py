"""The policy on what is handed on: codes, accounts, cards, money and praise; and the honest work beside each."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tasks import phrases, policy
from tasks.models import Phrase, Risk, Subject
from tasks.policy import Answer, Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()

BLOCKED = [
    "Receive an SMS code on your phone and send it to me.",
    "Receive the SMS and tell me the code.",
    "Get a code by SMS and write it here.",
    "Write the PIN you get by text message.",
    "Create a Gmail account and hand in its name and password.",
    "Verify my account with your phone number.",
    "Take a picture of your bank card.",
    "Buy a gift card and send me its number.",
    "Pay 2 dollars and I send it back.",
    "Send 5 dollars by PayPal, you get it back later.",
    "Review my book on Amazon.",
    "Recommend us on Trustpilot in warm words.",
    "Connect your crypto wallet and approve the transaction.",
    "Click two\n- banner ads",
    "Send us:\n- your name\n- your password",
    "If you get a code by SMS, forward it to me.",
    "Send us the code which you get by SMS.",
    "Can you tell us the PIN you get by text?",
    "Get an OTP on your phone and forward it to us.",
    "Take the code from the text message and share it with me.",
    "Read the SMS code out to us.",
    "Read me the PIN on your phone.",
    "Tell us the PIN you got.",
    "Write the OTP here.",
    "Forward the SMS to us.",
    "Share the one-time PIN you get by SMS.",
    "Type the code you received by text message below.",
    "Wait for the SMS and give us the code.",
    "You will get a code by SMS, send it to us.",
    "When the SMS comes, paste its code here.",
    "Give me the passcode you receive by text.",
    "Get an SMS, then write its code as proof.",
    "Register a PayPal account and give us its login and password.",
    "Open a mailbox and submit its password.",
    "Make a Facebook profile and hand over the login and password.",
    "Confirm our WhatsApp account with your number.",
    "Use your phone number to activate my account.",
    "Activate a Telegram account with your phone number.",
    "Send a photo of both sides of your credit card.",
    "Upload a scan of your debit card.",
    "Photograph your bank statement.",
    "Show your bank card in a selfie.",
    "Get a Steam card and write us its code.",
    "Send me the code of an iTunes gift card.",
    "Purchase an Amazon gift card and type its number here.",
    "Transfer 10 euros to our bank account.",
    "Pay $2 and we pay it back.",
    "Buy it first, we refund you later.",
    "Send me 3 dollars.",
    "Send money to my PayPal.",
    "Pay 5 USD, you receive 10 USD back.",
    "Rate our shop on Google.",
    "Review us on Tripadvisor.",
    "Praise our app on Facebook.",
    "Register at https://example.org/?aff=77 and verify your mail.",
    "Join on https://example.org/?referral=12",
]
# Somebody looks first: also where nothing is worth anything, as on a test net.
QUEUED = [
    "Sign up at https://www.example.co.uk/join?ref=ben7",
    "Receive an SMS code",
    "Connect your wallet to our test net page and say what you see.",
    "Link your MetaMask wallet.",
    "On the testnet Sepolia connect a wallet and approve the transaction.",
    "Buy a gift card.",
    "Forward us the text message.",
    "Sign up by this referral link; I earn $2 by it.",
    "Sign up by this referral link; you can cancel at once.",
]
FINE = [
    "Solve the one captcha that guards a form you test.",
    "Sign up by this referral link; I earn $2 by it, you can cancel at once.",
    "Fill in our form, solve its captcha and say where you got stuck.",
    "Sign up with a made-up name and enter the code you get by SMS on the page.",
    "Sign up on our form, type the code that comes by text message in the field and say how long it took.",
    "Say whether you got an SMS with a code.",
    "Did you receive the SMS?",
    "Say how many seconds the SMS took to arrive.",
    "Answer ten questions on how often you get text messages.",
    "Say whether the code arrived by SMS or by mail.",
    "Read the text message aloud and record it.",
    "Read the SMS and say whether it is spam.",
    "Translate the SMS into Spanish.",
    "Say what the text message asks for.",
    "Classify each SMS: spam or not.",
    "Look up what a gift card costs in this shop.",
    "Write the price of each gift card on the page.",
    "Say where one can buy a gift card.",
    "Write the number of gift cards that the page shows.",
    "Say which gift card you would buy.",
    "Count the gift cards.",
    "Open an account for yourself and choose a password you use nowhere else.",
    "Create an account on our test page and say whether the password rules are clear.",
    "Verify your account by the link in the mail and say how long it took.",
    "Create an account for yourself and tell us whether the password was accepted.",
    "Take a picture of the sign that shows which bank cards are accepted.",
    "Photograph the card reader of the shop.",
    "Take a picture of a bus stop.",
    "Take a photo of the business card.",
    "Say which credit cards the page accepts.",
    "Say whether you get your money back when you send a dress back.",
    "Say how you would send 5 dollars by PayPal.",
    "Read the page on refunds and say within how many days one gets money back.",
    "Type the sum: 5 dollars.",
    "Write what you would pay for it in dollars.",
    "Send the page back to its start and say what you see.",
    "Review the translation and correct mistakes.",
    "Review our listing on Etsy for spelling mistakes.",
    "Say whether you would recommend us to a friend.",
    "Review the product texts and say which are unclear.",
    "Copy the reviews of this book on Amazon into the table.",
    "Say how many reviews the book has on Amazon.",
    "Open https://example.org/shop?ref=footer and write the price.",
    "Open https://www.amazon.com/dp/B00X?ref=sr_1_1 and count the pictures.",
    "Register at https://example.org/join with a made-up name.",
    "Sign up at https://example.org/ and say what was unclear.",
    "Do this:\n- click the button\n- count the ads",
    "Open the page.\n- count its banners\n- say which is largest",
    "Look at the page and note\n- its title\n- the number of ads",
    "Say whether\n- the page asks for a password\n- you got an SMS code",
    "Click the button.\nThen note:\n- two banner ads",
    "Tell us whether you got the code by SMS.",
    "Tell us how long the SMS code took.",
    "Take the tracking code from the parcel and send it to us.",
    "Send us the colour codes you read on the label.",
    "Read the article, send us its code word.",
    "Photograph a leather wallet in a shop.",
    "Write the code shown at the end of the survey here.",
    "Get the completion code and paste it below.",
    "Take the code from the product label and write it here.",
    "Read the code on the meter and type it.",
    "Get the discount code from the page and write it here.",
    "Write down the PIN code of your town.",
    "Tell us which PIN pads have a fifth row.",
    "Put a pin on the map where you live and send us the link.",
]
LABELS = [
    "PayPal password for the page",
    "The page's PayPal password",
    "Your password for the form",
    "Password of the mail on this screen",
    "PIN for the page",
    "Card number for the form",
]


def judged(text: str, kind: str = "step") -> policy.Judgement:
    return policy.judge_pieces([Piece(kind, 1, text)], now=NOW)


@pytest.mark.parametrize("kind", ["title", "step"])
@pytest.mark.parametrize(
    ("text", "answer"), [*((one, Answer.BLOCK) for one in BLOCKED), *((one, Answer.LOOK) for one in QUEUED)]
)
def test_what_is_to_be_handed_on_is_caught(text: str, answer: Answer, kind: str) -> None:
    assert judged(text, kind).answer == answer


@pytest.mark.parametrize("kind", ["title", "step"])
@pytest.mark.parametrize("text", FINE)
def test_honest_work_with_the_same_words_passes(text: str, kind: str) -> None:
    assert [charge.words for charge in judged(text, kind).charges] == []


@pytest.mark.parametrize(
    "label", ["Say whether you got an SMS with a code", "Tell us how long the SMS code took", "Which PIN pads you saw"]
)
def test_a_label_may_ask_about_a_code(label: str) -> None:
    assert judged(label, "proof").charges == []


@pytest.mark.parametrize("label", LABELS)
def test_that_a_secret_is_for_a_page_excuses_nobody(label: str) -> None:
    assert judged(label, "proof").answer == Answer.BLOCK


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("Register at https://example.org/ and look around.", Risk.SIGN_UP),
        ("Verify your mail.", Risk.EMAIL),
        ("Enter the code you get by SMS on the page.", Risk.PHONE),
    ],
)
def test_what_is_let_pass_is_labelled(text: str, risk: str) -> None:
    judgement = judged(text)

    assert (judgement.answer, risk in judgement.risks) == (Answer.LABEL, True)


@pytest.mark.parametrize(
    "text",
    [
        "Click two\n- banner ads",
        "Look around and click:\n* the big logo\n* banner ads",
        "Click on two ...\n\n1. ads",
        "Read this. Then click\n- a page\n- a picture\n- an ad",
        "**Click** two\n- *banner* ads",
    ],
)
def test_a_sentence_goes_on_in_each_line_of_its_list(text: str) -> None:
    (charge,) = judged(text).blocked

    assert charge.rule.subject == Subject.AD_CLICKS
    assert charge.findings[0].excerpt


@pytest.mark.parametrize(
    "text",
    [
        "Click the button.\n- banner ads",
        "Do this:\n- click the button\n- count the ads",
        "Say what you did!\n- click\nAds come next.",
        "नीले बटन पर क्लिक करें।\n- विज्ञापन गिनें",
    ],
)
def test_no_sentence_goes_on_behind_its_end_or_from_one_line_of_a_list_to_the_next(text: str) -> None:
    assert judged(text).answer < Answer.BLOCK


def test_a_no_before_a_list_is_one_to_each_of_its_lines() -> None:
    assert judged("Do not:\n- hurry\n- click ads").answer == Answer.LOOK
    assert judged("Do not hurry.\n- click ads").answer == Answer.BLOCK


def test_a_question_in_a_list_is_one_whatever_stands_before_it() -> None:
    assert judged("Answer these:\n- Is the password shown?\n- Was the PIN accepted?", "proof").charges == []


def test_what_is_found_in_a_list_is_marked_where_it_stands() -> None:
    (charge,) = judged("Look. Click two\n- banner ads\n- pages").blocked

    assert [part.words for part in charge.shown[0].excerpt if part.marked] == ["Click two\n- banner ads"]


def test_long_lists_are_read_in_time() -> None:
    started = timezone.now()

    policy.judge_pieces([Piece("step", one, "click or not " * 9 + "\n- a" * 470) for one in range(20)], now=NOW)

    assert (timezone.now() - started).total_seconds() < 5


def test_a_word_may_excuse_from_anywhere_in_a_task() -> None:
    Phrase.objects.create(words="moon cheese", unless="^is|~toy shop", subject=Subject.ADULT, weight=100)
    alone = [Piece("step", 1, "Eat moon cheese.")]

    assert policy.judge_pieces(alone, now=NOW).answer == Answer.BLOCK
    assert policy.judge_pieces([*alone, Piece("step", 2, "Go to a toy shop.")], now=NOW).charges == []
    assert policy.judge_pieces([*alone, Piece("step", 2, "Is it good?")], now=NOW).answer == Answer.BLOCK
    assert not phrases.is_sound_excuse("~a")


def test_a_referral_says_in_any_step_what_is_earned_and_given_up() -> None:
    steps = "Sign up by my referral link.", "I earn $2 by it.", "You can cancel at once."

    said = [Piece("step", number, text) for number, text in enumerate(steps, start=1)]

    assert policy.judge_pieces(said, now=NOW).answer == Answer.LABEL
    assert policy.judge_pieces(said[:2], now=NOW).answer >= Answer.LOOK
    assert policy.judge_pieces(said[::2], now=NOW).answer >= Answer.LOOK
