"""The groups of the desk, and what each may see and do there.

Permissions are made here by name: Django itself makes them only after all migrations have run, and keeps these.
"""

from django.db import migrations

# group: app: model: verbs; a verb with an underscore is a permission of the model's own.
ROLES = {
    "Admin": {
        "accounts": {
            "link": "view",
            "readytext": "add change delete view",
            "rulechange": "add view",
            "sanction": "add change view",
            "staffentry": "view",
            "user": "view",
        },
        "submissions": {
            "submission": "view",
        },
        "tasks": {
            "batch": "view",
            "category": "add change delete view",
            "edition": "add change delete view",
            "look": "change view",
            "minimumreward": "add change delete view",
            "pass": "add change view",
            "phrase": "add change delete view",
            "report": "view",
            "rule": "add change delete view",
            "task": "view",
            "template": "add change delete view",
        },
        "wallet": {
            "account": "view",
            "adjustment": "view",
            "bookcheck": "view",
            "deposit": "view",
            "invoice": "view",
            "payout": "view",
            "payoutbatch": "view",
            "seal": "view",
            "transfer": "view",
        },
    },
    "Finance": {
        "accounts": {
            "user": "view",
        },
        "wallet": {
            "account": "view",
            "adjustment": "add change view",
            "billingdetails": "report_taxes view",
            "bookcheck": "view",
            "deposit": "change view",
            "fundsrecord": "add view",
            "invoice": "view",
            "payout": "view",
            "payoutbatch": "change view",
            "payoutmethod": "view",
            "railevent": "view",
            "seal": "view",
            "transfer": "view",
        },
    },
    "Moderator": {
        "accounts": {
            "link": "view",
            "sanction": "add change view",
            "user": "view",
        },
        "tasks": {
            "batch": "view",
            "edition": "view",
            "look": "change view",
            "phrase": "add change delete view",
            "report": "view",
            "rule": "view",
            "task": "view",
        },
    },
    "Support": {
        "accounts": {
            "link": "view",
            "sanction": "add change view",
            "user": "view",
        },
        "disputes": {
            "dispute": "change view",
        },
        "referrals": {
            "referral": "change",
        },
        "submissions": {
            "proposal": "change view",
            "submission": "view",
        },
        "tasks": {
            "batch": "view",
            "edition": "view",
            "look": "change view",
            "pass": "add change view",
            "phrase": "view",
            "report": "view",
            "task": "view",
        },
        "threads": {
            "ticket": "change view",
        },
        "wallet": {
            "deposit": "view",
            "payout": "view",
        },
    },
}


def give(apps, _schema_editor):
    for name, wanted in ROLES.items():
        group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(
            *(
                permission(apps, app, model, verb)
                for app, models in wanted.items()
                for model, verbs in models.items()
                for verb in verbs.split()
            )
        )


def permission(apps, app, model, verb):
    facts = apps.get_model(app, model)._meta
    own = dict(facts.permissions)
    codename, name = (verb, own[verb]) if verb in own else (f"{verb}_{model}", f"Can {verb} {facts.verbose_name}")
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    found, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return found


def take(apps, _schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("threads", "0001_initial"),
        ("accounts", "0003_first_ready_texts"),
        ("wallet", "0002_laws"),
        ("tasks", "0007_gallery"),
        ("submissions", "0002_laws"),
        ("disputes", "0002_laws"),
        ("referrals", "0002_laws"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take)]
