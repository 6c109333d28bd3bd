"""A completion code vouches for work as a trusted list does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0020_looks_of_earlier_proofs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="checked",
            field=models.CharField(
                blank=True,
                choices=[
                    ("due", "To be checked"),
                    ("trusted", "By somebody the employer trusts"),
                    ("gold", "The answer known to be right"),
                    ("code", "Its completion code says that it is done"),
                    ("agreed", "Others gave the same answer"),
                    ("differs", "Others gave another answer"),
                    ("missed", "Not the answer known to be right"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
    ]
