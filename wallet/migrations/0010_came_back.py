from django.db import migrations, models


class Migration(migrations.Migration):
    """News out of order: a payout that came back before we heard that it was paid is told from one that failed."""

    dependencies = [("wallet", "0009_post")]

    operations = [
        migrations.AddField(
            model_name="payout", name="came_back_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
