"""How hard tasks are, searches for it, and alerts of invitations and of more work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0029_trust_after_publication"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="again",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="alert",
            name="invited",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="difficulty",
            field=models.PositiveSmallIntegerField(choices=[(1, "Easy"), (2, "Medium"), (3, "Hard")], null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="difficulty",
            field=models.PositiveSmallIntegerField(
                blank=True, choices=[(1, "Easy"), (2, "Medium"), (3, "Hard")], editable=False, null=True
            ),
        ),
    ]
