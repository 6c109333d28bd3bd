"""Claiming, which accounts that may be one person's cannot do for the same task."""

from importlib import import_module

from django.db import migrations

before = import_module("submissions.migrations.0012_working")

# As before, but: 'linked', where an account the worker is linked with holds or did the task. It is asked while the task's
# row is locked, so that two of them never get in at once; of somebody with no links nothing is asked.
CLAIM = (
    before.CLAIM.replace(
        "  allowed integer;\nBEGIN",
        "  allowed integer;\n  kin bigint[];\nBEGIN",
    )
    .replace(
        "newcomer_claims ELSE open_claims END INTO STRICT most\n",
        "newcomer_claims ELSE open_claims END, linked INTO STRICT most, kin\n",
    )
    .replace(
        "    INSERT INTO submissions_submission (",
        """    IF kin <> '{}' AND EXISTS (SELECT FROM submissions_submission
                                WHERE task_id = task AND worker_id = ANY (kin)
                                  AND NOT (state IN ('expired', 'given_back'))) THEN
      RAISE EXCEPTION 'linked' USING errcode = 'PM003';
    END IF;
    INSERT INTO submissions_submission (""",
    )
    .replace(
        "    WHEN unique_violation THEN",
        """    WHEN SQLSTATE 'PM003' THEN
      refusal := 'linked';
      RETURN;
    WHEN unique_violation THEN""",
    )
)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0023_points"), ("accounts", "0022_links_and_places")]

    operations = [migrations.RunSQL(CLAIM + before.before.PLANS, before.CLAIM + before.before.PLANS)]
