"""Followers are looked for after slots were added or a reward raised, by a sweep."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0038_round_for_all_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="topup",
            name="announced_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="topup",
            index=models.Index(condition=Q(("announced_at", None)), fields=["id"], name="task_top_up_unannounced"),
        ),
    ]
