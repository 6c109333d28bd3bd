"""The group "Finance": what somebody needs who looks after the money and pays it out.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

GROUP = "Finance"
SEES = (
    ("account", "account"),
    ("transfer", "transfer"),
    ("deposit", "deposit"),
    ("payout", "payout"),
    ("payoutbatch", "payout batch"),
    ("payoutmethod", "payout method"),
    ("railevent", "rail event"),
    ("adjustment", "adjustment"),
    ("bookcheck", "book check"),
    ("seal", "seal"),
    ("fundsrecord", "funds record"),
    ("invoice", "invoice"),
)
DOES = (
    ("change", "payoutbatch", "payout batch"),
    ("change", "deposit", "deposit"),
    ("add", "adjustment", "adjustment"),
    ("change", "adjustment", "adjustment"),
    ("add", "fundsrecord", "funds record"),
)


def add_group(apps, _schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    wanted = [("wallet", "view", *one) for one in SEES] + [("wallet", *one) for one in DOES]
    for app_label, verb, model, name in [*wanted, ("accounts", "view", "user", "person")]:
        content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {name}"}
        )
        group.permissions.add(permission)


def remove_group(apps, _schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0012_invoice_guard"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_group, remove_group)]
