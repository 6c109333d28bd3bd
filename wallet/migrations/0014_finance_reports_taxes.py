"""Who looks after the money also sees what people declared, and takes out the list for tax offices."""

from django.db import migrations

GROUP = "Finance"
MAY = (
    ("view_billingdetails", "Can view billing details"),
    ("report_taxes", "Can take out the figures that tax offices ask for"),
)


def allow(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wallet", model="billingdetails"
    )
    for codename, name in MAY:
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


def disallow(apps, _schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    if group is not None:
        group.permissions.remove(*group.permissions.filter(codename__in=[codename for codename, _name in MAY]))


class Migration(migrations.Migration):
    dependencies = [("wallet", "0013_finance_group")]
    operations = [migrations.RunPython(allow, disallow)]
