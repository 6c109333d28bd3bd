"""What SQL does for freezes: notes whose rate is to be looked at, and keeps from claiming who may not."""

from django.db import migrations

# Only rejections are noted, so approving costs nothing more. Whoever counts or takes back a verdict holds the lock of
# the worker's row, and so does who looks at the rate.
NOTE = """
CREATE FUNCTION accounts_note_rate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO accounts_ratelook (worker_id) VALUES (coalesce(NEW.worker_id, OLD.worker_id)) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER rejection_counted AFTER INSERT ON accounts_verdict
  FOR EACH ROW WHEN (NOT NEW.approved) EXECUTE FUNCTION accounts_note_rate();
CREATE TRIGGER rejection_taken_back AFTER DELETE ON accounts_verdict
  FOR EACH ROW WHEN (NOT OLD.approved) EXECUTE FUNCTION accounts_note_rate();
"""

# The task's key as it came, or nothing where this worker is suspended or frozen: a key of nothing takes no slot.
ADMIT = """
CREATE FUNCTION accounts_admit(task bigint, worker bigint, at timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF EXISTS (SELECT FROM accounts_user
              WHERE id = worker AND suspended_at IS NULL AND (frozen_until IS NULL OR frozen_until <= at)) THEN
    RETURN task;
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION accounts_admit SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
"""

UNDO = """
DROP TRIGGER rejection_taken_back ON accounts_verdict;
DROP TRIGGER rejection_counted ON accounts_verdict;
DROP FUNCTION accounts_note_rate();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_without_suspensions")]

    operations = [
        migrations.RunSQL(NOTE, UNDO),
        migrations.RunSQL(ADMIT, "DROP FUNCTION accounts_admit(bigint, bigint, timestamptz)"),
    ]
