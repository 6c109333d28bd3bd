"""Of published batches some rows were read by now: a new round reads all of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0037_rows_looked_through"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE tasks_round SET policy = '' WHERE EXISTS (SELECT FROM tasks_batch)",
            migrations.RunSQL.noop,
        ),
    ]
