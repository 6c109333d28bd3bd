"""A decision is told with its part, whether it is final, and until when it can be appealed; what comes of an appeal is told
as a decision too, also where the one before stands or only its part is another."""

from importlib import import_module

from django.db import migrations

before = import_module("disputes.migrations.0008_announce")

ANNOUNCE = """
CREATE FUNCTION disputes_tell(dispute bigint, kind text, more jsonb) RETURNS void LANGUAGE plpgsql AS $$
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
CREATE FUNCTION disputes_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disputes_tell(NEW.id, 'dispute.opened', '{}');
  RETURN NULL;
END $$;
CREATE FUNCTION disputes_announce_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disputes_tell(NEW.id, 'dispute.decided', jsonb_build_object(
    'part', NEW.part, 'final', NEW.appeal_until IS NULL, 'appeal_until', NEW.appeal_until, 'appeal', NULL));
  RETURN NULL;
END $$;
CREATE FUNCTION disputes_announce_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disputes_tell(NEW.dispute_id, 'dispute.decided', jsonb_build_object(
    'part', (SELECT part FROM disputes_dispute WHERE id = NEW.dispute_id),
    'final', true, 'appeal_until', NULL, 'appeal', NEW.state));
  RETURN NULL;
END $$;
CREATE TRIGGER disputes_announce_opened AFTER INSERT ON disputes_dispute FOR EACH ROW
  WHEN (NEW.state = 'opened') EXECUTE FUNCTION disputes_announce();
CREATE TRIGGER disputes_announce_decided AFTER UPDATE OF state ON disputes_dispute FOR EACH ROW
  WHEN (OLD.state = 'opened' AND NEW.state IN ('upheld', 'partly', 'dismissed'))
  EXECUTE FUNCTION disputes_announce_decided();
CREATE TRIGGER disputes_announce_appeal AFTER UPDATE OF state ON disputes_appeal FOR EACH ROW
  WHEN (OLD.state = 'filed' AND NEW.state IN ('stood', 'changed'))
  EXECUTE FUNCTION disputes_announce_appeal();
"""
UNDO = """
DROP TRIGGER disputes_announce_appeal ON disputes_appeal;
DROP TRIGGER disputes_announce_decided ON disputes_dispute;
DROP TRIGGER disputes_announce_opened ON disputes_dispute;
DROP FUNCTION disputes_announce_appeal();
DROP FUNCTION disputes_announce_decided();
DROP FUNCTION disputes_announce();
DROP FUNCTION disputes_tell(bigint, text, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0008_announce")]

    operations = [migrations.RunSQL(before.UNDO, before.ANNOUNCE), migrations.RunSQL(ANNOUNCE, UNDO)]
