"""Moderator and Admin give sanctions, as they suspended before there were others, and see who is linked with whom."""

from django.db import migrations

GIVEN = {"sanction": ("add", "change", "view"), "link": ("view",)}


def give(apps, _schema_editor):
    types, groups = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Group")
    for model, verbs in GIVEN.items():
        kind, _new = types.objects.get_or_create(app_label="accounts", model=model)
        for verb in verbs:
            given, _new = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
            )
            for group in groups.objects.filter(name__in=["Moderator", "Admin"]):
                group.permissions.add(given)
    # What was a suspension is a sanction since.
    types.objects.filter(app_label="accounts", model="suspension").delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0023_support_reads_links")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
