from django.db import migrations, models
from django.db.models import BigIntegerField, ExpressionWrapper, F, OrderBy, Q, Value
from django.db.models.functions import Cast, Coalesce, Greatest

# PostgreSQL takes no statistics of an expression from a partial index: without these it guesses how many tasks pay so
# much or hold a word, and reads a million to find twenty.
STATISTICS = {
    "task_receives": "(reward - worker_commission)",
    "task_hourly": "((reward - worker_commission) * 3600"
    " / greatest(coalesce(measured_seconds, minutes * 60), 1)::bigint)",
    "task_matching": "(task_words(title, steps::text[]))",
}


class Migration(migrations.Migration):
    dependencies = [("tasks", "0081_empty_heads")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                OrderBy(
                    ExpressionWrapper(
                        (F("reward") - F("worker_commission"))
                        * Value(3600, BigIntegerField())
                        / Cast(
                            Greatest(Coalesce(F("measured_seconds"), F("minutes") * Value(60)), 1), BigIntegerField()
                        ),
                        BigIntegerField(),
                    ),
                    descending=True,
                ),
                OrderBy(F("published_at"), descending=True),
                OrderBy(F("id"), descending=True),
                condition=Q(state="published"),
                name="task_best_hourly",
            ),
        ),
        *(
            migrations.RunSQL(f"CREATE STATISTICS {name} ON {of} FROM tasks_task", f"DROP STATISTICS {name}")
            for name, of in STATISTICS.items()
        ),
    ]
