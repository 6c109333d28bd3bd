"""Shares of a slot have a leg each: one slot may earn two referrers something, the worker's and the employer's."""

from importlib import import_module

from django.db import migrations

before = import_module("wallet.migrations.0009_post")

WITH_LEGS = before.PAY_SLOTS.replace(
    "referrer_ids bigint[], shares", "share_legs smallint[], referrer_ids bigint[], shares"
).replace(
    "array_fill(1::smallint, ARRAY[3 * slots[1] + shared[1]])",
    "array_fill(1::smallint, ARRAY[3 * slots[1]]) || share_legs",
)
DROP = """
DROP FUNCTION wallet_pay_slots(bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], timestamptz);
"""
DROP_WITH_LEGS = """
DROP FUNCTION wallet_pay_slots(bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], smallint[], bigint[], bigint[], timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("wallet", "0021_words_of_releases")]

    operations = [migrations.RunSQL(DROP + WITH_LEGS, DROP_WITH_LEGS + before.PAY_SLOTS)]
