"""Groups for the kinds of work, and the table of least rewards as the factors of the zones made it until now."""

from datetime import date

from django.db import migrations

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
    category = apps.get_model("tasks", "Category")
    minimum = apps.get_model("tasks", "MinimumReward")
    kinds = list(category.objects.all())
    minimum.objects.bulk_create(
        minimum(category=kind, zone=zone, reward=int(kind.minimum_reward) * percent // 100, holds_from=SINCE)
        for kind in kinds
        for zone, percent in FACTORS.items()
    )
    for slug, name, slugs in GROUPS:
        group = category.objects.create(slug=f"group-{slug}", name=name, minimum_reward=0)
        category.objects.filter(slug__in=slugs).update(parent=group)
    # Kinds a market added for itself stand with the rest; the last group is theirs too.
    added = [kind.pk for kind in kinds]
    category.objects.filter(pk__in=added, parent=None).update(parent=group)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0014_posting")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
