"""What PostgreSQL itself does for this app, and what it refuses."""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION disputes_announce() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM disputes_tell(NEW.id, 'dispute.opened', '{}');
  RETURN NULL;
END $$;
"""

ANNOUNCE_APPEAL = """
CREATE FUNCTION disputes_announce_appeal() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM disputes_tell(NEW.dispute_id, 'dispute.decided', jsonb_build_object(
    'part', (SELECT part FROM disputes_dispute WHERE id = NEW.dispute_id),
    'final', true, 'appeal_until', NULL, 'appeal', NEW.state));
  RETURN NULL;
END $$;
"""

ANNOUNCE_DECIDED = """
CREATE FUNCTION disputes_announce_decided() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM disputes_tell(NEW.id, 'dispute.decided', jsonb_build_object(
    'part', NEW.part, 'final', NEW.appeal_until IS NULL, 'appeal_until', NEW.appeal_until, 'appeal', NULL));
  RETURN NULL;
END $$;
"""

TELL = """
CREATE FUNCTION disputes_tell(dispute bigint, kind text, more jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM inbox_announce(
    ARRAY[task.employer_id], disputes_tell.kind,
    ARRAY[jsonb_build_object(
      'dispute', one.public_id, 'state', one.state, 'submission', submission.public_id, 'task', task.public_id,
      'title', task.title) || more],
    now())
    FROM disputes_dispute AS one
    JOIN submissions_submission AS submission ON submission.id = one.submission_id
    JOIN tasks_task AS task ON task.id = submission.task_id
   WHERE one.id = disputes_tell.dispute;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER disputes_announce_appeal
AFTER UPDATE OF state ON disputes_appeal
FOR EACH ROW
WHEN (old.state = 'filed' AND new.state IN ('stood', 'changed'))
EXECUTE FUNCTION disputes_announce_appeal();
CREATE TRIGGER disputes_announce_decided
AFTER UPDATE OF state ON disputes_dispute
FOR EACH ROW
WHEN (old.state = 'opened' AND new.state IN ('upheld', 'partly', 'dismissed'))
EXECUTE FUNCTION disputes_announce_decided();
CREATE TRIGGER disputes_announce_opened
AFTER INSERT ON disputes_dispute
FOR EACH ROW
WHEN (new.state = 'opened')
EXECUTE FUNCTION disputes_announce();
"""

UNDO = """
DROP FUNCTION disputes_announce CASCADE;
DROP FUNCTION disputes_announce_appeal CASCADE;
DROP FUNCTION disputes_announce_decided CASCADE;
DROP FUNCTION disputes_tell CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(ANNOUNCE + ANNOUNCE_APPEAL + ANNOUNCE_DECIDED + TELL + TRIGGERS, UNDO),
    ]
