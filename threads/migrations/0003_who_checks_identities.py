"""Support looks at the documents that show who somebody is, and nobody else of the roles."""

from django.db import migrations


def give(apps, _schema_editor):
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="accounts", model="identity"
    )
    found, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="change_identity", defaults={"name": "Can change check of an identity"}
    )
    apps.get_model("auth", "Group").objects.get(name="Support").permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("threads", "0002_roles"), ("accounts", "0006_identities_by_hand")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
