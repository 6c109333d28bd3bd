"""How many of a task's slots go to one worker."""

from django.db import migrations, models

# Of a batch one worker could do as many rows as they like, and still can.
BATCHES = "UPDATE tasks_task SET per_worker = NULL WHERE rows > 0"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0025_language_wished")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="per_worker",
            field=models.PositiveIntegerField(blank=True, db_default=1, default=1, null=True),
        ),
        migrations.RunSQL(BATCHES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("per_worker__isnull", True), ("per_worker__gt", 0), _connector="OR"),
                name="task_once_at_least",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["drafted", "discarded"]),
                    ("rows__gt", 0),
                    models.Q(("only_lists", []), _negated=True),
                    models.Q(
                        ("per_worker__isnull", False),
                        models.Q(("per_worker", 1), ("minimum_level__gte", 2), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="task_often_by_the_advanced",
            ),
        ),
    ]
