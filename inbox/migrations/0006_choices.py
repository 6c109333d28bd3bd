"""How people choose to be told, and digests. What somebody chose is put on a notice as it is written, by SQL too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inbox.topics import Mail, Topic

# A letter to an address somebody left is never held back.
CHOOSE = """
CREATE FUNCTION inbox_choose() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE chosen record;
BEGIN
  SELECT site, mail INTO chosen FROM inbox_choice WHERE person_id = NEW.person_id AND topic = NEW.topic;
  IF FOUND THEN
    IF NOT chosen.site THEN
      NEW.read_at := NEW.told_at;
    END IF;
    IF NEW.mail_to = '' THEN
      NEW.in_digest := chosen.mail = 'daily';
      NEW.by_mail := chosen.mail = 'all' OR (NEW.by_mail AND chosen.mail = 'urgent');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER inbox_choose BEFORE INSERT ON inbox_notice FOR EACH ROW EXECUTE FUNCTION inbox_choose();
"""
UNDO = "DROP TRIGGER inbox_choose ON inbox_notice; DROP FUNCTION inbox_choose();"


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0005_notice_aside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("notice", "in_digest", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("notice", "digested_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "notice",
            models.Index(
                condition=models.Q(("digested_at", None), ("in_digest", True)),
                fields=["person", "id"],
                name="notice_undigested",
            ),
        ),
        migrations.CreateModel(
            "Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(choices=Topic.choices, max_length=12)),
                ("site", models.BooleanField()),
                ("mail", models.CharField(choices=Mail.choices, max_length=6)),
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
                "constraints": [models.UniqueConstraint(fields=("person", "topic"), name="notice_choice_once")],
            },
        ),
        migrations.CreateModel(
            "DigestHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="digest_hour_of_a_day")
                ],
            },
        ),
        migrations.RunSQL(CHOOSE, UNDO),
    ]
