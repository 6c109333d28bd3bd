"""The group "Support" looks at the files of batches."""

from django.db import migrations

GROUP = "Support"


def permit(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="tasks", model="batch"
    )
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_batch", defaults={"name": "Can view batch"}
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0031_promotions")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
