"""Notices that SQL writes: templates and what fills them, put into words when they are read."""

from django.conf import settings
from django.db import migrations, models

# Names as picomarket.lib.public makes them: twelve letters, each of nine random bytes' base 64 made one of the 27.
PUBLIC_ID = """
CREATE FUNCTION inbox_public_id(dice bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(encode(substr(dice, 1, 9), 'base64'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
                   '23456789bcdfghjkmnpqrstvwxz23456789bcdfghjkmnpqrstvwxz23456789bc')
$$;
"""

# Tell many people, one by one, with the same templates; what is given and the link are each person's own. Nobody guesses
# the seed, so nobody guesses what is hashed from it.
TELL = """
CREATE FUNCTION inbox_tell(people bigint[], subject text, body text, givens jsonb[], urls text[], by_mail boolean,
                           told timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE seed CONSTANT bytea := uuid_send(gen_random_uuid());
BEGIN
  INSERT INTO inbox_notice (public_id, person_id, subject, body, given, url, by_mail, mail_to, mail_from, mail_tries, told_at)
  SELECT inbox_public_id(sha256(seed || int8send(one.n))), one.person, inbox_tell.subject, inbox_tell.body, one.given, one.url,
         inbox_tell.by_mail, '', told, 0, told
    FROM unnest(people, givens, urls) WITH ORDINALITY AS one (person, given, url, n);
END $$;
"""

UNDO = """
DROP FUNCTION inbox_tell(bigint[], text, text, jsonb[], text[], boolean, timestamptz);
DROP FUNCTION inbox_public_id(bytea);
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
