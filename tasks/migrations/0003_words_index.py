"""Full-text search over title and steps, from an index.

The function stands for the expression because PostgreSQL calls array_to_string changeable, and indexes nothing that is;
over text it never changes.
"""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION task_words(title text, steps text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT setweight(to_tsvector('pg_catalog.english', title), 'A')
            || setweight(to_tsvector('pg_catalog.english', array_to_string(steps, ' ')), 'C')
    $$
"""
INDEX = "CREATE INDEX task_words ON tasks_task USING gin (task_words(title, steps::text[])) WHERE state = 'published'"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_categories")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION task_words(text, text[])"),
        migrations.RunSQL(INDEX, "DROP INDEX task_words"),
    ]
