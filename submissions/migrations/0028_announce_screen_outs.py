"""An employer's webhooks are told of screen-outs too: they are paid."""

from django.db import migrations

TRIGGER = """
DROP TRIGGER submissions_announce ON submissions_submission;
CREATE TRIGGER submissions_announce AFTER UPDATE OF state ON submissions_submission FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ({states}))
  EXECUTE FUNCTION submissions_announce();
"""
NOW = TRIGGER.format(states="'submitted', 'approved', 'rejected', 'screened'")
BEFORE = TRIGGER.format(states="'submitted', 'approved', 'rejected'")


class Migration(migrations.Migration):
    dependencies = [("submissions", "0027_screened")]

    operations = [migrations.RunSQL(NOW, BEFORE)]
