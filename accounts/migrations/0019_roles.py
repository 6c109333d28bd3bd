"""The roles "Moderator" and "Admin" beside "Support" and "Finance", which keep what they have.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

MODERATOR = {
    "accounts": {"user": "view", "suspension": "add"},
    "tasks": {
        "task": "view",
        "batch": "view",
        "report": "view",
        "edition": "view",
        "rule": "view",
        "look": "view change",
        "phrase": "view add change delete",
    },
}
ADMIN = {
    "accounts": {
        "user": "view",
        "staffentry": "view",
        "suspension": "add",
        "rulechange": "view add",
        "readytext": "ALL",
    },
    "tasks": {
        "task": "view",
        "batch": "view",
        "report": "view",
        "pass": "view add change",
        "category": "ALL",
        "minimumreward": "ALL",
        "template": "ALL",
        "edition": "ALL",
        "rule": "ALL",
        "phrase": "ALL",
        "look": "view change",
    },
    "submissions": {"submission": "view"},
    "wallet": dict.fromkeys(
        ("account", "transfer", "deposit", "payout", "payoutbatch", "adjustment", "bookcheck", "seal", "invoice"),
        "view",
    ),
}
ALL = "view add change delete"


def give(apps, _schema_editor):
    for name, wanted in (("Moderator", MODERATOR), ("Admin", ADMIN)):
        group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for app, models in wanted.items():
            for model, verbs in models.items():
                for verb in verbs.replace("ALL", ALL).split():
                    group.permissions.add(permission(apps, app, model, verb))


def permission(apps, app, model, verb):
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    found, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
    )
    return found


def take(apps, _schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderator", "Admin"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_rule_changes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take)]
