"""The referrers' shares, where approving asks for them."""

from django.db import migrations

# Of a referred worker's reward, never more than the worker's commission brought in. Counts them; the money moves with
# the workers' rewards. Referrals are locked in key order.
SHARES = """
CREATE OR REPLACE FUNCTION submissions_shares(refs bigint[], workers bigint[], rewards bigint[], worker_commissions bigint[],
                                              rate_ppm bigint, moved_at timestamptz)
RETURNS TABLE (ref bigint, referrer bigint, amount bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM referrals_referral AS row
    WHERE row.referred_id = ANY (workers) AND row.ends_at > moved_at ORDER BY row.id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH slot AS (
    SELECT one.ref, row.id AS referral_id, row.referrer_id, least(one.reward * rate_ppm / 1000000, one.commission) AS amount
      FROM unnest(refs, workers, rewards, worker_commissions) AS one (ref, worker, reward, commission)
      JOIN referrals_referral AS row ON row.referred_id = one.worker AND row.ends_at > moved_at),
  counted AS (
    UPDATE referrals_referral AS row SET earned = row.earned + more.amount
      FROM (SELECT slot.referral_id, sum(slot.amount)::bigint AS amount FROM slot GROUP BY slot.referral_id) AS more
     WHERE row.id = more.referral_id)
  SELECT slot.ref, slot.referrer_id, slot.amount FROM slot;
END $$;
"""

NOBODY = """
CREATE OR REPLACE FUNCTION submissions_shares(refs bigint[], workers bigint[], rewards bigint[], worker_commissions bigint[],
                                              rate_ppm bigint, moved_at timestamptz)
RETURNS TABLE (ref bigint, referrer bigint, amount bigint) LANGUAGE plpgsql AS $$
BEGIN
  RETURN;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_referral_earned"), ("submissions", "0003_approve")]

    operations = [migrations.RunSQL(SHARES, NOBODY)]
