"""Devices that show notices. The trigger that puts on a notice what was chosen puts on it whether they show it."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.public

before = import_module("inbox.migrations.0006_choices")

# A letter to an address somebody left is never held back. As inbox.topics says, these are pushed where nothing was chosen.
CHOOSE = """
CREATE OR REPLACE FUNCTION inbox_choose() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  chosen record;
  pushed boolean := NEW.topic IN ('rejections', 'changes', 'alerts', 'followed', 'review', 'money', 'account', 'messages',
                                  'questions', 'tickets');
BEGIN
  SELECT site, mail, push INTO chosen FROM inbox_choice WHERE person_id = NEW.person_id AND topic = NEW.topic;
  IF FOUND THEN
    pushed := chosen.push;
    IF NOT chosen.site THEN
      NEW.read_at := NEW.told_at;
    END IF;
    IF NEW.mail_to = '' THEN
      NEW.in_digest := chosen.mail = 'daily';
      NEW.by_mail := chosen.mail = 'all' OR (NEW.by_mail AND chosen.mail = 'urgent');
    END IF;
  END IF;
  IF pushed AND NEW.mail_to = '' AND EXISTS (SELECT FROM inbox_device WHERE person_id = NEW.person_id) THEN
    NEW.push_from := NEW.told_at;
  END IF;
  RETURN NEW;
END $$;
"""
CHOOSE_BEFORE = before.CHOOSE.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0006_choices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("notice", "push_from", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "notice",
            models.Index(condition=models.Q(("push_from__isnull", False)), fields=["id"], name="notice_to_push"),
        ),
        migrations.AddField("choice", "push", models.BooleanField(db_default=True)),
        migrations.CreateModel(
            "Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("endpoint", models.CharField(max_length=1000, unique=True)),
                ("device_key", models.CharField(max_length=100)),
                ("secret", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(CHOOSE, CHOOSE_BEFORE),
    ]
