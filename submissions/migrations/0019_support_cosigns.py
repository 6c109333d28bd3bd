"""The group "Support" co-signs rejections of employers who reject much."""

from django.db import migrations

GROUP = "Support"
PERMISSIONS = {"view_proposal": "Can view rejection to co-sign", "change_proposal": "Can change rejection to co-sign"}


def permit(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="submissions", model="proposal"
    )
    for codename, name in PERMISSIONS.items():
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0018_proposals"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
