import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_identities_by_hand"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(max_length=4)),
                ("end", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("repeated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("repeated_at", None)), fields=["side", "end"], name="asked_notice_to_repeat"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "side", "end"), name="asked_notice_once")],
            },
        ),
    ]
