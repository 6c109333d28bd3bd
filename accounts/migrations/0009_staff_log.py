"""The staff log: append-only, each entry in a chain of hashes that PostgreSQL makes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHAIN = """
CREATE FUNCTION accounts_chain_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  -- One writer at a time until its transaction ends. What follows is a statement of its own, so it sees what the writer
  -- before has committed.
  PERFORM pg_advisory_xact_lock(hashtextextended('accounts_staffentry', 0));
  SELECT id, hash INTO last FROM accounts_staffentry ORDER BY id DESC LIMIT 1;
  new.id := coalesce(last.id, 0) + 1;
  new.hash := encode(sha256(convert_to(
    coalesce(last.hash, repeat('0', 64)) || E'\\n' || jsonb_build_array(
      new.id, (extract(epoch FROM new.at) * 1000000)::bigint, new.by_id, new.role, new.about_id,
      new.what, new.reason, new.kind, new.key, new.url)::text, 'UTF8')), 'hex');
  RETURN new;
END $$;
CREATE TRIGGER accounts_chain_entry BEFORE INSERT ON accounts_staffentry
  FOR EACH ROW EXECUTE FUNCTION accounts_chain_entry();
"""

GUARD = """
CREATE FUNCTION accounts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'accounts: % on % is refused', tg_op, tg_table_name USING errcode = 'check_violation';
END $$;
CREATE TRIGGER accounts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_staffentry
  FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse();
"""

UNDO = """
DROP TRIGGER accounts_append_only ON accounts_staffentry;
DROP TRIGGER accounts_chain_entry ON accounts_staffentry;
DROP FUNCTION accounts_refuse();
DROP FUNCTION accounts_chain_entry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_forget_verdicts"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=40)),
                ("what", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("hash", models.CharField(editable=False, max_length=64)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the staff log",
                "verbose_name_plural": "entries of the staff log",
            },
        ),
        migrations.RunSQL([CHAIN, GUARD], UNDO),
    ]
