"""What holds the unique constraints of proofs in parts. The trigger stands on no table until proofs are divided."""

from django.db import migrations

# Two who save the same proof take turns by their submission's row, so each sees what the other saved.
ONCE = """
CREATE FUNCTION submissions_proof_once() RETURNS trigger
LANGUAGE plpgsql
SET plan_cache_mode TO 'force_generic_plan'
SET enable_seqscan TO 'off'
SET enable_hashjoin TO 'off'
SET enable_mergejoin TO 'off'
AS $$
DECLARE broken text;
BEGIN
  SELECT 'proof_once_per_place' INTO broken FROM fresh JOIN submissions_proof AS earlier
      ON earlier.submission_id = fresh.submission_id AND earlier.field_id = fresh.field_id AND earlier.place = fresh.place
   WHERE earlier.id <> fresh.id LIMIT 1;
  IF NOT FOUND THEN
    SELECT 'submissions_proof_public_id_key' INTO broken FROM fresh JOIN submissions_proof AS earlier
        ON earlier.public_id = fresh.public_id WHERE earlier.id <> fresh.id LIMIT 1;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'submissions: %', broken USING errcode = 'unique_violation', constraint = broken;
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_glimpses_and_ends_of_changes")]

    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(ONCE, "DROP FUNCTION submissions_proof_once CASCADE"),
    ]
