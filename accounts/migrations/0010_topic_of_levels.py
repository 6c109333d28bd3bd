"""Notices of a level are about levels."""

from importlib import import_module

from django.db import migrations

before = import_module("accounts.migrations.0004_record_verdicts")
RECORD = before.RECORD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
TOLD = "ARRAY[rules ->> 'url'], true, given)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_staff_log"), ("inbox", "0004_topics")]

    operations = [
        migrations.RunSQL(
            RECORD.replace(TOLD, f"{TOLD.removesuffix(')')}, 'level')") + before.PLANS, RECORD + before.PLANS
        ),
    ]
