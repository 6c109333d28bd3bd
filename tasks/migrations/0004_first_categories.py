"""The kinds of work a market starts with, in their groups, and the least reward of each in each zone.

Staff change them in the admin.
"""

from datetime import date

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
GROUPS = [
    ("data", "Data and pictures", ["data-entry", "image-labelling", "web-research", "content-moderation"]),
    ("language", "Language and sound", ["transcription", "translation", "writing", "audio-recording"]),
    ("testing", "Trying things out", ["app-testing", "website-testing", "sign-up"]),
    ("people", "Asking people, and the rest", ["surveys", "other"]),
]
# In percent of the least reward worldwide.
FACTORS = {
    "": 100,
    "america_oceania": 300,
    "west_europe": 250,
    "east_europe": 200,
    "asia": 120,
    "africa": 120,
    "mena": 120,
    "latin_america": 120,
}
SINCE = date(2020, 1, 1)


def fill(apps, _schema_editor):
    category, minimum = apps.get_model("tasks", "Category"), apps.get_model("tasks", "MinimumReward")
    kinds = {
        slug: category.objects.create(slug=slug, name=name, guidance=guidance, minutes=minutes)
        for slug, name, guidance, _least, minutes in CATEGORIES
    }
    minimum.objects.bulk_create(
        minimum(category=kinds[slug], zone=zone, reward=least * percent // 100, holds_from=SINCE)
        for slug, _name, _guidance, least, _minutes in CATEGORIES
        for zone, percent in FACTORS.items()
    )
    for slug, name, slugs in GROUPS:
        group = category.objects.create(slug=f"group-{slug}", name=name)
        category.objects.filter(slug__in=slugs).update(parent=group)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_laws")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
