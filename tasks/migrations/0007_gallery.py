"""A few good examples, so that the first employer starts from one; staff change them in the admin."""

from django.db import migrations
from django.utils import timezone

from picomarket.lib.public import new_public_id

# title, category, minutes, reward in micro-dollars, why it works, steps, proofs (kind, label, least)
EXAMPLES = [
    (
        "Try our sign-up form and say where you got stuck",
        "website-testing",
        6,
        400_000,
        "One page, one thing to do, and a proof that cannot be guessed.",
        [
            "Open https://example.org/join in a private window.",
            "Fill in the form with the made-up name Test Person, and stop before you send it.",
            "Write down the first place where you had to think, and why.",
            "Take a screenshot of that place.",
        ],
        [("text", "Where did you have to think, and why?", 40), ("screenshot", "The place on the page", 0)],
    ),
    (
        "Photograph the price list of a café near you",
        "data-entry",
        10,
        600_000,
        "Says what a good photo shows, so that nobody is rejected for a blurred one.",
        [
            "Go to a café near you and ask whether you may photograph its price list.",
            "Take one photo on which every price can be read.",
            "Type the names and prices of the first five drinks, one a line.",
        ],
        [("screenshot", "The photo of the price list", 0), ("text", "Five drinks with their prices", 40)],
    ),
    (
        "Find the opening hours of ten shops",
        "web-research",
        12,
        500_000,
        "Names the sources that count, and what to write where nothing is found.",
        [
            "Open the list of shops at https://example.org/shops",
            "Look up the opening hours of each on its own web site, not on a map.",
            "Write one line a shop: name, hours on weekdays, hours on Saturday. Write “not found” where there are none.",
            "Add the address of the page you found the first one on.",
        ],
        [("text", "Ten lines, one a shop", 120), ("url", "The page of the first shop", 0)],
    ),
    (
        "Translate a product text of 120 words from English to Spanish",
        "translation",
        15,
        1_500_000,
        "Gives the length, the tone and who reads it, and asks for people who speak the language.",
        [
            "Read the text at https://example.org/text",
            "Translate it for customers of a shop in Mexico: plain, friendly, with “tú”.",
            "Leave names of products as they are. Do not use a machine translation.",
        ],
        [("text", "The translation", 400)],
    ),
    (
        "Answer 12 questions on how you cook at home",
        "surveys",
        7,
        600_000,
        "Says how many questions there are and what the answers are for.",
        [
            "Open https://example.org/cooking and answer all 12 questions. There are no wrong answers.",
            "We use the answers to plan a cookery book and publish none of them.",
            "Copy the word shown on the last page.",
        ],
        [("text", "The word on the last page", 4)],
    ),
    (
        "Read 20 short sentences aloud and record them",
        "audio-recording",
        10,
        1_000_000,
        "Tells what the recordings are for, and what would make one useless.",
        [
            "Open https://example.org/sentences on a phone in a quiet room.",
            "Read each sentence aloud as you would say it to a friend, and upload the recording there.",
            "We use the recordings to teach a phone to listen. Noise or music behind your voice makes one useless.",
            "Paste the address of your recording that the page shows at the end.",
        ],
        [("url", "The address of your recording", 0)],
    ),
]


def fill(apps, _schema_editor):
    template, category = apps.get_model("tasks", "Template"), apps.get_model("tasks", "Category")
    kinds = dict(category.objects.values_list("slug", "pk"))
    template.objects.bulk_create(
        template(
            public_id=new_public_id(),
            title=title,
            note=note,
            contents={
                "category_id": kinds[slug],
                "minutes": minutes,
                "reward": reward,
                "slots": 20,
                "steps": steps,
                "languages": ["es"] if slug == "translation" else [],
            },
            proofs=[{"kind": kind, "label": label, "least": least} for kind, label, least in proofs],
            kept_at=timezone.now(),
        )
        for title, slug, minutes, reward, note, steps, proofs in EXAMPLES
        if slug in kinds
    )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_phrases_of_other_tongues")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
