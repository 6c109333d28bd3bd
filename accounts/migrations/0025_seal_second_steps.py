"""What codes are made of is sealed: whoever reads a copy of the database makes none by it."""

from django.db import migrations

from accounts.security.steps import PURPOSE
from picomarket.lib import sealing

KEPT = {"totp": ("secret",), "recovery_codes": ("seed",)}


def seal(apps, _schema_editor):
    steps = apps.get_model("mfa", "Authenticator")
    for step in steps.objects.filter(type__in=KEPT).iterator():
        plain = [name for name in KEPT[step.type] if not step.data.get(name, sealing.MARK).startswith(sealing.MARK)]
        if plain:
            step.data |= {name: sealing.seal(step.data[name], purpose=PURPOSE) for name in plain}
            step.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0024_roles_give_sanctions"), ("mfa", "0003_authenticator_type_uniq")]

    # What is sealed is read as well as what is not.
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
