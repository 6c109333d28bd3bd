"""The group "Support" may read which accounts are linked. The group is made here where nobody made it before.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

GROUP = "Support"
CODENAME = "view_link"


def let_support_read(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="accounts", model="link"
    )
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": "Can view link"}
    )
    group.permissions.add(permission)


def take_it_back(apps, _schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    if group:
        group.permissions.remove(*group.permissions.filter(codename=CODENAME))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_links_and_places"), ("accounts", "0006_support_suspends")]
    operations = [migrations.RunPython(let_support_read, take_it_back)]
