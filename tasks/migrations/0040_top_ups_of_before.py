"""What was added by now was announced when it was added."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0039_top_ups_announced"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE tasks_topup SET announced_at = added_at WHERE announced_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
