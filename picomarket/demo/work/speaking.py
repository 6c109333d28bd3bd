"""Audio recording and surveys: what only people can give."""

from __future__ import annotations

from .blueprint import Blueprint, about, address, screenshot, text

BLUEPRINTS = [
    Blueprint(
        category="audio-recording",
        title="Read {0} aloud ({1})",
        steps=(
            "Find a quiet room and hold the phone a hand's width from your mouth.",
            "Read each sentence once, at your usual pace: {0}.",
            "Record a sentence again if a noise got in.",
            "Upload the files to the folder of your slot.",
            "The recordings train a reading aid and are not sold on.",
        ),
        proofs=(address("The address of your folder"), text("Where did you record, and on what?", 15)),
        cents=(40, 110),
        minutes=14,
        answers=(
            "In my bedroom with the window closed, on a phone.",
            "At my desk with a headset microphone; no fan was on.",
        ),
        pages=("https://files.example/f/", "https://folders.example/a/"),
        looks="audio",
        subjects=(
            about("40 short sentences", "English"),
            about("30 street names", "German", places="DE AT CH"),
            about("50 numbers and dates", "Hindi", places="IN"),
            about("40 commands for a lamp", "Spanish", places="ES MX AR CO PE CL"),
            about("a children's story", "English"),
            about("30 sentences", "Indonesian", places="ID"),
        ),
    ),
    Blueprint(
        category="audio-recording",
        title="Record one minute of {0}",
        steps=(
            "Go where you can hear {0} without people talking near you.",
            "Lay the phone down, press record and wait sixty seconds.",
            "Write the place, the time of day and the weather.",
            "Upload the file.",
        ),
        proofs=(address("The address of the recording"), text("Place, time of day, weather", 15)),
        cents=(20, 50),
        minutes=8,
        answers=("Edge of a small park, seven in the morning, dry and calm.", "On the balcony, noon, light wind."),
        pages=("https://files.example/f/", "https://sounds.example/r/"),
        looks="audio",
        subjects=(
            about("rain on a roof"),
            about("morning birds"),
            about("a railway crossing"),
            about("a fountain"),
            about("wind in trees"),
            about("a market before it opens"),
        ),
    ),
    Blueprint(
        category="audio-recording",
        title="Say the same {0} three ways",
        steps=(
            "Read the {0} calmly, then in a hurry, then as if to a child.",
            "Leave two seconds of silence between the three.",
            "Listen to the file: it should not crackle.",
        ),
        proofs=(address("The address of your recording"),),
        cents=(15, 40),
        minutes=5,
        pages=("https://files.example/f/", "https://sounds.example/r/"),
        looks="audio",
        subjects=(
            about("greeting"),
            about("phone number"),
            about("train announcement"),
            about("shopping list"),
            about("weather report"),
            about("set of directions"),
        ),
    ),
    Blueprint(
        category="audio-recording",
        title="Tell in two minutes: {0}",
        steps=(
            "Think for a moment, make three notes, do not write it out.",
            "Record yourself telling it freely for about two minutes, in English: {0}.",
            "Say no names of real people.",
            "Upload the file and write your notes below.",
        ),
        proofs=(address("The address of your recording"), text("Your three notes", 20)),
        cents=(45, 120),
        minutes=12,
        answers=(
            "The way there, the broken wheel, who helped in the end.",
            "Before breakfast; the dog; why we still laugh.",
        ),
        pages=("https://files.example/f/", "https://sounds.example/r/"),
        looks="audio",
        subjects=(
            about("a journey that went wrong"),
            about("how you learned to ride a bicycle"),
            about("a dish you cook well"),
            about("your way to school"),
            about("a tool you like"),
            about("the street you grew up in"),
        ),
    ),
    Blueprint(
        category="surveys",
        title="Answer {1} questions about {0}",
        steps=(
            "Open the survey of a university group; it names who asks and why.",
            "Answer {1} questions about {0}; there are no right answers.",
            "You can leave out a question you do not want to answer.",
            "Copy the code of the last page.",
        ),
        proofs=(text("The code of the last page", 6),),
        cents=(50, 140),
        minutes=12,
        answers=("SRV-88213", "SRV-40917", "SRV-55062", "SRV-71345"),
        looks="form",
        subjects=(
            about("how you get to work", "24"),
            about("waiting rooms", "18"),
            about("reading on paper and screen", "22"),
            about("sleep and light", "26"),
            about("second-hand shopping", "20"),
            about("cooking at home", "24"),
        ),
    ),
    Blueprint(
        category="surveys",
        title="Compare two {0} and say which you would choose",
        steps=(
            "Look at both {0} for as long as you like.",
            "Choose one and say why in at least two sentences.",
            "Answer six short questions about yourself; age in groups, no name.",
        ),
        proofs=(text("Which would you choose, and why?", 50), screenshot("The thank-you page")),
        cents=(50, 90),
        minutes=7,
        answers=(
            "The second one. The letters are larger and I found the price at once without reading everything.",
            "I would take the first, because it shows what is inside. The second looks like a different thing.",
        ),
        looks="form",
        subjects=(
            about("train tickets"),
            about("packages of tea"),
            about("maps of a campus"),
            about("covers of a cookbook"),
            about("electricity bills"),
            about("weather pages"),
        ),
    ),
    Blueprint(
        category="surveys",
        title="A diary of one day: {0}",
        steps=(
            "Choose one ordinary day.",
            "Write down each time and what you did: {0}.",
            "Fill the form in the evening; it takes ten minutes.",
            "Answer the five questions at the end.",
        ),
        proofs=(text("Three entries of your diary", 40), text("The code of the form", 6)),
        cents=(90, 220),
        minutes=20,
        answers=("07:40 two glasses; 12:30 one with lunch; 19:10 one while cooking. Code DAY-3320.",),
        looks="form",
        subjects=(
            about("when you drank water"),
            about("what you threw away"),
            about("which screens you used"),
            about("how you moved about"),
            about("what you read"),
            about("which lights were on"),
        ),
    ),
    Blueprint(
        category="surveys",
        title="Explain {0} in your own words",
        steps=(
            "Read the short text about {0} once.",
            "Close it and explain it to a friend in four to six sentences.",
            "Answer four questions on how sure you felt.",
        ),
        proofs=(text("Your explanation", 120),),
        cents=(60, 120),
        minutes=9,
        answers=(
            (
                "You lend money and get a bit more back each year. If you leave that there, it earns too, so the sum "
                "grows faster later than at the start. That is why starting early matters more than the amount."
            ),
            (
                "It keeps something cold by taking the warmth out of it and letting it go behind. The box itself makes "
                "no cold, it only moves heat. That is why the back is warm and the door should stay closed."
            ),
        ),
        looks="form",
        subjects=(
            about("interest on savings"),
            about("how a refrigerator works"),
            about("a recycling symbol"),
            about("how tides come about"),
            about("a phone tariff"),
            about("the rules of a card game"),
        ),
    ),
]
