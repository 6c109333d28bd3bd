"""Notices of an approval are about pay."""

from importlib import import_module

from django.db import migrations

before = import_module("submissions.migrations.0003_approve")
overturn = import_module("submissions.migrations.0015_overturn")
APPROVE = overturn.APPROVE.replace(overturn.COUNTED, overturn.FORGET + overturn.COUNTED)
TOLD = "PERFORM inbox_tell(workers, subject, body, givens, urls, false, closed)"


class Migration(migrations.Migration):
    dependencies = [("inbox", "0004_topics"), ("submissions", "0021_checked_by_code")]

    operations = [
        migrations.RunSQL(
            APPROVE.replace(TOLD, f"{TOLD.removesuffix(')')}, 'pay')") + before.PLANS, APPROVE + before.PLANS
        ),
    ]
