"""What becomes of work, and a file of results, is told to the employer's webhooks, by whatever verb it happens."""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION submissions_announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE task record;
BEGIN
  -- Most markets have none, and this runs for each of ten thousand that are approved at once.
  IF NOT EXISTS (SELECT FROM inbox_endpoint) THEN
    RETURN NULL;
  END IF;
  SELECT employer_id, public_id, title INTO task FROM tasks_task WHERE id = NEW.task_id;
  PERFORM inbox_announce(
    ARRAY[task.employer_id],
    'submission.' || CASE NEW.state WHEN 'submitted' THEN 'handed_in' ELSE NEW.state END,
    ARRAY[jsonb_build_object(
      'submission', NEW.public_id, 'task', task.public_id, 'title', task.title,
      'worker', (SELECT public_id FROM accounts_user WHERE id = NEW.worker_id))],
    now());
  RETURN NULL;
END $$;
CREATE TRIGGER submissions_announce AFTER UPDATE OF state ON submissions_submission FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ('submitted', 'approved', 'rejected'))
  EXECUTE FUNCTION submissions_announce();
CREATE FUNCTION submissions_announce_results() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE task record;
BEGIN
  SELECT employer_id, public_id, title INTO task FROM tasks_task WHERE id = NEW.task_id;
  PERFORM inbox_announce(ARRAY[task.employer_id], 'results.ready', ARRAY[jsonb_build_object(
    'task', task.public_id, 'title', task.title, 'kind', NEW.kind, 'size', NEW.size)], now());
  RETURN NULL;
END $$;
CREATE TRIGGER submissions_announce_results AFTER UPDATE OF state ON submissions_results FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'built')
  EXECUTE FUNCTION submissions_announce_results();
"""
UNDO = """
DROP TRIGGER submissions_announce_results ON submissions_results;
DROP FUNCTION submissions_announce_results();
DROP TRIGGER submissions_announce ON submissions_submission;
DROP FUNCTION submissions_announce();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0008_webhooks"), ("submissions", "0025_two_shares")]

    operations = [migrations.RunSQL(ANNOUNCE, UNDO)]
