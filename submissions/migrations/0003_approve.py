"""Approving in one statement, one submission or ten thousand: what review.approve_many calls."""

from django.conf import settings
from django.db import migrations, models

# The referrers' shares of the commission on slots that are about to be paid. Nobody shares, until the app of referrals
# puts its own function in this one's place.
SHARES = """
CREATE FUNCTION submissions_shares(refs bigint[], workers bigint[], rewards bigint[], worker_commissions bigint[],
                                   rate_ppm bigint, moved_at timestamptz)
RETURNS TABLE (ref bigint, referrer bigint, amount bigint) LANGUAGE plpgsql AS $$
BEGIN
  RETURN;
END $$;
"""

# Rows are locked in key order: submissions, then tasks, referrals, accounts, people. Each app's rows are written by its
# own function. ``link`` is the address of a submission called KEY.
APPROVE = """
CREATE FUNCTION submissions_approve(keys bigint[], from_states text[], approver bigint, closed timestamptz, link text,
                                    subject text, body text, share_ppm bigint, level_rules jsonb)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[]; tasks bigint[]; workers bigint[]; urls text[];
  employers bigint[]; titles text[]; rewards bigint[]; employer_parts bigint[]; worker_parts bigint[];
  receives bigint[]; givens jsonb[];
  shared bigint[]; referrers bigint[]; shares bigint[];
BEGIN
  SELECT array_agg(id), array_agg(task_id), array_agg(worker_id), array_agg(replace(link, 'KEY', public_id))
    INTO ids, tasks, workers, urls
    FROM (SELECT id, task_id, worker_id, public_id FROM submissions_submission
           WHERE id = ANY (keys) AND state = ANY (from_states) ORDER BY id FOR NO KEY UPDATE) AS locked;
  IF ids IS NULL THEN
    RETURN 0;
  END IF;
  UPDATE submissions_submission SET state = 'approved', closed_at = closed, approved_by_id = approver WHERE id = ANY (ids);
  SELECT array_agg(task.employer_id ORDER BY n), array_agg(task.title ORDER BY n), array_agg(task.reward ORDER BY n),
         array_agg(task.employer_commission ORDER BY n), array_agg(task.worker_commission ORDER BY n),
         array_agg(task.reward - task.worker_commission ORDER BY n),
         array_agg(jsonb_build_object('title', task.title, 'money',
                                      jsonb_build_object('micro', task.reward - task.worker_commission)) ORDER BY n)
    INTO employers, titles, rewards, employer_parts, worker_parts, receives, givens
    FROM tasks_count_paid(tasks, closed) AS task
    JOIN unnest(tasks) WITH ORDINALITY AS slot (task_id, n) ON slot.task_id = task.task_id;
  SELECT array_agg(ref), array_agg(referrer), array_agg(amount) INTO shared, referrers, shares
    FROM submissions_shares(ids, workers, rewards, worker_parts, share_ppm, closed);
  PERFORM wallet_pay_slots(ids, tasks, workers, receives, employer_parts, worker_parts, shared, referrers, shares, closed);
  PERFORM accounts_record_verdicts(ids, workers, employers, array_fill(true, ARRAY[cardinality(ids)]), titles, urls,
                                   level_rules, closed);
  PERFORM inbox_tell(workers, subject, body, givens, urls, false, closed);
  RETURN cardinality(ids);
END $$;
"""

# Nested loops over indexes, in all that is called too, however small or unknown the tables were when a connection first
# planned its statements.
PLANS = """
ALTER FUNCTION submissions_approve SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off;
"""

UNDO = """
DROP FUNCTION submissions_approve(bigint[], text[], bigint, timestamptz, text, text, text, bigint, jsonb);
DROP FUNCTION submissions_shares(bigint[], bigint[], bigint[], bigint[], bigint, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_record_verdicts"),
        ("submissions", "0002_bonuses"),
        ("tasks", "0005_count_paid"),
        ("wallet", "0009_post"),
    ]

    operations = [
        # Their indexes are parts of submission_queue and submission_of_worker, and would cost every change of state.
        migrations.AlterField(
            "submission",
            "task",
            models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="submissions",
                to="tasks.task",
            ),
        ),
        migrations.AlterField(
            "submission",
            "worker",
            models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="submissions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # Nobody is looked up as who approved, nor any address by LIKE.
        migrations.AlterField(
            "submission",
            "approved_by",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(
            "DROP INDEX submissions_submission_public_id_097f986e_like",
            "CREATE INDEX submissions_submission_public_id_097f986e_like"
            " ON submissions_submission (public_id varchar_pattern_ops)",
        ),
        migrations.RunSQL(SHARES + APPROVE + PLANS, UNDO),
    ]
