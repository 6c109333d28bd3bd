"""What checking says of a submission without anybody's looking at it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0016_copies"),
        ("tasks", "0041_checking"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="checked",
            field=models.CharField(
                blank=True,
                choices=[
                    ("due", "To be checked"),
                    ("trusted", "By somebody the employer trusts"),
                    ("gold", "The answer known to be right"),
                    ("agreed", "Others gave the same answer"),
                    ("differs", "Others gave another answer"),
                    ("missed", "Not the answer known to be right"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("checked", "due"), ("state", "submitted")),
                fields=["submitted_at"],
                name="submission_unchecked",
            ),
        ),
    ]
