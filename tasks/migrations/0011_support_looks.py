"""The group "Support" looks at tasks before they are published and at what workers report."""

from django.db import migrations

GROUP = "Support"
PERMISSIONS = {
    "look": {"view_look": "Can view look", "change_look": "Can change look"},
    "report": {"view_report": "Can view report"},
    "edition": {"view_edition": "Can view policy version"},
    "phrase": {"view_phrase": "Can view phrase"},
}


def permit(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for model, permissions in PERMISSIONS.items():
        content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="tasks", model=model
        )
        for codename, name in permissions.items():
            permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0010_count_paid_held"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
