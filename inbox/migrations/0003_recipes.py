"""What a notice is made of, so that it can be read in another language than it was told in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_laws")]

    operations = [migrations.AddField("notice", "recipe", models.JSONField(blank=True, null=True))]
