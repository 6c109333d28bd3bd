"""Approving asks for the shares of both sides' referrers: of the worker's reward and of the employer's deposits."""

from importlib import import_module

from django.db import migrations

before = import_module("submissions.migrations.0003_approve")
points = import_module("submissions.migrations.0023_points")

OLD = "bigint[], bigint[], bigint[], bigint[], bigint, timestamptz"
NEW = "bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint, timestamptz"
# ``leg`` 1 goes to who brought the worker, 2 to who brought the employer.
SHARES = """
CREATE FUNCTION submissions_shares(refs bigint[], workers bigint[], employers bigint[], rewards bigint[],
                                   worker_commissions bigint[], employer_commissions bigint[],
                                   rate_ppm bigint, moved_at timestamptz)
RETURNS TABLE (ref bigint, leg smallint, referrer bigint, amount bigint) LANGUAGE plpgsql AS $$
BEGIN
  RETURN;
END $$;
"""
BACK = points.APPROVE
APPROVE = (
    BACK.replace("shared bigint[]; referrers bigint[];", "shared bigint[]; legs smallint[]; referrers bigint[];")
    .replace(
        "SELECT array_agg(ref), array_agg(referrer), array_agg(amount) INTO shared, referrers, shares",
        "SELECT array_agg(ref), array_agg(leg), array_agg(referrer), array_agg(amount) INTO shared, legs, referrers, shares",
    )
    .replace(
        "submissions_shares(ids, workers, rewards, worker_parts, share_ppm, closed)",
        "submissions_shares(ids, workers, employers, rewards, worker_parts, employer_parts, share_ppm, closed)",
    )
    .replace(
        "worker_parts, shared, referrers, shares, closed)", "worker_parts, shared, legs, referrers, shares, closed)"
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0024_linked"),
        ("wallet", "0022_legs_of_shares"),
        ("referrals", "0003_shares"),
    ]

    operations = [
        migrations.RunSQL(
            f"DROP FUNCTION submissions_shares({OLD}); {SHARES} {APPROVE} {before.PLANS}",
            f"DROP FUNCTION submissions_shares({NEW}); {before.SHARES} {BACK} {before.PLANS}",
        )
    ]
