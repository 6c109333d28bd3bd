"""The group "Support" also grants passes of the house and takes them back.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

GROUP = "Support"
PERMISSIONS = {"view_pass": "Can view pass", "add_pass": "Can add pass", "change_pass": "Can change pass"}


def give(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _new = kinds.get_or_create(app_label="tasks", model="pass")
    for codename, name in PERMISSIONS.items():
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


def take(apps, _schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(*permissions.filter(content_type__app_label="tasks", codename__in=PERMISSIONS))


class Migration(migrations.Migration):
    dependencies = [("disputes", "0004_employer_records"), ("tasks", "0019_lists")]

    operations = [migrations.RunPython(give, take)]
