"""What an earlier proof looks like goes back with it, where nothing came of a change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0019_support_cosigns"),
    ]

    operations = [
        migrations.AddField(
            model_name="earlierproof",
            name="look",
            field=models.BinaryField(blank=True, max_length=256, null=True),
        ),
    ]
