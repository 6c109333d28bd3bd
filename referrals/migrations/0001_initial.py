import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6, unique=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referral_code",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("earning", "Earning"), ("held", "Held"), ("voided", "Void")],
                        db_default="earning",
                        default="earning",
                        max_length=8,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("earned", picomarket.lib.fields.MoneyField(default=0)),
                ("deposited", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("from_deposits", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("held", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("released", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("held_for", models.CharField(blank=True, db_default="", max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.TextField(blank=True, db_default="")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referred",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brought_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="brought", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "held")), fields=["held_at"], name="referral_held")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("referrer", models.F("referred")), _negated=True),
                        name="referral_not_of_oneself",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Month",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("earned", picomarket.lib.fields.MoneyField(default=0)),
                ("held", picomarket.lib.fields.MoneyField(default=0)),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="months",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("referral", "month"), name="referral_month_once")],
            },
        ),
        migrations.CreateModel(
            name="Clicks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "day"), name="referral_clicks_once")],
            },
        ),
    ]
