import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_points_for_praise")]

    operations = [
        migrations.AddField(
            model_name="keptcase", name="is_given", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            model_name="user",
            name="phone_confirmed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64)),
                ("ends", models.CharField(max_length=3)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("until", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phone", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("confirmed_at", None)), fields=["until"], name="phone_unconfirmed")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False)), fields=("mark",), name="phone_of_one"
                    )
                ],
            },
        ),
    ]
