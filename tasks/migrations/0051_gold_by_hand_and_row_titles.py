"""A task remembers that rows were marked as gold by hand. And a batch's title for one row, with the row's values in it,
as ``tasks.filling`` fills it: for verbs in SQL."""

from django.db import migrations, models

# What a value holds is text: no variable in it is filled again, and a title is one line of at most 200 letters.
TITLE = r"""
CREATE FUNCTION tasks_title_of(key bigint) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  said text; columns text[]; cells text[]; pieces text[]; found text[]; name text; filled text;
BEGIN
  SELECT batch.title, batch.columns, one.cells INTO said, columns, cells
    FROM tasks_row AS one JOIN tasks_batch AS batch ON batch.task_id = one.task_id WHERE one.id = key;
  pieces := regexp_split_to_array(said, '\{\{[^{}]*\}\}');
  found := ARRAY(SELECT match[1] FROM regexp_matches(said, '(\{\{[^{}]*\}\})', 'g') AS match);
  filled := pieces[1];
  FOR place IN 1 .. cardinality(found) LOOP
    name := btrim(btrim(found[place], '{}'));
    filled := filled || coalesce(cells[array_position(columns, name)], found[place]) || pieces[place + 1];
  END LOOP;
  filled := translate(filled, E'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069', '');
  filled := btrim(regexp_replace(filled, '\s+', ' ', 'g'));
  RETURN CASE WHEN length(filled) > 200 THEN left(filled, 199) || '…' ELSE filled END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0050_reports_of_questions_hint_at_nobody")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="gold_by_hand",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(TITLE, "DROP FUNCTION tasks_title_of(bigint)"),
    ]
