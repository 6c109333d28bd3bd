"""Pictures and files on their way in pieces."""

import django.db.models.deletion
from django.db import migrations, models

import picomarket.lib.public
import submissions.models.proofs


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0012_working"),
        ("tasks", "0035_codes_and_challenges"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveIntegerField()),
                ("stamp", models.BigIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                (
                    "file",
                    models.FileField(storage=submissions.models.proofs.proof_storage, upload_to="pieces/%Y/%m/%d/"),
                ),
                ("begun_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.prooffield",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "field", "name", "size", "stamp"), name="upload_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))), name="upload_no_more_than_its_size"
                    ),
                ],
            },
        ),
    ]
