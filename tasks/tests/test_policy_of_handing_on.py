"""The policy on what is handed on: codes, accounts, cards, money and praise."""

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
    "Text me the code that comes to your phone.",
    "Message me the OTP.",
    "Reply with the verification code.",
    "The code sent to your mobile must be given to us.",
    "Record the code from the text message and upload it.",
    "Screenshot the SMS with the code and upload it.",
    "Copy the SMS code into the answer.",
    "Put the 6 digits from the SMS below.",
    "Hand in the SMS code.",
    "Submit the code received on WhatsApp.",
    "Post the PIN from the text message.",
    "Let me know the code you receive.",
    "Give us the six digits you get by text.",
    "Fill in the code you got by SMS in the box below.",
    "Type in the SMS code as your proof.",
    "Get the verification SMS and report the code.",
    "Receive verification codes for us.",
    "Make an Outlook account, then give me the username and password.",
    "Create a mail account and write its password in the proof.",
    "Register on the site and send us the login data.",
    "Create an account and share the credentials.",
    "Verify our Google Business profile by phone.",
    "Help me verify my PayPal account with your ID.",
    "Photograph both sides of your debit card.",
    "Upload a picture of your credit card.",
    "Film your ID card.",
    "Send a selfie with your bank card.",
    "Type the numbers on your bank card.",
    "Give the last four digits of your card.",
    "Buy a $10 Steam gift card and share the code.",
    "Buy an iTunes card and photograph its back.",
    "Buy a prepaid card and send the PIN.",
    "Pay my phone bill and get it back.",
    "Buy the product, I pay you back by PayPal.",
    "Transfer $5 to me and get $6.",
    "Deposit 5 euros and withdraw later.",
    "Send crypto to this address.",
    "Order the product and we refund you in full.",
    "Rate us five stars.",
    "Review our restaurant on Google Maps.",
    "Open an account at https://broker.example/?affiliate=12.",
    "Link your MetaMask and sign the message.",
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
    "Take a screenshot of the SMS you get.",
    "Hand in the OTP.",
    "I will send a code to your phone; tell me the code.",
    "You get a code on your phone. Send it to me.",
    "Send me what the SMS says.",
    "Sell me your Gmail account.",
    "Sign up and hand over the login.",
    "Open a bank account and give us the card.",
    "Let me use your phone number for verification.",
    "Verify my WhatsApp.",
    "Send us a Google Play code.",
    "Top up my phone with 5 dollars.",
    "Pay first, refund later.",
    "Donate 2 dollars to our campaign.",
    "Write good things about our hotel on Booking.",
    "Leave feedback on our Trustpilot page.",
    "Give our app a rating in the Play Store.",
    "Post a recommendation on our LinkedIn.",
    "Say something nice on our Facebook page.",
    "Vote for my band in the online poll.",
    "Sign up through https://example.com/r/abc?ref=ben.",
    "Use the link https://example.org/?invite=77 to register.",
    "Sign up with invite code BEN7.",
    "Connect wallet and claim the tokens.",
    "Approve the transaction in your wallet.",
    "Import this seed into your wallet.",
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
