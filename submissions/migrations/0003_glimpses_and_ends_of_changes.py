import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0002_laws"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="due_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Glimpse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("noted_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("has_address", models.BooleanField(default=False)),
                ("has_number", models.BooleanField(default=False)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(), size=4
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "proof",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="glimpse", to="submissions.proof"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("read_at", None)), fields=["id"], name="glimpse_to_read")],
            },
        ),
    ]
