"""What staff are told where a phrase points at nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0032_support_batches"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="phrase",
            name="task_phrase_points",
            constraint=models.CheckConstraint(
                condition=models.Q(("risk", ""), ("subject", ""), _negated=True),
                name="task_phrase_points",
                violation_error_message="Say which rule or which risk it points at.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="phrase",
            name="task_phrase_weighs",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), ("weight__gt", 0), _connector="OR"),
                name="task_phrase_weighs",
                violation_error_message="Give a phrase that points at a rule a weight above 0.",
            ),
        ),
    ]
