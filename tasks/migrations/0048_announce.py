"""What becomes of a task is told to its employer's webhooks, by whatever verb it happens."""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION tasks_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM inbox_announce(ARRAY[NEW.employer_id], 'task.' || NEW.state, ARRAY[jsonb_build_object(
    'task', NEW.public_id, 'title', NEW.title, 'slots', NEW.slots, 'paid', NEW.paid)], now());
  RETURN NULL;
END $$;
CREATE TRIGGER tasks_announce AFTER UPDATE OF state ON tasks_task FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ('published', 'paused', 'held', 'finished', 'stopped'))
  EXECUTE FUNCTION tasks_announce();
"""
UNDO = """
DROP TRIGGER tasks_announce ON tasks_task;
DROP FUNCTION tasks_announce();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0008_webhooks"), ("tasks", "0047_questions_and_reported_messages")]

    operations = [migrations.RunSQL(ANNOUNCE, UNDO)]
