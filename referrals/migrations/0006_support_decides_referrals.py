"""The group "Support" decides about referrals that are held. The group is made here where nobody made it before.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

GROUP = "Support"
CODENAME = "change_referral"


def let_support_decide(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="referrals", model="referral"
    )
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": "Can change referral"}
    )
    group.permissions.add(permission)


def take_it_back(apps, _schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    if group:
        group.permissions.remove(*group.permissions.filter(codename=CODENAME))


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_both_shares"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(let_support_decide, take_it_back)]
