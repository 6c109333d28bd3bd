"""At which hours people want no mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_support_suspends")]

    operations = [
        migrations.AddField("user", "quiet_from", models.TimeField(blank=True, null=True)),
        migrations.AddField("user", "quiet_until", models.TimeField(blank=True, null=True)),
    ]
