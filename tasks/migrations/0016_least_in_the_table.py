"""The least reward of a category stands in the table of least rewards."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0015_price_table")]

    operations = [migrations.RemoveField("category", "minimum_reward")]
