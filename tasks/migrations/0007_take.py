"""Taking a slot, for SQL of the apps outside."""

from django.db import migrations

# A slot is given where there is one: 'taken'. Else why not: 'full', or 'closed' where the task gives none now.
TAKE = """
CREATE FUNCTION tasks_take(key bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tasks_task SET taken = taken + 1 WHERE id = key AND state = 'published' AND taken < slots;
  IF FOUND THEN
    RETURN 'taken';
  END IF;
  RETURN CASE WHEN EXISTS (SELECT FROM tasks_task WHERE id = key AND state = 'published') THEN 'full' ELSE 'closed' END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_awards")]

    operations = [migrations.RunSQL(TAKE, "DROP FUNCTION tasks_take(bigint)")]
