"""Looks that rejections wait for, and tasks that pause themselves because they pay too little an hour."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0041_checking"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="look",
            name="braked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="floored_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="change",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("paused", "Paused"),
                    ("resumed", "Resumed"),
                    ("stopped", "Stopped"),
                    ("added", "Slots added"),
                    ("raised", "Reward raised"),
                    ("aimed", "Made for other people"),
                    ("floored", "Paused itself: it pays too little an hour"),
                    ("paced", "Given another pace"),
                    ("rewritten", "Rewritten"),
                    ("checked", "Checked in another way"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="cause",
            field=models.CharField(
                choices=[
                    ("policy", "Words of the policy"),
                    ("first", "A new employer's first task"),
                    ("again", "Declined before"),
                    ("reports", "Reports by workers"),
                    ("changed", "Words of the policy, which changed after publication"),
                    ("brake", "Very many rejections within a day"),
                ],
                max_length=12,
            ),
        ),
    ]
