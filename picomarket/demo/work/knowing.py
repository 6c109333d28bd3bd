"""Web research: finding facts and saying where they stand."""

from __future__ import annotations

from .blueprint import Blueprint, about, address, choice, number, text

BLUEPRINTS = [
    Blueprint(
        category="web-research",
        title="Find {0} for 10 {1}",
        steps=(
            "Open the list of your slot with ten {1}.",
            "Find {0} of each on its own website; no directories.",
            "Write it beside the name, with the address of the page where it stands.",
            "Write not found after ten minutes of searching for one.",
        ),
        proofs=(address("The address of your list"), text("Which ones did you not find?", 10)),
        cents=(25, 65),
        minutes=16,
        answers=("Numbers 4 and 9 have no website of their own.", "I found all ten.", "Number 7: the page is down."),
        pages=("https://sheets.example/d/", "https://lists.example/l/"),
        looks="table",
        subjects=(
            about("the opening hours", "small museums"),
            about("the contact address", "beekeepers' societies"),
            about("the entrance fee", "open-air pools"),
            about("the year of founding", "string quartets"),
            about("the number of seats", "cinemas"),
            about("the member fee", "rowing clubs", places="west_europe"),
        ),
    ),
    Blueprint(
        category="web-research",
        title="Compare prices of {0} in your country",
        steps=(
            "Find {0} in three shops that deliver where you live.",
            "Write price, size and shop; prices as they are today, with tax.",
            "Add the address of each product page.",
            "Say which is cheapest per unit.",
        ),
        proofs=(text("Three lines: shop, size, price", 40), address("The cheapest offer")),
        cents=(15, 40),
        minutes=8,
        answers=(
            "Shop A, 1 kg, 3.20. Shop B, 750 g, 2.95. Shop C, 1 kg, 3.45. Shop A is cheapest per kilogram.",
            "First 500 g for 1.80, second 1 kg for 3.10, third 400 g for 1.70. The second is cheapest.",
        ),
        pages=("https://shop.example/p/", "https://market.example/item/"),
        subjects=(
            about("ground coffee"),
            about("AA batteries"),
            about("running socks"),
            about("printer paper"),
            about("rice"),
            about("LED bulbs"),
        ),
    ),
    Blueprint(
        category="web-research",
        title="Find three sources that say {0}",
        steps=(
            "Search for texts by authors who measured or saw it themselves.",
            "Take three that say {0}; no encyclopaedias and no forums.",
            "Quote the one sentence of each that says it.",
            "Write who wrote it and when.",
        ),
        proofs=(text("Three quotes with author and year", 80), address("The best of the three")),
        cents=(40, 110),
        minutes=18,
        answers=(
            "A field study of 2014, a town archive of 1988 and a measurement report of 2021; each has its author.",
            "Three quotes: a museum's catalogue (2009), a harbour log (1932), a thesis (2017). I like the second best.",
        ),
        pages=("https://archive.example/r/", "https://journal.example/a/"),
        subjects=(
            about("when a local tram line closed"),
            about("how a regional cheese was made"),
            about("how high a river rose in a flood"),
            about("who built a lighthouse"),
            about("how a harvest feast was kept"),
            about("what a fair cost a century ago"),
        ),
    ),
    Blueprint(
        category="web-research",
        title="Check whether {0} are still right",
        steps=(
            "Open the twenty entries of your slot.",
            "Look at the source of each: does it still say the same?",
            "Mark right, changed or gone, and write the new fact where it changed.",
        ),
        proofs=(
            text("How many right, changed, gone? The most surprising change?", 30),
            choice("Could you open every page?", "Yes, all of them", "Not all of them"),
            number("How many are gone?", 0, 8),
        ),
        cents=(18, 45),
        minutes=10,
        answers=(
            "15 right, 4 changed, 1 gone. Most surprising: the bridge has been open to bicycles only since spring.",
            "17 right, 2 changed, 1 gone. One place moved to the other side of the town.",
        ),
        subjects=(
            about("bus connections"),
            about("facts on nature reserves"),
            about("addresses of libraries"),
            about("ferry times"),
            about("entries on mountain huts"),
            about("facts on town twinning"),
        ),
    ),
]
