"""The bar says on every page how many messages somebody has not read: found without their other threads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("threads", "0002_support_tickets")]

    operations = [
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("unread_worker__gt", 0)), fields=["worker"], name="thread_unread_worker"
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("unread_employer__gt", 0)), fields=["employer"], name="thread_unread_employer"
            ),
        ),
    ]
