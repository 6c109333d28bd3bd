"""Transcription and translation."""

from __future__ import annotations

from .blueprint import Blueprint, about, address, screenshot, text

BLUEPRINTS = [
    Blueprint(
        category="transcription",
        title="Write down {0} ({1})",
        steps=(
            "Listen once to the whole recording: {1}.",
            "Type what is said, with a new line for each speaker.",
            "Write [unclear 02:15] where you cannot hear a word after three tries.",
            "Leave out sounds like er and um.",
            "Listen again while you read what you typed.",
        ),
        proofs=(text("The transcript", 80), screenshot("The player at the end of the recording")),
        cents=(60, 160),
        minutes=22,
        answers=(
            (
                "A: Good morning, is this the repair desk?\nB: It is, what can I do for you?\n"
                "A: The handle came off again.\nB: [unclear 02:15] bring it in on Thursday."
            ),
            (
                "A: We begin with the minutes of last time.\nB: There was one correction on page two.\n"
                "A: Thank you. Then the budget, it is short this year."
            ),
        ),
        looks="audio",
        subjects=(
            about("a call about a broken door handle", "5 minutes, English"),
            about("a talk on beekeeping", "6 minutes, English"),
            about("an interview with a baker", "5 minutes, Spanish", places="ES MX AR CO PE CL"),
            about("a town meeting", "7 minutes, German", places="DE AT CH"),
            about("a lecture on bridges", "6 minutes, English"),
            about("a radio story", "5 minutes, Portuguese", places="BR PT AO MZ"),
        ),
    ),
    Blueprint(
        category="transcription",
        title="Type out handwritten {0}",
        steps=(
            "Open the scans; each set has four pages.",
            "Type the text line by line and keep the line breaks.",
            "Keep old spelling as it is written.",
            "Put [?] after a word you are not sure of.",
        ),
        proofs=(text("The text of the first page", 60), address("The address of your document")),
        cents=(45, 120),
        minutes=18,
        answers=(
            "We left at six.\nThe road was wet and the carts slow [?].\nAt noon we saw the first houses.",
            "Take two pounds of flour and a pinch of salt.\nLet it stand\nuntil it has grown to twice its size.",
        ),
        pages=("https://docs.example/d/", "https://papers.example/t/"),
        looks="paper",
        subjects=(
            about("letters of 1911"),
            about("recipe cards"),
            about("ship's log pages"),
            about("school essays"),
            about("field notes on birds"),
            about("account book pages"),
        ),
    ),
    Blueprint(
        category="transcription",
        title="Correct the automatic subtitles of {0}",
        steps=(
            "Open the clip with its subtitles in the editor.",
            "Correct wrong words, names and full stops.",
            "Split lines longer than 42 letters.",
            "Play the clip once more with your subtitles.",
        ),
        proofs=(screenshot("The editor with your last line"), text("The three worst errors you corrected", 30)),
        cents=(30, 75),
        minutes=12,
        answers=(
            "Bass instead of base, Reading instead of reading, and a whole sentence was missing at 03:10.",
            "The name of the valley, their and there, and fifteen that should be fifty.",
        ),
        looks="audio",
        subjects=(
            about("a cooking clip"),
            about("a chess lesson"),
            about("a tour of a mill"),
            about("a maths lesson on fractions"),
            about("a bicycle repair clip"),
            about("a lecture on coral reefs"),
        ),
    ),
    Blueprint(
        category="transcription",
        title="Write the lyrics of {0}, with permission of the choir",
        steps=(
            "Listen to the recording; the choir made it for this archive.",
            "Write the words verse by verse.",
            "Mark repeated lines with x2.",
        ),
        proofs=(text("The words", 60),),
        cents=(35, 80),
        minutes=12,
        answers=("Over the hill and down to the shore, x2\nthe boats are home, we wait no more.\n[unclear 01:12]",),
        looks="audio",
        subjects=(
            about("a harvest song"),
            about("a lullaby"),
            about("a rowing song"),
            about("a winter round"),
            about("a market song"),
            about("a walking song"),
        ),
    ),
    Blueprint(
        category="translation",
        title="Translate {0} from English into {1}",
        steps=(
            "Read the whole text once; it has about 150 words.",
            "Translate it so that it reads as if written in {1}.",
            "Keep numbers, names and units as they are.",
            "Do not use a translation program: we compare.",
            "Read your text aloud once before you send it.",
        ),
        proofs=(text("Your translation", 60), text("One place that was hard, and how you solved it", 20)),
        cents=(90, 240),
        minutes=25,
        answers=(
            "The translation is complete and keeps the order of the original, sentence by sentence, with all names.",
            "The word fair has two meanings here; I chose the one for a market because of the line before.",
        ),
        looks="paper",
        subjects=(
            about("a bakery menu", "Spanish", places="ES MX AR CO PE CL"),
            about("a bus notice", "Bengali", places="BD IN"),
            about("a museum label", "French", places="FR BE CH SN CI"),
            about("a garden leaflet", "Indonesian", places="ID"),
            about("a returns policy", "Portuguese", places="BR PT"),
            about("a swimming pool's rules", "Polish", places="PL"),
        ),
    ),
    Blueprint(
        category="translation",
        title="Check a {0} translation of {1}",
        steps=(
            "Read the English text, then the {0} one.",
            "Mark words that are wrong, missing or sound odd.",
            "Write a better wording for each.",
            "Say in one line whether you would print it as it is.",
        ),
        proofs=(text("Your corrections, one per line", 40),),
        cents=(50, 130),
        minutes=14,
        answers=(
            "Line 3: too formal for a leaflet. Line 8: one word is missing. I would print it after that.",
            "Line 2: singular, not plural. Line 5 sounds translated; I wrote it anew. The rest is good.",
        ),
        looks="paper",
        subjects=(
            about("Hindi", "a savings leaflet", places="IN"),
            about("Turkish", "a washing machine guide", places="TR"),
            about("Ukrainian", "a school letter", places="UA PL DE"),
            about("Tagalog", "a health poster", places="PH"),
            about("Swahili", "a radio spot", places="KE TZ UG"),
            about("Arabic", "a visitor guide", places="EG MA JO AE"),
        ),
    ),
    Blueprint(
        category="translation",
        title="Translate {0} into plain English",
        steps=(
            "Read the text; it is English, but of the office kind.",
            "Write it again for a reader of twelve years: short sentences, common words.",
            "Leave nothing out that matters to the reader.",
            "Count the words of both versions.",
        ),
        proofs=(text("Your text", 80), text("Words before and after", 5)),
        cents=(55, 140),
        minutes=16,
        answers=(
            (
                "You can ask for help with the rent if you earn less than the table says. Bring your last three pay "
                "slips. 212 words before, 96 after."
            ),
            "We read your letter. We need one more paper from you: the form with the blue edge. 180 before, 88 after.",
        ),
        looks="paper",
        subjects=(
            about("a housing letter"),
            about("a tax note"),
            about("a hospital form"),
            about("an insurance clause"),
            about("a phone contract"),
            about("a grant notice"),
        ),
    ),
    Blueprint(
        category="translation",
        title="Name 40 {0} in your language",
        steps=(
            "Open the list of 40 {0} with a small drawing of each.",
            "Write the word people around you use; add a second one if both are common.",
            "Write none where your language has no word.",
            "Say which language and region you write for.",
        ),
        proofs=(text("Language, region and the first ten words", 40), screenshot("The filled list")),
        cents=(40, 95),
        minutes=12,
        answers=(
            "Language and region are in the first row; ten words follow in order, two have a variant.",
            "All forty are filled; for number 17 the north and the south say different words and I wrote both.",
        ),
        looks="table",
        subjects=(
            about("kitchen things"),
            about("garden tools"),
            about("kinds of weather"),
            about("children's games"),
            about("parts of a bicycle"),
            about("field birds"),
        ),
    ),
]
