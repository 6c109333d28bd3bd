"""What becomes of a dispute is told to the employer's webhooks, by whatever verb it happens."""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION disputes_announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE work record;
BEGIN
  SELECT task.employer_id, task.public_id AS task, task.title, submission.public_id AS submission INTO work
    FROM submissions_submission AS submission JOIN tasks_task AS task ON task.id = submission.task_id
   WHERE submission.id = NEW.submission_id;
  PERFORM inbox_announce(
    ARRAY[work.employer_id],
    CASE NEW.state WHEN 'opened' THEN 'dispute.opened' ELSE 'dispute.decided' END,
    ARRAY[jsonb_build_object(
      'dispute', NEW.public_id, 'state', NEW.state, 'submission', work.submission, 'task', work.task, 'title', work.title)],
    now());
  RETURN NULL;
END $$;
CREATE TRIGGER disputes_announce_opened AFTER INSERT ON disputes_dispute FOR EACH ROW
  WHEN (NEW.state = 'opened') EXECUTE FUNCTION disputes_announce();
CREATE TRIGGER disputes_announce_decided AFTER UPDATE OF state ON disputes_dispute FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ('upheld', 'partly', 'dismissed'))
  EXECUTE FUNCTION disputes_announce();
"""
UNDO = """
DROP TRIGGER disputes_announce_decided ON disputes_dispute;
DROP TRIGGER disputes_announce_opened ON disputes_dispute;
DROP FUNCTION disputes_announce();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0007_hearing_and_appeals"), ("inbox", "0008_webhooks")]

    operations = [migrations.RunSQL(ANNOUNCE, UNDO)]
