"""What each notice is about, also of those SQL writes."""

from django.db import migrations, models

from inbox.topics import Topic

BEFORE = "inbox_tell(bigint[], text, text, jsonb[], text[], boolean, timestamptz)"

# Tell many people, one by one, with the same templates; what is given and the link are each person's own. Nobody guesses
# the seed, so nobody guesses what is hashed from it.
TELL = """
CREATE FUNCTION inbox_tell(people bigint[], subject text, body text, givens jsonb[], urls text[], by_mail boolean,
                           told timestamptz, topic text DEFAULT 'news')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE seed CONSTANT bytea := uuid_send(gen_random_uuid());
BEGIN
  INSERT INTO inbox_notice (public_id, person_id, topic, subject, body, given, url, by_mail, mail_to, mail_from, mail_tries,
                            told_at)
  SELECT inbox_public_id(sha256(seed || int8send(one.n))), one.person, inbox_tell.topic, inbox_tell.subject, inbox_tell.body,
         one.given, one.url, inbox_tell.by_mail, '', told, 0, told
    FROM unnest(people, givens, urls) WITH ORDINALITY AS one (person, given, url, n);
END $$;
"""
TELL_BEFORE = """
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


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_told_by_sql")]

    operations = [
        migrations.AddField(
            "notice", "topic", models.CharField(choices=Topic.choices, db_default="news", default="news", max_length=12)
        ),
        migrations.RunSQL(
            f"DROP FUNCTION {BEFORE};{TELL}",
            f"DROP FUNCTION {BEFORE.removesuffix(')')}, text);{TELL_BEFORE}",
        ),
    ]
