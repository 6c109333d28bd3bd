"""How far the rows of a batch are looked through by the policy, and in which of them it found something."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0036_facets"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="looked_by",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="batch",
            name="looked_through",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="batch",
            name="suspects",
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(
                condition=Q(("looked_through__lt", F("good")), ("state", "checked")),
                fields=["uploaded_at"],
                name="batch_to_look_through",
            ),
        ),
    ]
