"""Nobody waits for what was published before there were searches to wait with."""

from django.db import migrations

ANNOUNCED = "UPDATE tasks_task SET announced_at = published_at WHERE published_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_finding")]

    operations = [migrations.RunSQL(ANNOUNCED, migrations.RunSQL.noop)]
