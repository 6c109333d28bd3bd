"""Writing: short texts in one's own words."""

from __future__ import annotations

from .blueprint import Blueprint, about, address, text

BLUEPRINTS = [
    Blueprint(
        category="writing",
        title="Describe {0} in 80 to 120 words",
        steps=(
            "Look at the five pictures of {0}.",
            "Describe it for somebody who cannot see it: form, size, colour, use.",
            "Use whole sentences and no words of praise.",
            "Write it yourself; we compare texts with one another.",
        ),
        proofs=(text("Your text", 200),),
        cents=(60, 150),
        minutes=16,
        answers=(
            (
                "It is about as long as a hand and as thick as a thumb, made of pale wood, darker where it was "
                "held. At one end a ring of brass is set into it. The other end is flat with four small teeth. Two of "
                "them are worn. You would hold it like a pencil and draw it towards you."
            ),
            (
                "Seen from the front it is a square of grey cloth with a narrow red edge. It opens like a book. "
                "Inside are three pockets, the middle one the deepest. A cord of the same red keeps it closed. "
                "When it lies on a table it takes up no more room than a postcard."
            ),
        ),
        looks="paper",
        subjects=(
            about("a weaver's comb"),
            about("a folding travel case"),
            about("a hand-made lamp"),
            about("a wooden toy train"),
            about("a rain barrel"),
            about("a sewing box"),
        ),
    ),
    Blueprint(
        category="writing",
        title="Write {1} questions a beginner would ask about {0}",
        steps=(
            "Imagine someone who hears of {0} for the first time.",
            "Write {1} questions they would ask, the simplest first.",
            "No question that can be answered by yes or no.",
            "Mark the one you could answer yourself.",
        ),
        proofs=(text("Your questions, one per line", 120),),
        cents=(40, 100),
        minutes=12,
        answers=(
            (
                "What do I need to start?\nWhat does it cost in the first month?\nWhere do people usually go wrong?\n"
                "How long before I see a result?\nWhom can I ask near me? (this one I could answer)"
            ),
            (
                "What is it good for?\nWhich tools are enough?\nHow do I know that it is ready?\n"
                "What happens if I stop for a week? (I know this one)\nWhen in the year should I begin?"
            ),
        ),
        looks="paper",
        subjects=(
            about("keeping bees", "10"),
            about("baking with sourdough", "12"),
            about("repairing a bicycle brake", "10"),
            about("learning the violin", "12"),
            about("growing tomatoes on a balcony", "10"),
            about("reading a sheet map", "8"),
        ),
    ),
    Blueprint(
        category="writing",
        title="Shorten {0} to half its length",
        steps=(
            "Read the text of about 400 words.",
            "Bring it to 200 words or fewer without losing a fact.",
            "Keep the order and the tone.",
            "Write what you found hardest to leave out.",
        ),
        proofs=(address("The address of your document"), text("What was hardest to leave out?", 25)),
        cents=(70, 170),
        minutes=18,
        answers=(
            "The story about the first owner: it is charming, but it says nothing the rest does not.",
            "The second example. With one example fewer the rule is still clear, so I took it out.",
        ),
        pages=("https://docs.example/d/", "https://papers.example/t/"),
        looks="paper",
        subjects=(
            about("a report on a school garden"),
            about("an article on tunnels"),
            about("a guide to composting"),
            about("a history of a mill"),
            about("a text on winter tyres"),
            about("a portrait of a village band"),
        ),
    ),
    Blueprint(
        category="writing",
        title="Invent {1} example sentences with the word {0}",
        steps=(
            "Look up the two meanings of {0} given in the task.",
            "Invent {1} sentences a learner can understand, half for each meaning.",
            "At most twelve words per sentence, no names.",
            "Do not copy from dictionaries.",
        ),
        proofs=(text("Your sentences, one per line", 80),),
        cents=(30, 70),
        minutes=9,
        answers=(
            (
                "We waited by the river until it was dark.\nShe put the letter back where it had been.\n"
                "It took him a minute to find the light.\nThe old one was better, but it broke."
            ),
            (
                "The boat was tied up below the wall.\nHe asked twice before anybody looked up.\n"
                "There is one in the kitchen and one outside.\nYou can hear it when the wind is from the west."
            ),
        ),
        looks="paper",
        subjects=(
            about("bank", "12"),
            about("light", "12"),
            about("spring", "10"),
            about("match", "10"),
            about("order", "12"),
            about("fair", "10"),
        ),
    ),
]
