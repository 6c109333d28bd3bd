"""The group "Support": what somebody needs who settles disputes and answers people.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

GROUP = "Support"
PERMISSIONS = {
    ("disputes", "dispute"): {"view_dispute": "Can view dispute", "change_dispute": "Can change dispute"},
    ("submissions", "submission"): {"view_submission": "Can view submission"},
    ("tasks", "task"): {"view_task": "Can view task"},
    ("accounts", "user"): {"view_user": "Can view person"},
    ("wallet", "payout"): {"view_payout": "Can view payout"},
    ("wallet", "deposit"): {"view_deposit": "Can view deposit"},
}


def add_group(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for (app_label, model), permissions in PERMISSIONS.items():
        content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        for codename, name in permissions.items():
            permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


def remove_group(apps, _schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_group, remove_group)]
