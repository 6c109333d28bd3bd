"""What PostgreSQL itself does for this app, and what it refuses."""

from django.db import migrations

# What happened to each of these people, for their endpoints that asked for it: written with the change itself.
ANNOUNCE = """
CREATE FUNCTION inbox_announce(people bigint[], kind text, datas jsonb[], happened timestamptz) RETURNS void
LANGUAGE plpgsql
AS $$
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

# A letter to an address somebody left is never held back. As inbox.topics says, these are pushed where nothing was chosen.
CHOOSE = """
CREATE FUNCTION inbox_choose() RETURNS trigger
LANGUAGE plpgsql
AS $$
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

# Names as picomarket.lib.public makes them: twelve letters, each of nine random bytes' base 64 made one of the 27.
PUBLIC_ID = """
CREATE FUNCTION inbox_public_id(dice bytea) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
  SELECT translate(encode(substr(dice, 1, 9), 'base64'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
                   '23456789bcdfghjkmnpqrstvwxz23456789bcdfghjkmnpqrstvwxz23456789bc')
$$;
"""

# Tell many people, one by one, with the same templates; what is given and the link are each person's own. Nobody guesses
# the seed, so nobody guesses what is hashed from it.
TELL = """
CREATE FUNCTION inbox_tell(
  people bigint[], subject text, body text, givens jsonb[], urls text[], by_mail boolean, told timestamptz, topic
  text DEFAULT 'news'::text
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE seed CONSTANT bytea := uuid_send(gen_random_uuid());
BEGIN
  INSERT INTO inbox_notice (public_id, person_id, topic, subject, body, given, url, by_mail, mail_to, mail_from, mail_tries,
                            told_at)
  SELECT inbox_public_id(sha256(seed || int8send(one.n))), one.person, inbox_tell.topic, inbox_tell.subject, inbox_tell.body,
         one.given, one.url, inbox_tell.by_mail, '', told, 0, told
    FROM unnest(people, givens, urls) WITH ORDINALITY AS one (person, given, url, n);
END $$;
"""

TRIGGERS = """
CREATE TRIGGER inbox_choose
BEFORE INSERT ON inbox_notice
FOR EACH ROW
EXECUTE FUNCTION inbox_choose();
"""

# For LIKE, which no address is looked up by.
NO_LIKE = """
DROP INDEX inbox_notice_public_id_57ecdcb9_like;
"""

UNDO = """
CREATE INDEX inbox_notice_public_id_57ecdcb9_like ON inbox_notice (public_id varchar_pattern_ops);
DROP FUNCTION inbox_announce CASCADE;
DROP FUNCTION inbox_choose CASCADE;
DROP FUNCTION inbox_public_id CASCADE;
DROP FUNCTION inbox_tell CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(ANNOUNCE + CHOOSE + PUBLIC_ID + TELL + TRIGGERS + NO_LIKE, UNDO),
    ]
