"""Suspensions of before are sanctions without a rule and without an end; the group "Support" looks after sanctions.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

from picomarket.lib.public import new_public_id

GROUP = "Support"
PERMISSIONS = {"add": "Can add sanction", "change": "Can change sanction", "view": "Can view sanction"}


def carry_over(apps, _schema_editor):
    sanctions = apps.get_model("accounts", "Sanction").objects
    for one in apps.get_model("accounts", "Suspension").objects.order_by("pk").iterator():
        sanctions.create(
            public_id=new_public_id(),
            person_id=one.person_id,
            kind="suspension",
            state="lifted" if one.lifted_at else "given",
            reason=one.reason,
            by_id=one.by_id,
            decided_as=GROUP,
            at=one.at,
            ended_at=one.lifted_at,
            ended_by_id=one.lifted_by_id,
        )


def let_support_look_after_them(apps, _schema_editor):
    types, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    types.objects.filter(app_label="accounts", model="suspension").delete()
    content_type, _new = types.objects.get_or_create(app_label="accounts", model="sanction")
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for verb, name in PERMISSIONS.items():
        codename = f"{verb}_sanction"
        given = {"name": name}
        permission, _new = permissions.objects.get_or_create(
            content_type=content_type, codename=codename, defaults=given
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_sanctions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(let_support_look_after_them, migrations.RunPython.noop),
    ]
