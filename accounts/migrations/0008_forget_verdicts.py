"""Taking verdicts that counted out of all counts, so that another can be given: what SQL of the apps outside calls."""

from django.db import migrations

# The people are locked as accounts_record_verdicts locks them, which is called next and moves the levels.
FORGET = """
CREATE FUNCTION accounts_forget_verdicts(submissions bigint[], workers bigint[], employers bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM accounts_user WHERE id = ANY (workers || employers) ORDER BY id FOR NO KEY UPDATE;
  WITH gone AS (
    DELETE FROM accounts_verdict WHERE submission_id = ANY (submissions) RETURNING submission_id, approved),
  counted AS (
    SELECT worker, employer, approved FROM gone
      JOIN unnest(submissions, workers, employers) AS one (submission, worker, employer) ON one.submission = gone.submission_id),
  less AS (
    SELECT person, sum(approved) AS approved, sum(rejected) AS rejected, sum(judged_approved) AS judged_approved,
           sum(judged_rejected) AS judged_rejected
      FROM (SELECT worker AS person, count(*) FILTER (WHERE approved) AS approved,
                   count(*) FILTER (WHERE NOT approved) AS rejected, 0 AS judged_approved, 0 AS judged_rejected
              FROM counted GROUP BY worker
            UNION ALL
            SELECT employer, 0, 0, count(*) FILTER (WHERE approved), count(*) FILTER (WHERE NOT approved)
              FROM counted GROUP BY employer) AS both_sides
     GROUP BY person)
  UPDATE accounts_user AS person
     SET approved = person.approved - less.approved, rejected = person.rejected - less.rejected,
         judged_approved = person.judged_approved - less.judged_approved,
         judged_rejected = person.judged_rejected - less.judged_rejected
    FROM less WHERE person.id = less.person;
END $$;
"""

UNDO = "DROP FUNCTION accounts_forget_verdicts(bigint[], bigint[], bigint[])"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_quiet_hours")]

    operations = [migrations.RunSQL(FORGET, UNDO)]
