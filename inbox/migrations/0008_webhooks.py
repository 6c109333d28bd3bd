"""Webhooks: endpoints, what happened, deliveries; and what SQL of the apps outside calls to tell of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public

# What happened to each of these people, for their endpoints that asked for it: written with the change itself.
ANNOUNCE = """
CREATE FUNCTION inbox_announce(people bigint[], kind text, datas jsonb[], happened timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE seed CONSTANT bytea := uuid_send(gen_random_uuid());
BEGIN
  INSERT INTO inbox_event (public_id, endpoint_id, kind, data, at)
  SELECT inbox_public_id(sha256(seed || int8send(one.n) || int8send(endpoint.id))), endpoint.id, inbox_announce.kind, one.data,
         happened
    FROM unnest(people, datas) WITH ORDINALITY AS one (person, data, n)
    JOIN inbox_endpoint AS endpoint ON endpoint.person_id = one.person
   WHERE endpoint.off_at IS NULL AND inbox_announce.kind = ANY (endpoint.kinds);
END $$;
"""
UNDO = "DROP FUNCTION inbox_announce(bigint[], text, jsonb[], timestamptz);"

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
PUBLIC_ID = (
    "public_id",
    models.CharField(default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True),
)


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0007_devices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "Endpoint",
            fields=[
                ID,
                PUBLIC_ID,
                ("url", models.CharField(max_length=500)),
                ("secret", models.CharField(max_length=64)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None),
                ),
                ("made_at", models.DateTimeField()),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("off_at", models.DateTimeField(blank=True, null=True)),
                ("off_why", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endpoints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            "Delivery",
            fields=[
                ID,
                PUBLIC_ID,
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "On its way"),
                            ("delivered", "Delivered"),
                            ("failed", "Not delivered"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("try_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("seconds", models.FloatField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="inbox.endpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["try_at"], name="delivery_due"),
                ],
            },
        ),
        migrations.CreateModel(
            "Event",
            fields=[
                ID,
                PUBLIC_ID,
                ("kind", models.CharField(max_length=24)),
                ("data", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="inbox.delivery",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="inbox.endpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivery", None)), fields=["endpoint", "id"], name="event_to_gather"
                    ),
                ],
            },
        ),
        migrations.RunSQL(ANNOUNCE, UNDO),
    ]
