from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0025_seal_second_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="sanction",
            name="edition",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="state",
            field=models.CharField(
                choices=[
                    ("filed", "Waiting for a decision"),
                    ("granted", "Granted: it is lifted"),
                    ("shortened", "Granted in part: it ends earlier"),
                    ("turned_down", "Turned down: it stands"),
                    ("lifted", "Settled: it was lifted before"),
                ],
                default="filed",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="appeal", name="appeal_decision_has_reason"),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=Q(state="filed") | (~Q(decision="") & (Q(state="lifted") | Q(decided_by__isnull=False))),
                name="appeal_decision_has_reason",
            ),
        ),
    ]
