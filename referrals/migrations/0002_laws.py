"""What PostgreSQL itself does for this app, and what it refuses."""

from django.db import migrations

# Of a referred worker's reward, never more than the worker's commission brought in; of a referred employer's slot as
# much of its cost, never more than the employer's commission brought in, until all of them are the share of what was
# deposited. What is held is counted and not answered; what is void is neither. Referrals are locked in key order.
SUBMISSIONS_SHARES = """
CREATE FUNCTION submissions_shares(
  refs bigint[], workers bigint[], employers bigint[], rewards bigint[], worker_commissions bigint[],
  employer_commissions bigint[], rate_ppm bigint, moved_at timestamptz
) RETURNS TABLE(ref bigint, leg smallint, referrer bigint, amount bigint)
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM FROM referrals_referral AS row
    WHERE row.referred_id = ANY (workers || employers) AND row.ends_at > moved_at AND row.state <> 'voided'
    ORDER BY row.id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH one AS (
    SELECT * FROM unnest(refs, workers, employers, rewards, worker_commissions, employer_commissions) WITH ORDINALITY
                  AS slot (ref, worker, employer, reward, worker_part, employer_part, n)),
  spent AS (
    SELECT one.ref, one.n, row.id AS referral_id, row.referrer_id, row.state,
           row.deposited * rate_ppm / 1000000 - row.from_deposits AS due,
           least((one.reward + one.employer_part) * rate_ppm / 1000000, one.employer_part) AS part
      FROM one JOIN referrals_referral AS row
        ON row.referred_id = one.employer AND row.ends_at > moved_at AND row.state <> 'voided'),
  slot AS (
    SELECT one.ref, 1::smallint AS leg, row.id AS referral_id, row.referrer_id, row.state,
           least(one.reward * rate_ppm / 1000000, one.worker_part) AS amount
      FROM one JOIN referrals_referral AS row
        ON row.referred_id = one.worker AND row.ends_at > moved_at AND row.state <> 'voided'
    UNION ALL
    SELECT spent.ref, 2::smallint, spent.referral_id, spent.referrer_id, spent.state,
           greatest(0, least(part, due - (sum(part) OVER (PARTITION BY spent.referral_id ORDER BY n) - part)))::bigint
      FROM spent),
  more AS (
    SELECT slot.referral_id,
           coalesce(sum(slot.amount) FILTER (WHERE slot.state = 'earning'), 0)::bigint AS earned,
           coalesce(sum(slot.amount) FILTER (WHERE slot.state = 'held'), 0)::bigint AS held,
           coalesce(sum(slot.amount) FILTER (WHERE slot.leg = 2), 0)::bigint AS from_deposits
      FROM slot GROUP BY slot.referral_id),
  counted AS (
    UPDATE referrals_referral AS row
       SET earned = row.earned + more.earned, held = row.held + more.held,
           from_deposits = row.from_deposits + more.from_deposits
      FROM more WHERE row.id = more.referral_id),
  by_month AS (
    INSERT INTO referrals_month AS kept (referral_id, month, earned, held)
    SELECT more.referral_id, date_trunc('month', moved_at AT TIME ZONE 'UTC')::date, more.earned, more.held FROM more
     WHERE more.earned > 0 OR more.held > 0
        ON CONFLICT (referral_id, month)
        DO UPDATE SET earned = kept.earned + excluded.earned, held = kept.held + excluded.held)
  SELECT slot.ref, slot.leg, slot.referrer_id, slot.amount FROM slot WHERE slot.state = 'earning' AND slot.amount > 0;
END $$;
"""

UNDO = """
DROP FUNCTION submissions_shares CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]

    operations = [
        # Functions name what comes after them, in this app and in others.
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(SUBMISSIONS_SHARES, UNDO),
    ]
