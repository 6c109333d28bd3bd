"""Moves of levels with the verdicts that did them, warnings before a fall, points for approvals, and a leaderboard."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields

before = import_module("accounts.migrations.0004_record_verdicts")
forgetting = import_module("accounts.migrations.0008_forget_verdicts")
topics = import_module("accounts.migrations.0010_topic_of_levels")
RECORD_BEFORE = before.RECORD.replace(topics.TOLD, f"{topics.TOLD.removesuffix(')')}, 'level')")

LEVELS = [(1, "Starter"), (2, "Advanced"), (3, "Expert")]

# Verdict rows with their points, the counters of workers and employers, and the levels these earn by ``rules``
# (levels.rules_for_sql). A verdict can move a level only where the worker's number earns another level than they have,
# or where it was a rejection: an approval never lowers a rate. Only there the latest verdicts are read, and where the
# worker was warned: an approval may have brought them to safety.
RECORD = """
CREATE FUNCTION accounts_record_verdicts(submissions bigint[], workers bigint[], employers bigint[], verdicts boolean[],
                                         titles text[], urls text[], task_levels integer[], earnings bigint[],
                                         rules jsonb, given timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  numbers CONSTANT integer[] := rules ->> 'levels';
  counts CONSTANT integer[] := rules ->> 'least';
  rates CONSTANT integer[] := rules ->> 'rates';
  size CONSTANT integer := rules ->> 'window';
  unsure bigint[]; one record;
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  UPDATE accounts_user AS person
     SET judged_approved = person.judged_approved + more.good, judged_rejected = person.judged_rejected + more.bad
    FROM (SELECT employer, count(*) FILTER (WHERE verdict) AS good, count(*) FILTER (WHERE NOT verdict) AS bad
            FROM unnest(employers, verdicts) AS one (employer, verdict) GROUP BY employer) AS more
   WHERE person.id = more.employer;
  WITH recorded AS (
    INSERT INTO accounts_verdict (worker_id, submission_id, approved, given_at, title, url, task_level, earned, points)
    SELECT worker, submission, verdict, given, title, url, level, received,
           CASE WHEN verdict THEN (rules ->> 'task_points')::integer * level
                                  + round((rules ->> 'dollar_points')::integer * received / 1000000.0) ELSE 0 END
      FROM unnest(workers, submissions, verdicts, titles, urls, task_levels, earnings)
        AS one (worker, submission, verdict, title, url, level, received)
    RETURNING worker_id, approved, points),
  counted AS (
    UPDATE accounts_user AS person
       SET approved = person.approved + more.good, rejected = person.rejected + more.bad,
           points = person.points + more.points
      FROM (SELECT worker_id, count(*) FILTER (WHERE approved) AS good, count(*) FILTER (WHERE NOT approved) AS bad,
                   sum(points) AS points FROM recorded GROUP BY worker_id) AS more
     WHERE person.id = more.worker_id
    RETURNING person.id, person.level, person.level_warned, person.approved, more.bad)
  SELECT array_agg(id) INTO unsure FROM counted
   WHERE level <> coalesce((SELECT max(step.level) FROM unnest(numbers, counts) AS step (level, least)
                             WHERE counted.approved >= step.least), 1)
      OR (bad > 0 AND level > 1) OR level_warned;
  IF unsure IS NULL THEN
    RETURN;
  END IF;
  FOR one IN
    SELECT person.id, person.level AS before, person.level_warned AS warned, person.approved, person.rejected,
           coalesce(best.level, 1) AS level, coalesce(worse.level, 1) < coalesce(best.level, 1) AS risky,
           latest.rate, latest.judged, latest.rejections,
           jsonb_build_object('rate', latest.rate, 'count', latest.judged, 'titles', latest.titles) AS told
      FROM accounts_user AS person
     CROSS JOIN LATERAL (
           SELECT count(*) AS judged, count(*) FILTER (WHERE approved) * 100 / count(*) AS rate,
                  count(*) FILTER (WHERE approved AND n < size) * 100 / (count(*) FILTER (WHERE n < size) + 1) AS rate_after,
                  coalesce(array_agg(submission_id ORDER BY n) FILTER (WHERE NOT approved), '{}') AS rejections,
                  coalesce(string_agg('– ' || title, E'\\n' ORDER BY n) FILTER (WHERE NOT approved), '–') AS titles
             FROM (SELECT approved, submission_id, title, row_number() OVER (ORDER BY given_at DESC, id DESC) AS n
                     FROM accounts_verdict WHERE worker_id = person.id
                    ORDER BY given_at DESC, id DESC LIMIT size) AS window_) AS latest
     CROSS JOIN LATERAL (
           SELECT max(step.level) AS level FROM unnest(numbers, counts, rates) AS step (level, least, rate)
            WHERE person.approved >= step.least AND latest.rate >= step.rate) AS best
     CROSS JOIN LATERAL (
           SELECT max(step.level) AS level FROM unnest(numbers, counts, rates) AS step (level, least, rate)
            WHERE person.approved >= step.least AND latest.rate_after >= step.rate) AS worse
     WHERE person.id = ANY (unsure)
     ORDER BY person.id
  LOOP
    IF one.level <> one.before THEN
      INSERT INTO accounts_levelmove (worker_id, before, after, at, approved, rejected, rate, counted, causes)
      VALUES (one.id, one.before, one.level, given, one.approved, one.rejected, one.rate, one.judged,
              CASE WHEN one.level < one.before THEN one.rejections
                   ELSE ARRAY(SELECT cause.submission FROM unnest(submissions, workers, verdicts) AS cause (submission, worker, verdict)
                               WHERE cause.worker = one.id AND cause.verdict ORDER BY 1 DESC LIMIT 5) END);
      PERFORM accounts_tell_of_level(one.id, CASE WHEN one.level > one.before THEN 'rose' ELSE 'fell' END,
                                     one.level, one.before, one.told, rules, given);
    END IF;
    IF one.risky AND (NOT one.warned OR one.level <> one.before) THEN
      PERFORM accounts_tell_of_level(one.id, 'risky', one.level, one.level, one.told, rules, given);
    END IF;
    UPDATE accounts_user SET level = one.level, level_warned = one.risky
     WHERE id = one.id AND (one.level <> one.before OR one.risky <> one.warned);
  END LOOP;
END $$;
"""

# One notice about a level: ``now_`` is the one they have, ``was`` the one whose rate they were held to.
TELL = """
CREATE FUNCTION accounts_tell_of_level(person bigint, what text, now_ integer, was integer, told jsonb, rules jsonb,
                                       given timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE words CONSTANT jsonb := rules -> what;
BEGIN
  PERFORM inbox_tell(
    ARRAY[person], words ->> 'subject', words ->> 'body',
    ARRAY[told || jsonb_build_object(
      'level', jsonb_build_object('words', rules -> 'names' -> now_::text),
      'before', jsonb_build_object('words', rules -> 'names' -> was::text),
      'asked', rules -> 'asks' -> was::text)],
    ARRAY[rules ->> 'url'], true, given, 'level');
END $$;
"""

# As before, with the points.
FORGET = """
CREATE OR REPLACE FUNCTION accounts_forget_verdicts(submissions bigint[], workers bigint[], employers bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  WITH gone AS (
    DELETE FROM accounts_verdict WHERE submission_id = ANY (submissions) RETURNING submission_id, approved, points),
  counted AS (
    SELECT worker, employer, approved, points FROM gone
      JOIN unnest(submissions, workers, employers) AS one (submission, worker, employer) ON one.submission = gone.submission_id),
  less AS (
    SELECT person, sum(points) AS points, sum(approved) AS approved, sum(rejected) AS rejected,
           sum(judged_approved) AS judged_approved, sum(judged_rejected) AS judged_rejected
      FROM (SELECT worker AS person, sum(points) AS points, count(*) FILTER (WHERE approved) AS approved,
                   count(*) FILTER (WHERE NOT approved) AS rejected, 0 AS judged_approved, 0 AS judged_rejected
              FROM counted GROUP BY worker
            UNION ALL
            SELECT employer, 0, 0, 0, count(*) FILTER (WHERE approved), count(*) FILTER (WHERE NOT approved)
              FROM counted GROUP BY employer) AS both_sides
     GROUP BY person)
  UPDATE accounts_user AS person
     SET points = person.points - less.points, approved = person.approved - less.approved,
         rejected = person.rejected - less.rejected, judged_approved = person.judged_approved - less.judged_approved,
         judged_rejected = person.judged_rejected - less.judged_rejected
    FROM less WHERE person.id = less.person;
END $$;
"""
FORGET_BEFORE = forgetting.FORGET.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

DROP = """
DROP FUNCTION accounts_record_verdicts(bigint[], bigint[], bigint[], boolean[], text[], text[], integer[], bigint[], jsonb, timestamptz);
DROP FUNCTION accounts_tell_of_level(bigint, text, integer, integer, jsonb, jsonb, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_identity")]

    operations = [
        migrations.AddField("user", "level_warned", models.BooleanField(db_default=False, default=False)),
        migrations.AddField(
            "user", "points", models.PositiveIntegerField(db_default=0, default=0, verbose_name="points")
        ),
        migrations.AddField("verdict", "earned", picomarket.lib.fields.MoneyField(db_default=0, default=0)),
        migrations.AddField("verdict", "points", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField(
            "verdict",
            "task_level",
            models.PositiveSmallIntegerField(choices=LEVELS, db_default=1, default=1),
        ),
        migrations.CreateModel(
            name="LevelMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.PositiveSmallIntegerField(choices=LEVELS)),
                ("after", models.PositiveSmallIntegerField(choices=LEVELS)),
                ("at", models.DateTimeField()),
                ("approved", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField()),
                ("rate", models.PositiveSmallIntegerField()),
                ("counted", models.PositiveSmallIntegerField()),
                (
                    "causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="level_moves",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["worker", "-id"], name="level_move_of_worker")]},
        ),
        migrations.CreateModel(
            name="LeaderboardEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2)),
                ("points", models.PositiveIntegerField()),
                ("week", models.DateField()),
                ("week_points", models.PositiveIntegerField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaderboard_entry",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-points"], name="leaders"),
                    models.Index(fields=["country", "-points"], name="leaders_of_country"),
                    models.Index(fields=["week", "-week_points"], name="leaders_of_week"),
                    models.Index(fields=["country", "week", "-week_points"], name="leaders_of_country_of_week"),
                ]
            },
        ),
        migrations.RunSQL(before.UNDO, RECORD_BEFORE + before.PLANS),
        migrations.RunSQL(TELL + RECORD + before.PLANS, DROP),
        migrations.RunSQL(FORGET, FORGET_BEFORE),
    ]
