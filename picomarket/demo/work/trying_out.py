"""App testing, website testing and simple sign-ups: using things and saying what happened."""

from __future__ import annotations

from .blueprint import Blueprint, about, challenge, screenshot, text

SITUATIONS = """Go through these six situations, in order:
- open it *without* a network
- turn the device
- make the letters twice as large
- leave it for a minute and come back
- type `äöü` wherever one can type
- close it and open it again"""

BLUEPRINTS = [
    Blueprint(
        category="app-testing",
        title="Test {0} on {1}",
        steps=(
            "Install [the app](https://store.example/latest) from its official store; it needs **no account**.",
            SITUATIONS,
            "Write what happened in each: as expected, different, or it stopped. Then remove the app.",
            "Add the model and the system version of your device.",
        ),
        proofs=(
            text("What happened in each of the six situations?", 60),
            screenshot("The screen you found most odd"),
            text("Model and system version", 6),
        ),
        cents=(60, 180),
        minutes=18,
        answers=(
            "1 to 4 as expected. 5 different: the list jumped to the top. 6 it stopped once, then worked.",
            "All six as expected, but situation 3 took about eight seconds before anything moved.",
        ),
        looks="phone",
        subjects=(
            about("a tide table app", "an Android phone"),
            about("a shopping list app", "an iPhone"),
            about("a bus app without network", "an Android phone"),
            about("a plant diary", "a tablet"),
            about("a tuner for guitars", "an Android phone"),
            about("a bird song guide", "an iPhone"),
        ),
    ),
    Blueprint(
        category="app-testing",
        title="Use {0} with the screen reader on",
        steps=(
            "Switch on the screen reader of your phone and look away from the screen.",
            "Try the three things listed: {0}.",
            "Write what was read out wrongly or not at all.",
            "Write what you would have needed to go on.",
        ),
        proofs=(
            text("What was wrong or missing, in the order you met it", 60),
            screenshot("One control without a name"),
            challenge("Which gesture moves to the next thing on the screen?", "Swipe right", "Flick right"),
        ),
        cents=(90, 260),
        minutes=20,
        answers=(
            "The back arrow is read as button 7. The price is read digit by digit. The third field has no name.",
            "I could not find out that a sheet had opened. After closing it the focus was at the top again.",
        ),
        looks="phone",
        subjects=(
            about("a library app"),
            about("a ticket machine app"),
            about("a news app"),
            about("a doctor's appointment page"),
            about("a weather app"),
            about("a parcel tracker"),
        ),
    ),
    Blueprint(
        category="app-testing",
        title="Find out how {0} behaves on a slow network",
        steps=(
            "Set your phone to 2G or use the throttle link in the task.",
            "Open the app and do the two things described.",
            "Count the seconds until you can read something, and until you can press something.",
            "Say whether you knew that it was still loading.",
        ),
        proofs=(
            text("Seconds to read, seconds to press, and what you saw meanwhile", 30),
            screenshot("While it was loading"),
        ),
        cents=(40, 100),
        minutes=11,
        answers=(
            "9 seconds to read, 14 to press. A grey box was all I saw, I thought it was broken.",
            "6 to read, 6 to press. There was a line that moved, so I waited.",
        ),
        looks="phone",
        subjects=(
            about("a recipe app"),
            about("a map of trails"),
            about("a language course"),
            about("a chat for families"),
            about("a farm price list"),
            about("a school timetable"),
        ),
    ),
    Blueprint(
        category="app-testing",
        title="Try every language of {0} and look for cut-off words",
        steps=(
            "Switch the app to each of its five languages in turn.",
            "Look at the start page, the settings and one long list.",
            "Take a screenshot wherever a word is cut off or laps over another.",
        ),
        proofs=(screenshot("The worst place"), text("Language and page of each place you found", 25)),
        cents=(35, 85),
        minutes=10,
        answers=(
            "German: settings, second button. French: start page, the heading. The others are fine.",
            "Portuguese: the long list, date column. Polish: settings, last line.",
        ),
        looks="phone",
        subjects=(
            about("a step counter"),
            about("a photo frame app"),
            about("a budget book"),
            about("a chess clock"),
            about("a recipe scaler"),
            about("a train companion"),
        ),
    ),
    Blueprint(
        category="website-testing",
        title="Find {0} on a page and say how",
        steps=(
            "Open the page and start the clock.",
            "Find {0}; you may use search, but no other site.",
            "Stop the clock and write which links you pressed.",
            "Say where you had expected to find it.",
        ),
        proofs=(text("Seconds, links you pressed, where you expected it", 40), screenshot("Where you found it")),
        cents=(14, 35),
        minutes=6,
        answers=(
            "48 seconds: Service, then Contact, then the small print. I had expected it in the footer.",
            "I pressed About, Help and at last Orders, 95 seconds. A search for it found nothing.",
        ),
        subjects=(
            about("the opening hours of a town library"),
            about("how to return a parcel"),
            about("the phone number of a museum"),
            about("the price of a monthly pass"),
            about("the allergens of a soup"),
            about("when the bulky waste is collected"),
        ),
    ),
    Blueprint(
        category="website-testing",
        title="Fill {0} with the keyboard only",
        steps=(
            "Put the mouse aside; use Tab, arrows, space and Enter.",
            "Fill {0} with the invented data given and go as far as the last page; do not send it.",
            "Note each place where you could not see where you were.",
            "Note each place you could not get past.",
        ),
        proofs=(text("Places where you were lost or stuck", 40), screenshot("One of these places")),
        cents=(25, 60),
        minutes=9,
        answers=(
            "I was lost after the date field: nothing showed a frame. The country list could not be closed by key.",
            "Not stuck anywhere. In the second part the frame is very pale on the grey box.",
        ),
        looks="form",
        subjects=(
            about("a contact form"),
            about("a booking form of a ferry"),
            about("a basket of a bookshop"),
            about("a form for a parking permit"),
            about("a donation form"),
            about("a course registration"),
        ),
    ),
    Blueprint(
        category="website-testing",
        title="Look at {0} on a small phone",
        steps=(
            "Open the page on a phone no wider than 6 centimetres, or in a window of 360 pixels.",
            "Scroll from top to bottom once.",
            "Take a screenshot of anything that sticks out, overlaps or is too small to press.",
            "Say which browser you used.",
        ),
        proofs=(
            screenshot("The first thing that is not right"),
            text("What sticks out, overlaps or is too small?", 25),
        ),
        cents=(12, 30),
        minutes=5,
        answers=(
            "The table of prices sticks out to the right. The close sign is too small to press. Firefox.",
            "Two buttons overlap in the middle of the page, the rest is fine. Chrome.",
        ),
        looks="phone",
        subjects=(
            about("a page of concert dates"),
            about("a hotel page"),
            about("a page on water quality"),
            about("a shop for tiles"),
            about("a page of a sports club"),
            about("a price list of a garage"),
        ),
    ),
    Blueprint(
        category="website-testing",
        title="Say what you think {0} offers after five seconds",
        steps=(
            "Press start: the page is shown for five seconds.",
            "Write what you think is offered there and for whom.",
            "Look again without a limit and write what you had missed.",
        ),
        proofs=(text("After five seconds, and after looking again", 50),),
        cents=(10, 22),
        minutes=4,
        answers=(
            "First: something with boats for families. Then: they repair sails and rent none, I had missed that.",
            "I thought of a bank. Looking again it is a pension calculator of a union, free of charge.",
        ),
        subjects=(
            about("a start page of a cooperative"),
            about("a page of a science park"),
            about("a page of a repair café"),
            about("a page for farm machines"),
            about("a page of a choir school"),
            about("a page for bicycle leasing"),
        ),
    ),
    Blueprint(
        category="sign-up",
        title="Sign up for {0} and read the welcome mail",
        steps=(
            "Open the page; it asks for an e-mail address and nothing else.",
            "Sign up with an address you read; you can delete the account in the settings at any time.",
            "Wait for the welcome mail and open its link.",
            "Write the first sentence of the mail and how many minutes it took to come.",
        ),
        proofs=(text("The first sentence, and the minutes it took", 25), screenshot("The page after the link")),
        cents=(12, 30),
        minutes=6,
        answers=(
            "Good to have you with us. It took about two minutes.",
            "Here is what you can do next. The mail came within one minute, in the folder for bulk mail.",
        ),
        looks="form",
        subjects=(
            about("a reading club's newsletter"),
            about("a trial of a note-taking page"),
            about("a town's flood alerts"),
            about("a garden calendar"),
            about("a museum's friends list"),
            about("a free course on statistics"),
        ),
    ),
    Blueprint(
        category="sign-up",
        title="Create a test account in {0} and close it again",
        steps=(
            "Create an account with the invented data in this task; use no data of your own.",
            "Find out how to close it, without help from this page.",
            "Close it and count the pages you had to pass.",
            "Say what would have made it easier.",
        ),
        proofs=(
            text("How many pages, and what would have made it easier?", 30),
            screenshot("The page that says it is closed"),
        ),
        cents=(20, 45),
        minutes=8,
        answers=(
            "Five pages. A link in the settings instead of the help texts would have been enough.",
            "Three pages and one question. It was easy, only the last button is grey.",
        ),
        looks="form",
        subjects=(
            about("a demo shop"),
            about("a practice booking page"),
            about("a sandbox of a bank"),
            about("a training portal"),
            about("a test forum"),
            about("a prototype of a car pool"),
        ),
    ),
    Blueprint(
        category="sign-up",
        title="Check how long it takes to join {0}",
        steps=(
            "Start the clock when the page is open.",
            "Join with an address you read; the form asks for a name to be called by and an address.",
            "Stop the clock when you are in.",
            "Say which question you thought about longest.",
        ),
        proofs=(text("Seconds, and the question you thought about", 20),),
        cents=(10, 24),
        minutes=4,
        answers=("75 seconds; the name to be called by.", "140 seconds. I thought about the password rules longest."),
        looks="form",
        subjects=(
            about("a neighbourhood tool library"),
            about("a beta of a crossword page"),
            about("a citizen science project"),
            about("a walking group's calendar"),
            about("a seed exchange"),
            about("a chess server for beginners"),
        ),
    ),
    Blueprint(
        category="sign-up",
        title="Join {0} and set how often it may write",
        steps=(
            "Join with an address you read; leaving takes one click at any time.",
            "Open the settings and choose at most one mail a month.",
            "Write whether you understood each choice.",
        ),
        proofs=(screenshot("The settings after saving"), text("Which choice was unclear?", 15)),
        cents=(10, 22),
        minutes=4,
        answers=("I did not understand what a digest is as opposed to a summary.", "All choices were clear to me."),
        looks="form",
        subjects=(
            about("a test panel for kitchen tools"),
            about("a list for research studies"),
            about("an open lecture series"),
            about("a city's construction news"),
            about("a museum education list"),
            about("a panel on public transport"),
        ),
    ),
]
