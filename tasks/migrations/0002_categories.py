"""The categories a market starts with; staff change them in the admin."""

from django.db import migrations

# slug, name, guidance, least reward in micro-dollars, suggested minutes
CATEGORIES = [
    ("data-entry", "Data entry", "Say where the data comes from and how each field is written.", 50_000, 5),
    ("image-labelling", "Image labelling", "Show one labelled example and name each label.", 50_000, 3),
    (
        "transcription",
        "Transcription",
        "Say the length, the language and how to mark what cannot be heard.",
        200_000,
        12,
    ),
    ("translation", "Translation", "Name both languages and the number of words.", 200_000, 12),
    (
        "app-testing",
        "App testing",
        "Name the device and the steps to try; ask for what happened, not for praise.",
        200_000,
        10,
    ),
    ("website-testing", "Website testing", "Say which page, which browser and what to look at.", 100_000, 6),
    ("web-research", "Web research", "Say which facts you need and which sources count.", 100_000, 8),
    ("surveys", "Surveys", "Say how many questions there are and what the answers are for.", 500_000, 10),
    (
        "content-moderation",
        "Content moderation",
        "Show the rules, and warn of what may be unpleasant to see.",
        50_000,
        4,
    ),
    ("writing", "Writing", "Give the subject, the length and the tone.", 200_000, 15),
    (
        "audio-recording",
        "Audio recording",
        "Give the sentences to read and say what the recordings are for.",
        100_000,
        6,
    ),
    ("sign-up", "Simple sign-up", "Say what data the form asks for and what happens with it.", 80_000, 4),
    ("other", "Other", "Say plainly what to do and how you will judge it.", 50_000, 5),
]


def fill(apps, _schema_editor):
    category = apps.get_model("tasks", "Category")
    category.objects.bulk_create(
        category(slug=slug, name=name, guidance=guidance, minimum_reward=least, minutes=minutes)
        for slug, name, guidance, least, minutes in CATEGORIES
    )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
