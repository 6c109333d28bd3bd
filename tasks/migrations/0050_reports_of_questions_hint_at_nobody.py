"""One report of a person at a time, whatever questions of theirs are reported: or who asked one could be found out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0049_screen_out")]

    operations = [
        migrations.RemoveConstraint(model_name="personreport", name="person_report_one_at_a_time"),
        migrations.AddConstraint(
            model_name="personreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("question", None), ("state", "filed")),
                fields=("person", "reporter"),
                name="person_report_one_at_a_time",
            ),
        ),
    ]
