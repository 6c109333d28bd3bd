"""Approving what was rejected for good: that rejection is taken out of all counts first."""

from importlib import import_module

from django.db import migrations

before = import_module("submissions.migrations.0003_approve")
APPROVE = before.APPROVE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
COUNTED = "  PERFORM accounts_record_verdicts("
# Only of rejections that are final is there a verdict that counts already.
FORGET = """  IF 'confirmed' = ANY (from_states) THEN
    PERFORM accounts_forget_verdicts(ids, workers, employers);
  END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_forget_verdicts"), ("submissions", "0014_verdicts")]

    operations = [
        migrations.RunSQL(APPROVE.replace(COUNTED, FORGET + COUNTED) + before.PLANS, APPROVE + before.PLANS),
    ]
