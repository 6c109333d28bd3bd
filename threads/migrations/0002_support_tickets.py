"""The group "Support" answers tickets.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

GROUP = "Support"
PERMISSIONS = {"view_ticket": "Can view ticket", "change_ticket": "Can change ticket"}


def allow(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="threads", model="ticket"
    )
    for codename, name in PERMISSIONS.items():
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("threads", "0001_initial"),
        ("disputes", "0002_support_group"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
