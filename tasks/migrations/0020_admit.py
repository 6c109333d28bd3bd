"""Whether lists, blocks and tests let a worker into a task, for claiming in one statement."""

from django.db import migrations

# The task's key, or nothing where they keep this worker out: a key of nothing takes no slot.
ADMIT = """
CREATE FUNCTION tasks_admit(task bigint, worker bigint, at timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  lists bigint[];
  passed boolean;
  one tasks_task;
BEGIN
  SELECT * INTO one FROM tasks_task WHERE id = task;
  IF EXISTS (SELECT FROM tasks_block WHERE employer_id = one.employer_id AND worker_id = worker) THEN
    RETURN NULL;
  END IF;
  IF one.only_lists <> '{}' OR one.not_lists <> '{}' THEN
    lists := ARRAY(SELECT list_id FROM tasks_listing WHERE worker_id = worker AND out_at IS NULL);
    IF (one.only_lists <> '{}' AND NOT one.only_lists && lists) OR one.not_lists && lists THEN
      RETURN NULL;
    END IF;
  END IF;
  IF one.tests = '{}' THEN
    RETURN task;
  END IF;
  passed := one.tests <@ ARRAY(SELECT qualification_id FROM tasks_pass
                                WHERE worker_id = worker AND revoked_at IS NULL AND (until IS NULL OR until > at));
  IF passed OR (one.test_instead AND one.minimum_level <= (SELECT level FROM accounts_user WHERE id = worker)) THEN
    RETURN task;
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION tasks_admit SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0019_lists"), ("accounts", "0004_record_verdicts")]

    operations = [migrations.RunSQL(ADMIT, "DROP FUNCTION tasks_admit(bigint, bigint, timestamptz)")]
