"""Notices that SQL writes: templates and what fills them, put into words when they are read."""

from django.conf import settings
from django.db import migrations, models

# The same names as picomarket.lib.public makes. Bytes 6 and 8 of a random uuid are not wholly random.
PUBLIC_ID = """
CREATE FUNCTION inbox_public_id() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  letters CONSTANT text := '23456789bcdfghjkmnpqrstvwxz';
  dice CONSTANT bytea := uuid_send(gen_random_uuid());
BEGIN
  RETURN substr(letters, 1 + get_byte(dice, 0) % 27, 1) || substr(letters, 1 + get_byte(dice, 1) % 27, 1)
      || substr(letters, 1 + get_byte(dice, 2) % 27, 1) || substr(letters, 1 + get_byte(dice, 3) % 27, 1)
      || substr(letters, 1 + get_byte(dice, 4) % 27, 1) || substr(letters, 1 + get_byte(dice, 5) % 27, 1)
      || substr(letters, 1 + get_byte(dice, 7) % 27, 1) || substr(letters, 1 + get_byte(dice, 9) % 27, 1)
      || substr(letters, 1 + get_byte(dice, 10) % 27, 1) || substr(letters, 1 + get_byte(dice, 11) % 27, 1)
      || substr(letters, 1 + get_byte(dice, 12) % 27, 1) || substr(letters, 1 + get_byte(dice, 13) % 27, 1);
END $$;
"""

# Tell many people, one by one, with the same templates; what is given and the link are each person's own.
TELL = """
CREATE FUNCTION inbox_tell(people bigint[], subject text, body text, givens jsonb[], urls text[], by_mail boolean,
                           told timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO inbox_notice (public_id, person_id, subject, body, given, url, by_mail, mail_to, mail_from, mail_tries, told_at)
  SELECT inbox_public_id(), one.person, inbox_tell.subject, inbox_tell.body, one.given, one.url, inbox_tell.by_mail, '', told, 0, told
    FROM unnest(people, givens, urls) AS one (person, given, url);
END $$;
"""

UNDO = """
DROP FUNCTION inbox_tell(bigint[], text, text, jsonb[], text[], boolean, timestamptz);
DROP FUNCTION inbox_public_id();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0002_mail_tries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("notice", "given", models.JSONField(blank=True, null=True)),
        # Its index is a part of notice_of_person, and SQL tells those a row with a foreign key of its own names.
        migrations.AlterField(
            "notice",
            "person",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # For LIKE, which no address is looked up by.
        migrations.RunSQL(
            "DROP INDEX inbox_notice_public_id_57ecdcb9_like",
            "CREATE INDEX inbox_notice_public_id_57ecdcb9_like ON inbox_notice (public_id varchar_pattern_ops)",
        ),
        migrations.RunSQL(PUBLIC_ID + TELL, UNDO),
    ]
