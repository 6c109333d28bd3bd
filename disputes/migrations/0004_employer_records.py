"""The disputes that were decided before employers' records counted them."""

from django.db import migrations

COUNTED = """
INSERT INTO tasks_employerrecord (employer_id, judged, paid, disputes_decided, disputes_lost)
SELECT task.employer_id, 0, 0, count(*), count(*) FILTER (WHERE dispute.state = 'upheld')
  FROM disputes_dispute AS dispute
  JOIN submissions_submission AS done ON done.id = dispute.submission_id
  JOIN tasks_task AS task ON task.id = done.task_id
 WHERE dispute.state <> 'opened'
 GROUP BY task.employer_id
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0003_awards"), ("submissions", "0005_claim"), ("tasks", "0012_finding")]

    operations = [migrations.RunSQL(COUNTED, migrations.RunSQL.noop)]
